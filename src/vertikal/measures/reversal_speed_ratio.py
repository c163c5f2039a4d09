"""Median delay of quietly slowed rules divided by the median lag of street reversals."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]


def reversal_speed_ratio(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Median delay of quietly slowed rules divided by the median lag of street reversals.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Ratio, unit 1; NaN where one of the two did not happen. **1** means no difference.
    """
    slow = period(data["slow_days"], start, end)
    street = period(data["street_days"], start, end)
    quiet = slow.where(slow > 0).median(("time", "region"))
    return per(quiet, street.where(street > 0).median("time"))


MEASURE = Measure(
    name="reversal_speed_ratio",
    needs=("slow_days", "street_days"),
    unit="1",
    label="Two speeds of reversal",
    read=reversal_speed_ratio,
    refs=(),
)
