"""Median time from a high-profile case to the dismissal."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def decision_days(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Median time from a high-profile case to the dismissal.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Days; NaN where nobody was dismissed.
    """
    days = period(data["case_days"], start, end)
    return days.where(days > 0).median(("time", "case"))


MEASURE = Measure(
    name="decision_days",
    needs=("case_days",),
    unit="day",
    label="Days to a dismissal",
    read=decision_days,
    refs=(),
)
