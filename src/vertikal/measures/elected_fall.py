"""Fall of the share of units that elect their head, from its peak."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import ELECTED, share_of, units_of, weights

__all__ = ["MEASURE"]


def elected_fall(data: xr.Dataset, *, tier: str, kind: str | None = None) -> xr.DataArray:
    """Fall of the share of units that elect their head, from its peak.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Share points, unit 1: the largest share at any year-end minus the last, by `unit_weight` where
    the dataset has it. **0** means that as many elect as ever, or that none ever did. **Blind to**
    units that lose elections while others gain them.
    """
    units = units_of(data, ("unit_mode",), tier, kind)
    share = share_of(units["unit_mode"] >= ELECTED, weights(units))
    return share.max("year") - share.isel(year=-1, drop=True)


MEASURE = Measure(
    name="elected_fall",
    needs=("unit_mode", "unit_tier"),
    unit="1",
    label="Fall of elections",
    read=elected_fall,
    refs=(),
)
