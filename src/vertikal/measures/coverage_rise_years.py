"""Time in which first elections spread from a tenth of the units to nine tenths."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import share_of, units_of, weights
from vertikal.measures._within import per

__all__ = ["MEASURE"]

LOW, HIGH = 0.1, 0.9
"""Coverage from which, and to which, the rise is timed."""
ROUNDING = 1e-9
"""A share that misses a level by less has reached it."""


def coverage_rise_years(data: xr.Dataset, *, tier: str, kind: str | None = None) -> xr.DataArray:
    """Time in which first elections spread from a tenth of the units to nine tenths.

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
    Time, yr, from linear interpolation between year-ends of `first_election_share`; NaN where the
    share does not get that far, or has passed a tenth when the dataset opens. **0** cannot be: a
    spread within a year reads as four fifths of it.
    """
    units = units_of(data, ("unit_direct_elections",), tier, kind)
    share = share_of(units["unit_direct_elections"] >= 1, weights(units))
    return _crossing(share, HIGH) - _crossing(share, LOW)


def _crossing(share: xr.DataArray, level: float) -> xr.DataArray:
    """Year at which a share that never falls crosses a level, interpolated; NaN if not seen."""
    before = (share < level - ROUNDING).sum("year")
    seen = (before > 0) & (before < share.sizes["year"])
    after = before.where(seen, 1)
    years = share["year"].astype(float)
    low, high = share.isel(year=after - 1, drop=True), share.isel(year=after, drop=True)
    since, until = years[after - 1].drop_vars("year"), years[after].drop_vars("year")
    return (since + (until - since) * per(level - low, high - low)).where(seen)


MEASURE = Measure(
    name="coverage_rise_years",
    needs=("unit_direct_elections", "unit_tier"),
    unit="yr",
    label="Spread of first elections",
    read=coverage_rise_years,
    refs=(),
)
