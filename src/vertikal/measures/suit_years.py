"""Mean time from suit to verdict, of suits that regions file."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def suit_years(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Mean time from suit to verdict, of suits that regions file.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Time, yr; NaN where no region sued. Suits count in the month in which they are filed, with the
    whole time they will take: verdicts after the end of the data are not cut off. **Blind to**
    suits that the centre brings.
    """
    days = counted(data, "suit_days", start, end)
    return per(days, counted(data, "sued", start, end)) / 365.25


MEASURE = Measure(
    name="suit_years",
    needs=("sued", "suit_days"),
    unit="yr",
    label="Length of a suit",
    read=suit_years,
    refs=(),
)
