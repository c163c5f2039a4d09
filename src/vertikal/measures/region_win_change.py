"""Change of the regions' share of verdicts from one period to another."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import span
from vertikal.measures.region_win_share import region_win_share

__all__ = ["MEASURE"]


def region_win_change(data: xr.Dataset, *, first: list[str], second: list[str]) -> xr.DataArray:
    """Change of the regions' share of verdicts from one period to another.

    Parameters
    ----------
    data
        Dataset with verdicts by region.
    first, second
        Periods, each a list of two months: `["2004-01", "2009-12"]`.

    Returns
    -------
    Share in the second period less that in the first, unit 1. **0** means no change. Blind to
    which cases were brought: parties who see the odds fall settle the weaker ones.
    """
    return _share(data, "second", second) - _share(data, "first", first)


def _share(data: xr.Dataset, option: str, months: list[str]) -> xr.DataArray:
    """Regions' share of verdicts in a period."""
    start, end = span(option, months)
    return region_win_share(data, start=start, end=end)


MEASURE = Measure(
    name="region_win_change",
    needs=("suits_won", "suits_lost"),
    unit="1",
    label="Change of the regions' share of verdicts",
    read=region_win_change,
    refs=("Filippetti et al. (2025), Const. Polit. Econ. 36",),
)
