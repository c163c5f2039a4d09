"""Share of regions whose head was replaced in a month, or within a few."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def replaced_in_month(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of regions whose head was replaced in a month, or within a few.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share of regions, unit 1. **0** means that nobody left.
    """
    left = period(data["removed"].astype(float) + data["rotated"], start, end)
    return (left.sum("time") > 0).mean("region")


MEASURE = Measure(
    name="replaced_in_month",
    needs=("removed", "rotated"),
    unit="1",
    label="Regions with a new head",
    read=replaced_in_month,
    refs=(),
)
