"""Protest events a month, over the whole country."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def protests_per_month(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Protest events a month, over the whole country.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Events per month. **0** means none. Counts events, not people.
    """
    events = data["protests_peaceful"].astype(float) + data["protests_violent"]
    return period(events, start, end).sum("region").mean("time")


MEASURE = Measure(
    name="protests_per_month",
    needs=("protests_peaceful", "protests_violent"),
    unit="1/month",
    label="Protests a month",
    read=protests_per_month,
    refs=(),
)
