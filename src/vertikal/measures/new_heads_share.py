"""Share of direct elections that bring a new head."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def new_heads_share(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of direct elections that bring a new head.

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
    Share, unit 1; NaN where no election was held. **0** means every incumbent stays. **Blind to**
    whether the new head is an insider.
    """
    kept = tier_total(data, "incumbent_won", tier, start, end)
    return 1.0 - per(kept, tier_total(data, "direct_held", tier, start, end))


MEASURE = Measure(
    name="new_heads_share",
    needs=("incumbent_won", "direct_held"),
    unit="1",
    label="New heads",
    read=new_heads_share,
    refs=(),
)
