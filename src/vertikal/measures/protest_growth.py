"""Protest rate of a later period divided by that of an earlier one."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]


def protest_growth(data: xr.Dataset, *, early: list[str], late: list[str]) -> xr.DataArray:
    """Protest rate of a later period divided by that of an earlier one.

    Parameters
    ----------
    data
        Dataset with protest events by region.
    early, late
        First and last month of each period, e.g. `[2018-01, 2020-08]`.

    Returns
    -------
    Ratio, unit 1; NaN where the earlier period had no protest. **1** means no change.
    """
    events = data["protests_peaceful"].astype(float) + data["protests_violent"]
    national = events.sum("region")
    before = period(national, early[0], early[1]).mean("time")
    return per(period(national, late[0], late[1]).mean("time"), before)


MEASURE = Measure(
    name="protest_growth",
    needs=("protests_peaceful", "protests_violent"),
    unit="1",
    label="Growth of protest",
    read=protest_growth,
    refs=(),
)
