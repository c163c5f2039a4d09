"""Suits that regions file per year in one period, over those in another."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, months_in, per, span

__all__ = ["MEASURE"]


def suits_period_ratio(data: xr.Dataset, *, first: list[str], second: list[str]) -> xr.DataArray:
    """Suits that regions file per year in one period, over those in another.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    first, second
        First and last month of each period, e.g. `[2002-01, 2005-12]`.

    Returns
    -------
    Rate in the second / rate in the first, unit 1; NaN where no region sued in the first. **1**
    means no change.
    """
    return per(_monthly(data, "second", second), _monthly(data, "first", first))


def _monthly(data: xr.Dataset, option: str, months: list[str]) -> xr.DataArray:
    """Suits of regions per month of a period."""
    start, end = span(option, months)
    return counted(data, "sued", start, end) / months_in(data["sued"], start, end)


MEASURE = Measure(
    name="suits_period_ratio",
    needs=("sued",),
    unit="1",
    label="Change of litigation",
    read=suits_period_ratio,
    refs=(),
)
