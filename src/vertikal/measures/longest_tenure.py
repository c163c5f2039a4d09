"""Longest time that any sitting head of a region has been in office."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def longest_tenure(data: xr.Dataset, *, at: str) -> xr.DataArray:
    """Longest time that any sitting head of a region has been in office.

    Parameters
    ----------
    data
        Dataset with `removed` and `rotated` by region.
    at
        Month in which one looks, `2024-09`.

    Returns
    -------
    Years since the region with the oldest head last changed hands. Bounded by the time the
    dataset covers: a head who was never replaced counts from its first month.
    """
    left = period(data["removed"].astype(float) + data["rotated"], None, at) > 0
    months = left.sizes["time"]
    since = xr.DataArray(np.arange(months), dims="time")
    last = xr.where(left, since, -1).max("time")
    return ((months - 1 - last) / 12.0).max("region")


MEASURE = Measure(
    name="longest_tenure",
    needs=("removed", "rotated"),
    unit="yr",
    label="Longest tenure",
    read=longest_tenure,
    refs=(),
)
