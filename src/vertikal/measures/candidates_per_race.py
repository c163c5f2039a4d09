"""Registered candidates per direct election of a head."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def candidates_per_race(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Registered candidates per direct election of a head.

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
    Candidates per race, unit 1; NaN where no race was held. **Blind to** who stands behind them.
    """
    inside = tier_total(data, "candidates_inside", tier, start, end)
    outside = tier_total(data, "candidates_outside", tier, start, end)
    return per(inside + outside, tier_total(data, "direct_held", tier, start, end))


MEASURE = Measure(
    name="candidates_per_race",
    needs=("candidates_inside", "candidates_outside", "direct_held"),
    unit="1",
    label="Candidates per race",
    read=candidates_per_race,
    refs=(),
)
