"""Largest number of heads of a tier whom residents elected at any time."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import at_tier, period

__all__ = ["MEASURE"]


def posts_ever_elected(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Largest number of heads of a tier whom residents elected at any time.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district` or `locality`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Number of posts. **0** means that the tier was never elected.
    """
    return period(at_tier(data["heads_elected"], tier), start, end).max("time")


MEASURE = Measure(
    name="posts_ever_elected",
    needs=("heads_elected",),
    unit="1",
    label="Posts ever elected",
    read=posts_ever_elected,
    refs=(),
)
