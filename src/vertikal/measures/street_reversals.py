"""Number of national rules that the streets overturned."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def street_reversals(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Number of national rules that the streets overturned.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Count. **0** means that no rule fell to protest.
    """
    return period(data["street_reversal"].astype(float), start, end).sum("time")


MEASURE = Measure(
    name="street_reversals",
    needs=("street_reversal",),
    unit="1",
    label="Rules overturned by the streets",
    read=street_reversals,
    refs=(),
)
