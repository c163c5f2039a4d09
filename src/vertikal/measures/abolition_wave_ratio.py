"""Hazard of losing the election of the head in waves, over that in calm years."""

import xarray as xr

from vertikal.measures._alternation import later_position
from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._units import ELECTED, units_of, weights
from vertikal.measures._within import per

__all__ = ["MEASURE"]

PAIR = 2
"""Years that name a period."""


def abolition_wave_ratio(
    data: xr.Dataset,
    *,
    tier: str,
    waves: list[list[int]],
    calm: list[list[int]],
    kind: str | None = None,
) -> xr.DataArray:
    """Hazard of losing the election of the head in waves, over that in calm years.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    waves, calm
        Periods, each from a first to a last year, both included: [[2014, 2015], [2022, 2024]].
        A year belongs to the election that is there at the end of the year before and gone at its
        own end.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Ratio of two yearly hazards, unit 1: losses per unit that could lose, by `unit_weight` where the
    dataset has it; NaN where nothing was lost in calm years, or nobody had anything to lose. **1**
    means that waves are none; **0** that nothing was lost in them. **Blind to** elections that are
    lost and restored within a year.
    """
    units = units_of(data, ("unit_mode",), tier, kind)
    weight = weights(units)
    elected = units["unit_mode"] >= ELECTED
    before = elected.shift(year=1, fill_value=False)
    lost = xr.dot(before & ~elected, weight, dim="unit")
    able = xr.dot(before, weight, dim="unit")
    hazards = []
    for option, periods in (("waves", waves), ("calm", calm)):
        places = _places(units, option, periods)
        hazards.append(per(lost.isel(year=places).sum("year"), able.isel(year=places).sum("year")))
    return per(hazards[0], hazards[1])


def _places(units: xr.Dataset, option: str, periods: list[list[int]]) -> list[int]:
    """Places of the years of some periods, each once."""
    listed = isinstance(periods, (list, tuple)) and len(periods) > 0
    if not listed or not all(isinstance(p, (list, tuple)) and len(p) == PAIR for p in periods):
        message = f"{option} is {periods!r}; must be a list of periods, e.g. [[2014, 2015]]"
        raise MeasureError(message)
    places: set[int] = set()
    for first, last in periods:
        since, until = later_position(units, option, first), later_position(units, option, last)
        if until < since:
            message = f"{option} has {[first, last]}; the last year must not lie before the first"
            raise MeasureError(message)
        places.update(range(since, until + 1))
    return sorted(places)


MEASURE = Measure(
    name="abolition_wave_ratio",
    needs=("unit_mode", "unit_tier"),
    unit="1",
    label="Waves of abolition",
    read=abolition_wave_ratio,
    refs=(),
)
