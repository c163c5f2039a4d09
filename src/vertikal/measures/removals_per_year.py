"""Heads of a tier removed over incidents, a year."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import months_in, tier_total

__all__ = ["MEASURE"]


def removals_per_year(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Heads of a tier removed over incidents, a year.

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
    Removals per year, unit 1/yr. **0** means none. **Blind to** ordinary rotation.
    """
    years = months_in(data["heads_removed"], start, end) / 12.0
    return tier_total(data, "heads_removed", tier, start, end) / years


MEASURE = Measure(
    name="removals_per_year",
    needs=("heads_removed",),
    unit="1/yr",
    label="Heads removed a year",
    read=removals_per_year,
    refs=(),
)
