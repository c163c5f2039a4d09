"""What a scenario may say. Institutional inputs, units, dated events: never a parameter."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "INSTITUTIONS",
    "DrawnPopulations",
    "Event",
    "GeneratedLocalities",
    "Government",
    "Incident",
    "Institutions",
    "NationalVote",
    "Office",
    "Recentralisation",
    "Reform",
    "Rule",
    "SampledUnits",
    "ScenarioSpec",
    "Shock",
    "UnitRow",
    "UnitsSpec",
]


class Strict(BaseModel):
    """A part of a scenario: unknown keys are an error, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Share = Annotated[float, Field(ge=0.0, le=1.0)]
Size = Annotated[float, Field(ge=0.0, le=1000.0)]
Year = Annotated[int, Field(ge=1900, le=2200)]
SharePath = Share | Annotated[dict[Year, Share], Field(min_length=1)]
"""A share, or its values in given years: linear between, constant before and after."""
Selection = Literal["appointed", "consented", "indirect", "filtered", "open"]
Tier = Literal["region", "district", "locality", "village"]
Leaning = Annotated[float, Field(ge=-1.0, le=1.0)]


class DrawnPopulations(Strict):
    """Published quantiles of the populations that no source states one by one."""

    kinds: list[str]
    least: Annotated[float, Field(gt=0)]
    quartiles: Annotated[list[Annotated[float, Field(gt=0)]], Field(min_length=3, max_length=3)]
    most: Annotated[float, Field(gt=0)]

    @model_validator(mode="after")
    def _ordered(self) -> "DrawnPopulations":
        values = [self.least, *self.quartiles, self.most]
        if values != sorted(values):
            message = f"quantiles must rise from least to most; found {values}"
            raise ValueError(message)
        return self


class GeneratedLocalities(Strict):
    """Localities of which only the number is known: made below each unit of a kind."""

    kind: str
    below: str
    count: str
    """Column of the regions' table that holds their number."""


class SampledUnits(Strict):
    """A sample of units below each unit of a kind; together they stand for all of its people."""

    kind: str
    below: Annotated[list[str], Field(min_length=1)]
    number: Annotated[int, Field(ge=1, le=100)]
    """Units sampled below each, at least."""
    people_each: Annotated[float, Field(gt=0)] | None = None
    """One more for each so many people that the sample stands for; None: `number` below all."""
    people: Annotated[float, Field(gt=0)]
    """Median people of a real unit of this kind."""
    spread: Annotated[float, Field(ge=0.0, le=2.0)] = 0.5
    """Log standard deviation of that number."""
    part: Literal["all", "urban", "rural"] = "all"
    """Which part of the people above the sample stands for."""


class UnitsSpec(Strict):
    """The tree of units."""

    tables: Annotated[list[str], Field(min_length=1)]
    capital: str
    adults_per_resident: Annotated[float, Field(gt=0.0, le=1.0)] = 0.7
    districts: DrawnPopulations | None = None
    towns_in_districts: Share = 0.15
    localities: GeneratedLocalities | None = None
    samples: list[SampledUnits] = Field(default_factory=list)


class Office(Strict):
    """How the heads of one kind of unit come to office when the scenario opens."""

    tier: Tier
    selection: Selection
    term_years: Annotated[float, Field(ge=0.5, le=12.0)] = 4.0
    on_reform_agenda: bool = True
    label: str = ""
    """What follows the name of such a unit in a sentence: "district", "city"."""


class Institutions(Strict):
    """The eight institutional inputs. Everything else is structural, and the same everywhere."""

    court_independence: SharePath
    regional_veto: SharePath
    candidate_filter: SharePath
    observation: SharePath
    media_freedom: SharePath
    state_capacity: SharePath
    openness: SharePath
    """Where a history begins, and the changes that a path prescribes; the rest the model makes."""
    pilot_selection: Annotated[float, Field(ge=0.0, le=5.0)]


INSTITUTIONS = tuple(Institutions.model_fields)
"""Names of the institutional inputs."""


class Dated(Strict):
    """Something that happens on a date."""

    date: datetime.date
    title: str
    source: str = ""


class NationalVote(Dated):
    """A national election or referendum."""

    event: Literal["national_vote"]
    vote: Literal["president", "parliament", "referendum"]


class Reform(Dated):
    """A decision of the centre on how the heads of a tier are selected."""

    event: Literal["reform"]
    tier: Tier
    decision: Literal["pilot", "rollout", "stall", "rollback", "local_option"]
    selection: Selection
    share: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    """Share of the tier in a pilot; with `local_option`, how strongly the law invites superiors."""
    all_at_once: bool = False
    stratified: bool = False
    """A pilot spread evenly over kinds of unit and regions, as the decree's own list is."""


class Government(Dated):
    """A national government takes office; leaning -1 is the left, 1 the right."""

    event: Literal["government"]
    leaning: Leaning


class Recentralisation(Dated):
    """From this date on the centre claims back what regions decide, by so much (0: no more)."""

    event: Literal["recentralisation"]
    level: Share


class Shock(Dated):
    """A national shock; size 1 is the fuel price rise of January 2022 in Kazakhstan."""

    event: Literal["shock"]
    size: Annotated[float, Field(ge=0.0, le=10.0)]


class Rule(Dated):
    """A burdensome national rule."""

    event: Literal["rule"]
    burden: Annotated[float, Field(gt=0.0, le=10.0)]
    priority: Share


class Incident(Dated):
    """A local incident; salience 10 is where the centre begins to look."""

    event: Literal["incident"]
    where: str
    size: Size


Event = Annotated[
    NationalVote | Reform | Government | Recentralisation | Shock | Rule | Incident,
    Field(discriminator="event"),
]


class UnitRow(Strict):
    """One unit of a table. Empty cells are unknown."""

    code: str
    name: Annotated[str, Field(min_length=1)]
    kind: str
    parent: str | None = None
    population: Annotated[float, Field(ge=0.0)] | None = None
    urban_population: Annotated[float, Field(ge=0.0)] | None = None
    rent_dependence: Share | None = None
    development: Share | None = None
    competences: Share | None = None
    leaning: Leaning | None = None
    latitude: Annotated[float, Field(ge=-90.0, le=90.0)] | None = None
    longitude: Annotated[float, Field(ge=-180.0, le=180.0)] | None = None
    tile_column: Annotated[int, Field(ge=0)] | None = None
    tile_row: Annotated[int, Field(ge=0)] | None = None
    seat: bool = False
    founded: int | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    """Numbers of localities to generate, by column."""


class ScenarioSpec(Strict):
    """A scenario that has been validated."""

    title: str
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    start: Year
    until: Year
    units: UnitsSpec
    offices: Annotated[dict[str, Office], Field(min_length=1)]
    institutions: Institutions
    timeline: list[Event] = Field(default_factory=list)
    rows: tuple[UnitRow, ...] = ()
