"""Score a dataset against published facts, beside a null model."""

import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal import measures
from vertikal.scenario import Fact

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ScoreCard", "ScoredFact", "score"]

HALF = 0.5
"""A quantity that fewer members have than this has no median worth comparing."""
BAND = (0.05, 0.95)
"""Quantiles of the simulated band."""


@dataclass(frozen=True)
class ScoredFact:
    """One row of a score card."""

    id: str
    quantity: str
    unit: str
    grade: str
    observed: float | str
    band: tuple[float, float]
    median: float | None
    low: float | None
    high: float | None
    passes: bool | None
    null_passes: bool | None
    scored: bool
    in_sample: bool
    """True if a parameter or an input was set with this fact: then a pass is no evidence."""
    happened: float | None
    """Share of members in which the quantity could be read at all."""
    source: str
    why_not: str
    """Why the fact is not scored; empty if it is."""


@dataclass(frozen=True)
class ScoreCard:
    """All facts of a scenario, and how many of them the model and the null model pass."""

    scenario: str
    members: int
    seed: int
    facts: tuple[ScoredFact, ...]

    @property
    def scored(self) -> int:
        """Facts that count."""
        return sum(f.scored for f in self.facts)

    @property
    def passed(self) -> int:
        """Facts that count and that the model passes."""
        return sum(bool(f.scored and f.passes) for f in self.facts)

    @property
    def null_passed(self) -> int:
        """Facts that count and that the null model passes."""
        return sum(bool(f.scored and f.null_passes) for f in self.facts)

    @property
    def evidence(self) -> int:
        """Facts out of sample that the model passes and the null model fails."""
        return sum(
            bool(f.scored and f.passes and f.null_passes is False and not f.in_sample)
            for f in self.facts
        )

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return {
            "scenario": self.scenario,
            "members": self.members,
            "seed": self.seed,
            "facts": [{**asdict(f), "band": list(f.band)} for f in self.facts],
            "passed": self.passed,
            "scored": self.scored,
            "null_passed": self.null_passed,
            "evidence": self.evidence,
        }


def score(data: "xr.Dataset", facts: Sequence[Fact], null: "xr.Dataset | None" = None) -> ScoreCard:
    """Read every fact off the dataset with its own measure.

    A fact passes if the simulated median lies in its band. A fact whose period or vote the run
    does not cover is not scored, and the card says so.
    """
    rows = tuple(_row(data, fact, null) for fact in facts)
    return ScoreCard(
        str(data.attrs.get("scenario", "")),
        int(data.sizes.get("member", 1)),
        int(data.attrs.get("seed", 0)),
        rows,
    )


def _row(data: "xr.Dataset", fact: Fact, null: "xr.Dataset | None") -> ScoredFact:
    reading, why_not = None, fact.unscored or ""
    if fact.measure is not None:
        reading, why = _read(data, fact)
        why_not = why_not or why
    if not why_not and fact.grade == "C":
        why_not = "grade C: single or second-hand source"
    passes = None if reading is None else _agrees(reading[1], fact)
    null_passes = None
    if null is not None and fact.measure is not None and reading is not None:
        null_reading, _ = _read(null, fact)
        null_passes = None if null_reading is None else _agrees(null_reading[1], fact)
    return ScoredFact(
        id=fact.id,
        quantity=fact.quantity,
        unit=fact.unit,
        grade=fact.grade,
        observed=fact.observed,
        band=(fact.band[0], fact.band[1]),
        median=None if reading is None else reading[1],
        low=None if reading is None else reading[0],
        high=None if reading is None else reading[2],
        passes=passes,
        null_passes=null_passes,
        scored=fact.scored and reading is not None,
        in_sample=fact.sets is not None,
        happened=None if reading is None else reading[3],
        source=fact.source,
        why_not=why_not,
    )


def _agrees(median: float, fact: Fact) -> bool:
    return bool(fact.band[0] <= median <= fact.band[1])


def _read(data: "xr.Dataset", fact: Fact) -> tuple[tuple[float, float, float, float] | None, str]:
    """Low, median, high and share of members that have it; None and why if it cannot be read."""
    try:
        values = measures.load(str(fact.measure))(data, **fact.options)
    except measures.MeasureError as error:
        return None, str(error)
    numbers = np.asarray(values, float).ravel()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN: handled in the next line
        low, median, high = np.nanquantile(numbers, [BAND[0], 0.5, BAND[1]])
    if np.isnan(median):
        return None, "did not happen in any member"
    happened = float(np.mean(~np.isnan(numbers)))
    if happened < HALF:
        return None, f"happened in {100 * happened:.0f} % of members only: no median"
    return (float(low), float(median), float(high), happened), ""
