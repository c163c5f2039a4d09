"""Shared steps of measures of alternation: whose camp the head is of, and how often one voted."""

from typing import NamedTuple

import numpy as np
import xarray as xr

from vertikal.measures._measure import MeasureError
from vertikal.measures._units import units_of, weights

__all__ = ["NEEDS", "OUTSIDER", "Camps", "camps_of", "elections_of", "later_position"]

NEEDS = ("unit_origin", "unit_direct_elections", "unit_tier")
"""What alternation is read from."""
OUTSIDER = 3
"""Code of `unit_origin` of a head who does not come from the ruling camp."""


class Camps(NamedTuple):
    """Whose camp the heads of a tier are of, at each year-end."""

    outside: xr.DataArray
    """True while the head is an outsider."""
    ever: xr.DataArray
    """True from the first outsider on."""
    weight: xr.DataArray


def camps_of(data: xr.Dataset, tier: str, kind: str | None) -> Camps:
    """Whether the ruling camp has lost a unit yet, and whether it holds it now."""
    units = units_of(data, ("unit_origin",), tier, kind)
    outside = units["unit_origin"] == OUTSIDER
    axis = outside.get_axis_num("year")
    ever = outside.copy(data=np.logical_or.accumulate(outside.values, axis))
    return Camps(outside, ever, weights(units))


def elections_of(data: xr.Dataset, tier: str, kind: str | None) -> xr.DataArray:
    """Direct elections that each unit held within each year; the first year shows none."""
    counts = units_of(data, ("unit_direct_elections",), tier, kind)["unit_direct_elections"]
    counts = counts.astype(np.int64)
    return (counts - counts.shift(year=1).fillna(counts)).clip(0).astype(np.int64)


def later_position(x: xr.Dataset | xr.DataArray, option: str, year: int) -> int:
    """Place of a year that has another before it: only then can one see what changed."""
    years = x["year"].values.astype(int).tolist()
    if year not in years[1:]:
        message = (
            f"{option} is {year!r}; must lie in {years[0] + 1} to {years[-1]}, since changes show "
            f"against the year before"
        )
        raise MeasureError(message)
    return int(years.index(year))
