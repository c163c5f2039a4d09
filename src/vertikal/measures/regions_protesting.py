"""Share of regions with at least one protest event in a period."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def regions_protesting(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of regions with at least one protest event in a period.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share of regions, unit 1. **1** means everywhere.
    """
    events = data["protests_peaceful"].astype(float) + data["protests_violent"]
    return (period(events, start, end).sum("time") > 0).mean("region")


MEASURE = Measure(
    name="regions_protesting",
    needs=("protests_peaceful", "protests_violent"),
    unit="1",
    label="Regions with protest",
    read=regions_protesting,
    refs=(),
)
