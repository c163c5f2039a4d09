"""Largest share of a country's adults who are ready to act at the same time."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def cascade_size(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Largest share of a country's adults who are ready to act at the same time.

    Parameters
    ----------
    data
        Dataset with `national_activism`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share of adults, unit 1, in the highest month of the period. **0** means that nobody ever was.
    **Blind to** how long it lasts, and to what ends it: a regime that answers early cuts it short.
    """
    return period(data["national_activism"].astype(np.float64), start, end).max("time")


MEASURE = Measure(
    name="cascade_size",
    needs=("national_activism",),
    unit="1",
    label="Largest cascade",
    read=cascade_size,
    refs=(
        "Granovetter (1978), AJS 83(6), 1420-1443",
        "Makowsky & Rubin (2013), PLoS ONE 8(11), e80380",
    ),
)
