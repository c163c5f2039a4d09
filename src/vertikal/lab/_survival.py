"""How long a ruling party keeps its units: curves with intervals, hazards, who never alternated."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal.lab._years import from_to
from vertikal.measures import MeasureError

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.measures._survival import Curve

__all__ = ["Rate", "Step", "Survival", "survival"]

PERIODS = 6
"""Years in a period for which a hazard is given."""
TENURES = ((1, 3), (4, 6), (7, 12), (13, 24), (25, 99))
"""Years that a camp has held a unit."""


@dataclass(frozen=True)
class Step:
    """Units still held after some elections or years."""

    after: int
    at_risk: int
    lost: int
    survival: float
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on; what is not defined is null."""
        return {k: None if v != v else v for k, v in asdict(self).items()}  # noqa: PLR0124 - NaN


@dataclass(frozen=True)
class Rate:
    """Losses per chance to lose, in a period or at a tenure."""

    first: int
    last: int
    lost: int
    chances: int
    rate: float
    low: float
    high: float
    """95 % interval (Wilson 1927)."""

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return from_to(asdict(self))


@dataclass(frozen=True)
class Survival:
    """How a ruling party has kept the units of a tier."""

    since: int
    until: int
    units: int
    """Units that it held at the start."""
    by_election: tuple[Step, ...]
    by_year: tuple[Step, ...]
    median_years: float
    """Infinite if fewer than half were lost."""
    hazard: tuple[Rate, ...]
    """First losses per election, by period."""
    tenure: tuple[Rate, ...]
    """Changes of camp per unit and year, by how long the camp has held the unit."""
    never: dict[int, int]
    """Units never lost, at the end of each year in which that changed."""

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        rows = {
            k: [x.as_json() for x in getattr(self, k)]
            for k in ("by_election", "by_year", "hazard", "tenure")
        }
        median = None if np.isinf(self.median_years) else self.median_years
        never = {str(year): left for year, left in self.never.items()}
        return {
            **{k: getattr(self, k) for k in ("since", "until", "units")},
            **rows,
            "median_years": median,
            "never": never,
        }


def survival(data: "xr.Dataset", tier: str, since: int) -> Survival:
    """How long the ruling camp kept its units, in one observed history.

    Parameters
    ----------
    data
        `unit_origin`, `unit_direct_elections` and `unit_tier`, without members.
    tier
        Name of the tier.
    since
        First year that counts; not the dataset's first.

    Raises
    ------
    MeasureError
        If the year does not fit, or the dataset has several histories.
    """
    from vertikal.measures._alternation import (  # noqa: PLC0415
        camps_of,
        elections_of,
        later_position,
    )
    from vertikal.measures._survival import first_loss, kaplan_meier  # noqa: PLC0415

    if left := [str(d) for d in data["unit_origin"].dims if d not in ("year", "unit")]:
        message = f"survival reads one history; choose one {', '.join(left)}"
        raise MeasureError(message)
    outside = camps_of(data, tier, None).outside.transpose("year", "unit").values
    held = elections_of(data, tier, None).transpose("year", "unit").values
    start = later_position(data, "since", since)
    years, lost = first_loss(outside, start - 1)
    stood = years > 0
    until = np.where(lost, start + years, len(outside))
    t = np.arange(len(outside))[:, None]
    own = held * ((t >= start) & (t < until))
    votes = own.sum(0)
    voted = stood & (votes > 0)
    by_year = kaplan_meier(years[stood], lost[stood])
    calendar = data["year"].values.astype(int)
    return Survival(
        since,
        int(calendar[-1]),
        int(stood.sum()),
        tuple(_steps(kaplan_meier(votes[voted], lost[voted]))),
        tuple(s for s in _steps(by_year) if s.lost),
        by_year.median,
        tuple(_hazards(own[:, stood], years[stood], lost[stood], start, calendar)),
        tuple(_by_tenure(outside, held)),
        _never(outside, calendar, start),
    )


def _steps(curve: "Curve") -> Iterator[Step]:
    for time, at_risk, events, *values in zip(*curve, strict=True):
        yield Step(int(time), int(at_risk), int(events), *map(float, values))


def _rate(first: int, last: int, lost: int, chances: int) -> Rate:
    from scipy.stats import binomtest  # noqa: PLC0415 - scipy is slow to import

    band = binomtest(lost, chances).proportion_ci(method="wilson")
    return Rate(first, last, lost, chances, lost / chances, float(band.low), float(band.high))


def _hazards(
    votes: np.ndarray, years: np.ndarray, lost: np.ndarray, start: int, calendar: np.ndarray
) -> Iterator[Rate]:
    """First losses per election of units not yet lost, by period."""
    when = np.where(lost, start + years - 1, -1)
    for a in range(start, len(calendar), PERIODS):
        b = min(a + PERIODS, len(calendar))
        chances = int(votes[a:b].sum())
        if chances:
            events = int(((when >= a) & (when < b)).sum())
            yield _rate(int(calendar[a]), int(calendar[b - 1]), min(events, chances), chances)


def _by_tenure(outside: np.ndarray, held: np.ndarray) -> Iterator[Rate]:
    """Changes of camp per unit and year, from a unit's first election on."""
    from vertikal.measures.tenure_hazard import _tenure  # noqa: PLC0415

    tenure = _tenure(outside)[:-1]
    known = np.cumsum(held, 0)[:-1] > 0
    turned = outside[1:] != outside[:-1]
    for first, last in TENURES:
        asked = known & (tenure >= first) & (tenure <= last)
        if asked.any():
            yield _rate(first, last, int((turned & asked).sum()), int(asked.sum()))


def _never(outside: np.ndarray, calendar: np.ndarray, start: int) -> dict[int, int]:
    """Units never lost by the end of each year, where that changed."""
    left = (~np.logical_or.accumulate(outside, 0)).sum(1)
    changed = [t for t in range(start - 1, len(left)) if t == start - 1 or left[t] != left[t - 1]]
    return {int(calendar[t]): int(left[t]) for t in changed}
