"""Suits in the busiest calendar year divided by those in the quietest."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]

MONTHS = 12
"""Months of a whole year."""


def suits_peak_ratio(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Suits in the busiest calendar year divided by those in the quietest.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Ratio, unit 1; NaN where some year had no suit at all. **1** means equally many every year.
    Years of which the period holds only some months are left out. Suits of both sides count.
    """
    suits = period(data["sued"].astype(float) + data["state_sued"], start, end).sum("region")
    calendar = suits["time"].values.astype("datetime64[Y]")
    years, months = np.unique(calendar, return_counts=True)
    whole = years[months == MONTHS]
    if whole.size == 0:
        message = f"suits_peak_ratio: {start} to {end} holds no whole calendar year"
        raise MeasureError(message)
    yearly = [suits.isel(time=np.flatnonzero(calendar == year)).sum("time") for year in whole]
    national = xr.concat(yearly, "year")
    return per(national.max("year"), national.min("year"))


MEASURE = Measure(
    name="suits_peak_ratio",
    needs=("sued", "state_sued"),
    unit="1",
    label="Peak of litigation",
    read=suits_peak_ratio,
    refs=(),
)
