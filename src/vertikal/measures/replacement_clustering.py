"""Variance of monthly replacements of heads of regions divided by their mean."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]


def replacement_clustering(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Variance of monthly replacements of heads of regions divided by their mean.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Ratio, unit 1. **1** is what independent departures give; more means several at once.
    """
    left = period(data["removed"].astype(float) + data["rotated"], start, end).sum("region")
    return per(left.var("time"), left.mean("time"))


MEASURE = Measure(
    name="replacement_clustering",
    needs=("removed", "rotated"),
    unit="1",
    label="Clustering of replacements",
    read=replacement_clustering,
    refs=(),
)
