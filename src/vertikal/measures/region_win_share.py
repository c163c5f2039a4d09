"""Share of verdicts that go to the region, of suits that regions file."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def region_win_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of verdicts that go to the region, of suits that regions file.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Share, unit 1, by date of verdict; NaN where there was no verdict. **0** means that regions
    always lose. **Blind to** suits that the centre brings, and to which cases are brought at all:
    where only hopeless cases are settled, regions win more.
    """
    won = counted(data, "suits_won", start, end)
    return per(won, won + counted(data, "suits_lost", start, end))


MEASURE = Measure(
    name="region_win_share",
    needs=("suits_won", "suits_lost"),
    unit="1",
    label="Suits won by regions",
    read=region_win_share,
    refs=(),
)
