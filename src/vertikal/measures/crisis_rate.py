"""Crises of the regime a year, over all histories."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]

MONTHS = 12.0


def crisis_rate(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Crises of the regime a year, over all histories.

    Parameters
    ----------
    data
        Dataset with `crisis`: 1 in a month in which the country is in the streets.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Months of crisis per year, one number over all histories: crises are too rare for one history to
    have a rate. **0** means none. **Blind to** what the regime does then.
    """
    return period(data["crisis"].astype(np.float64), start, end).mean() * MONTHS


MEASURE = Measure(
    name="crisis_rate",
    needs=("crisis",),
    unit="1/yr",
    label="Crises a year",
    read=crisis_rate,
    refs=("comparative.md S6.3 check 3",),
)
