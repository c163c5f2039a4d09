"""Score datasets against published facts, beside a null model."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from vertikal import measures
from vertikal.scenario import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

__all__ = ["ScoreCard", "ScoredFact", "Tally", "score", "tally"]

HALF = 0.5
"""A quantity that fewer members have than this has no median worth comparing."""
BAND = (0.05, 0.95)
"""Quantiles of the simulated band."""
UNCHANGED = {"difference": 0.0, "ratio": 1.0}
"""What a comparison of two worlds gives where no mechanism carries the change."""


class _Reading(NamedTuple):
    """What is read off all members; no median where the quantity mostly did not happen."""

    low: float | None
    median: float | None
    high: float | None
    happened: float
    """Share of members that have it."""


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
    world: str = ""
    """What is changed in the world in which the measure is read; empty: nothing."""
    versus: str | None = None
    """How the reading is compared with that of the world as it is: `difference` or `ratio`."""

    @property
    def is_evidence(self) -> bool:
        """True if the model passes out of sample, and the null model fails."""
        return bool(
            self.scored and self.passes and self.null_passes is False and not self.in_sample
        )


@dataclass(frozen=True)
class Tally:
    """Counts of scored facts."""

    scored: int
    passed: int
    null_passed: int
    in_sample: int
    evidence: int

    @property
    def share(self) -> float | None:
        """Share that the model passes; None if nothing is scored."""
        return self.passed / self.scored if self.scored else None

    @property
    def null_share(self) -> float | None:
        """Share that the null model passes; None if nothing is scored."""
        return self.null_passed / self.scored if self.scored else None

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return {**asdict(self), "share": self.share, "null_share": self.null_share}


def tally(facts: Iterable[ScoredFact]) -> Tally:
    """Count the facts that are scored, of one scenario or of many."""
    counted = [f for f in facts if f.scored]
    return Tally(
        scored=len(counted),
        passed=sum(bool(f.passes) for f in counted),
        null_passed=sum(bool(f.null_passes) for f in counted),
        in_sample=sum(f.in_sample for f in counted),
        evidence=sum(f.is_evidence for f in counted),
    )


@dataclass(frozen=True)
class ScoreCard:
    """All facts of a scenario, and how many of them the model and the null model pass."""

    scenario: str
    members: int
    seed: int
    facts: tuple[ScoredFact, ...]

    @property
    def tally(self) -> Tally:
        """How many facts count, and who passes them."""
        return tally(self.facts)

    @property
    def scored(self) -> int:
        """Facts that count."""
        return self.tally.scored

    @property
    def passed(self) -> int:
        """Facts that count and that the model passes."""
        return self.tally.passed

    @property
    def null_passed(self) -> int:
        """Facts that count and that the null model passes."""
        return self.tally.null_passed

    @property
    def evidence(self) -> int:
        """Facts out of sample that the model passes and the null model fails."""
        return self.tally.evidence

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
            "in_sample": self.tally.in_sample,
        }


def score(
    data: "xr.Dataset",
    facts: Sequence[Fact],
    null: "xr.Dataset | None" = None,
    worlds: "Mapping[str, xr.Dataset]" = MappingProxyType({}),
) -> ScoreCard:
    """Read every fact off the dataset with its own measure.

    A fact passes if the simulated median lies in its band. One that happens in fewer than half of
    the histories has no median, and is missed. A fact whose period or vote the run does not cover
    is not scored, and the card says so.

    Parameters
    ----------
    data
        The world as it is.
    facts
        What was observed.
    null
        Dataset of the null model, if there is one. It knows no mechanisms, so it is the same in
        every changed world.
    worlds
        Datasets of changed worlds, by `Fact.world`: same seed, same members.

    Returns
    -------
    The card, a row a fact, in their order.
    """
    rows = tuple(_row(data, fact, null, worlds) for fact in facts)
    return ScoreCard(
        str(data.attrs.get("scenario", "")),
        int(data.sizes.get("member", 1)),
        int(data.attrs.get("seed", 0)),
        rows,
    )


def _row(
    data: "xr.Dataset",
    fact: Fact,
    null: "xr.Dataset | None",
    worlds: "Mapping[str, xr.Dataset]",
) -> ScoredFact:
    reading, why_not = None, fact.unscored or ""
    if fact.measure is not None:
        reading, why = _read(data, fact, worlds)
        why_not = why_not or why
    if not why_not and fact.grade == "C":
        why_not = "grade C: single or second-hand source"
    null_passes = None
    if null is not None and fact.measure is not None and reading is not None:
        null_passes = _null_passes(null, fact)
    return ScoredFact(
        id=fact.id,
        quantity=fact.quantity,
        unit=fact.unit,
        grade=fact.grade,
        observed=fact.observed,
        band=(fact.band[0], fact.band[1]),
        median=None if reading is None else reading.median,
        low=None if reading is None else reading.low,
        high=None if reading is None else reading.high,
        passes=None if reading is None else _agrees(reading, fact),
        null_passes=null_passes,
        scored=fact.scored and reading is not None,
        in_sample=fact.sets is not None,
        happened=None if reading is None else reading.happened,
        source=fact.source,
        why_not=why_not,
        world=fact.world,
        versus=fact.versus,
    )


def _null_passes(null: "xr.Dataset", fact: Fact) -> bool | None:
    """Read the null; None if it has nothing to read. A changed world changes nothing in it."""
    if fact.versus is not None:
        same = UNCHANGED[fact.versus]
        return _agrees(_Reading(same, same, same, 1.0), fact)
    reading, _ = _summary(lambda: _measured(null, fact))
    return None if reading is None else _agrees(reading, fact)


def _agrees(reading: "_Reading", fact: Fact) -> bool:
    """True if the median lies in the band; what mostly does not happen agrees with nothing."""
    return reading.median is not None and bool(fact.band[0] <= reading.median <= fact.band[1])


def _measured(data: "xr.Dataset", fact: Fact) -> "xr.DataArray":
    return measures.load(str(fact.measure))(data, **fact.options)


def _read(
    data: "xr.Dataset", fact: Fact, worlds: "Mapping[str, xr.Dataset]"
) -> tuple["_Reading | None", str]:
    """Read a fact; None and why if the dataset has no room for it."""
    if fact.world and fact.world not in worlds:
        return None, f"is read in a changed world ({fact.world}), which `vertikal score` simulates"
    there = worlds[fact.world] if fact.world else data
    if fact.versus is None:
        return _summary(lambda: _measured(there, fact))
    how = fact.versus
    return _summary(lambda: _compared(_measured(there, fact), _measured(data, fact), how))


def _compared(there: "xr.DataArray", here: "xr.DataArray", versus: str) -> np.ndarray:
    """Compare two readings, member by member if both have members, else their medians."""
    a, b = np.asarray(there, float), np.asarray(here, float)
    if "member" not in there.dims or there.dims != here.dims or a.shape != b.shape:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN: did not happen
            a, b = np.nanmedian(a), np.nanmedian(b)
    if versus == "difference":
        return np.asarray(a - b)
    return np.divide(a, b, out=np.full(np.shape(b), np.nan), where=np.asarray(b) != 0.0)


def _summary(read: "Callable[[], xr.DataArray | np.ndarray]") -> tuple["_Reading | None", str]:
    try:
        values = read()
    except measures.MeasureError as error:
        return None, str(error)
    numbers = np.asarray(values, float).ravel()
    happened = float(np.mean(~np.isnan(numbers)))
    if happened < HALF:
        return _Reading(None, None, None, happened), ""
    low, median, high = np.nanquantile(numbers, [BAND[0], 0.5, BAND[1]])
    return _Reading(float(low), float(median), float(high), happened), ""
