"""Number of rollbacks of elections of a tier."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import tier_total

__all__ = ["MEASURE"]


def rollbacks(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Number of rollbacks of elections of a tier.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Count. **0** means that what was introduced stayed. **Blind to** how many posts each takes.
    """
    return tier_total(data, "rolled_back", tier, start, end)


MEASURE = Measure(
    name="rollbacks",
    needs=("rolled_back",),
    unit="1",
    label="Rollbacks",
    read=rollbacks,
    refs=(),
)
