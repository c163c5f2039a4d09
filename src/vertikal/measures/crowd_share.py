"""Participants on the largest day of protest as a share of adults."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def crowd_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Participants on the largest day of protest as a share of adults.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share of adults, unit 1: the largest month of the period.
    """
    adults = float(data["unit_adults"].values[data["unit_tier"].values == "region"].sum())
    return period(data["protesters"], start, end).sum("region").max("time") / adults


MEASURE = Measure(
    name="crowd_share",
    needs=("protesters", "unit_adults", "unit_tier"),
    unit="1",
    label="Largest crowd",
    read=crowd_share,
    refs=(),
)
