"""Mean number of adults in a pilot unit."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def pilot_size(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Mean number of adults in a pilot unit.

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
    Adults per unit; NaN where there was no pilot. **Blind to** why a place was chosen.
    """
    adults = tier_total(data, "pilot_adults", tier, start, end)
    return per(adults, tier_total(data, "piloted", tier, start, end))


MEASURE = Measure(
    name="pilot_size",
    needs=("pilot_adults", "piloted"),
    unit="person",
    label="Adults per pilot unit",
    read=pilot_size,
    refs=(),
)
