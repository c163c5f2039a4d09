"""Share of contested acts of regions in which the centre has its way."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def centre_prevails_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of contested acts of regions in which the centre has its way.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Share, unit 1; NaN where the centre contested nothing. **1** means that it always prevails, in
    court or without. **Blind to** what it does not see or lets pass, and to suits that regions
    file.
    """
    prevailed = counted(data, "centre_prevailed", start, end)
    return per(prevailed, counted(data, "contested", start, end))


MEASURE = Measure(
    name="centre_prevails_share",
    needs=("contested", "centre_prevailed"),
    unit="1",
    label="Centre prevails",
    read=centre_prevails_share,
    refs=(),
)
