"""Share of direct elections that an outsider wins."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def outsider_won_share(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of direct elections that an outsider wins.

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
    Share, unit 1; NaN where no election was held. **0** means insiders only. An outsider has held
    no office and stands for no party of the centre.
    """
    won = tier_total(data, "outsider_won", tier, start, end)
    return per(won, tier_total(data, "direct_held", tier, start, end))


MEASURE = Measure(
    name="outsider_won_share",
    needs=("outsider_won", "direct_held"),
    unit="1",
    label="Outsiders among winners",
    read=outsider_won_share,
    refs=(),
)
