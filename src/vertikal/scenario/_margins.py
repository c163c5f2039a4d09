"""Margins of the null model: pooled published rates, without place, time or mechanism."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario

__all__ = ["Margins", "validate_margins"]

Rate = Annotated[float, Field(ge=0.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Margins(BaseModel):
    """Constants that a null model is fitted to. Each is one number over all tiers and years."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    turnout_mean: Share
    turnout_sd: Share
    election_turnout: Share
    replacements_per_post_year: Rate
    dismissals_per_year: Rate
    governor_share: Share
    decision_days: Rate
    reversal_days: Rate
    street_reversals_per_year: Rate
    quiet_reversals_per_year: Rate
    protests_per_month: Rate
    peaceful_share: Share
    crowd_share: Share
    candidates_per_race: Rate
    kept_share: Share
    outsider_share: Share
    direct_elections_per_post_year: Rate
    assembly_votes_per_post_year: Rate
    pilots_per_post_year: Rate
    openness: Share


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
            elif one["type"] == "missing":
                says = "is missing; add it"
            problems.append(Problem(raw.file, raw.line(path), ".".join(map(str, path)), says))
        raise ScenarioError(problems) from None
