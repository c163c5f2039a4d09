"""Margins of the null model: pooled published rates, without place, time or mechanism."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario

__all__ = ["Margins", "validate_margins"]

Rate = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
AtLeastOne = Annotated[float, Field(ge=1.0, allow_inf_nan=False)]
NEEDS_START = ("introduction_per_post_year", "abolition_per_post_year", "election_years_between")
"""Margins that mean nothing without the share of posts that are elected at the start."""


class Margins(BaseModel):
    """Constants that a null model is fitted to. Each is one number over all tiers and years.

    All may be left out: of what is drawn from a margin that is not there, the null says nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    # national votes, over regions and votes; what is declared is honest
    turnout_mean: Share | None = None
    turnout_sd: Share | None = None
    leader_mean: Share | None = None
    leader_sd: Share | None = None
    padded_share: Share | None = None
    made_up_share: Share | None = None

    # heads
    replacements_per_post_year: Rate | None = None
    dismissals_per_year: Rate | None = None
    governor_share: Share | None = None
    decision_days: Rate | None = None
    openness: Share | None = None

    # rules and directives
    reversal_days: Rate | None = None
    street_reversals_per_year: Rate | None = None
    quiet_reversals_per_year: Rate | None = None
    disputes_per_region_year: Rate | None = None
    """Directives that a region dislikes, whatever becomes of them."""
    settled_per_region_year: Rate | None = None
    suits_per_region_year: Rate | None = None
    """Suits of both sides."""
    state_suit_share: Share | None = None
    """Of these, filed by the centre."""
    suit_years: Rate | None = None
    region_win_share: Share | None = None

    # protest
    protests_per_month: Rate | None = None
    peaceful_share: Share | None = None
    crowd_share: Share | None = None

    # elections of heads
    direct_elections_per_post_year: Rate | None = None
    """Elections whether or not the post is elected; `election_years_between` goes before it."""
    assembly_votes_per_post_year: Rate | None = None
    election_turnout: Share | None = None
    candidates_per_race: AtLeastOne | None = None
    kept_share: Share | None = None
    outsider_share: Share | None = None
    """Of winners. With the next two, who sits decides instead."""
    alternation_per_election: Share | None = None
    """Chance that an election brings an outsider where none sits."""
    return_per_election: Share | None = None
    """Chance that an election ends an outsider's tenure."""
    elected_share_at_start: Share | None = None
    """Of all posts."""
    introduction_per_post_year: Rate | None = None
    """Hazard of a post that is not elected; its first election is held at once."""
    abolition_per_post_year: Rate | None = None
    """Hazard of a post that is."""
    election_years_between: AtLeastOne | None = None
    restorations_per_year: Rate | None = None
    """In the whole country, of posts that are not elected."""
    contest: Share | None = None
    honesty: Share | None = None
    autonomy: Share | None = None

    # pilots and services
    pilots_per_post_year: Rate | None = None
    pilot_share: Share | None = None
    popular_service: Share | None = None
    mandate_service: Share | None = None
    neutral_service: Share | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Margins":
        lonely = [name for name in NEEDS_START if getattr(self, name) is not None]
        if lonely and self.elected_share_at_start is None:
            message = f"elected_share_at_start is missing, and {', '.join(lonely)} needs it; add it"
            raise ValueError(message)
        return self


def validate_margins(raw: RawScenario) -> Margins:
    """Check the margins of a scenario's null model.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    try:
        return Margins.model_validate(dict(raw.values))
    except ValidationError as error:
        problems = []
        for one in error.errors():
            path = tuple(one["loc"])
            says = f"is {one.get('input')!r}; {one['msg'][0].lower()}{one['msg'][1:]}"
            if one["type"] == "extra_forbidden":
                says = f"no such key - {did_you_mean(str(path[-1]), Margins.model_fields)}"
            elif one["type"] == "value_error":
                says = str(one.get("ctx", {})["error"])
            problems.append(Problem(raw.file, raw.line(path), ".".join(map(str, path)), says))
        raise ScenarioError(problems) from None
