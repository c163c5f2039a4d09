"""Fall of the autonomy of elected heads from its peak, as a share of the peak."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import ELECTED, mean_of_units, units_of, weights
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def autonomy_fall(data: xr.Dataset, *, tier: str, kind: str | None = None) -> xr.DataArray:
    """Fall of the autonomy of elected heads from its peak, as a share of the peak.

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
    Share, unit 1; NaN where residents elect no head in any year. **0** means that autonomy stands
    at its peak. The mean is taken over the units that elect at the end of each year, by
    `unit_weight` where the dataset has it; the last value is that of the last such year. **Blind
    to** who is elected when: units that join with less autonomy lower the mean as well.
    """
    units = units_of(data, ("unit_autonomy", "unit_mode"), tier, kind)
    elected = units["unit_mode"] >= ELECTED
    mean = mean_of_units(units["unit_autonomy"], elected, weights(units))
    there = mean.notnull()
    final = mean.sizes["year"] - 1 - there.isel(year=slice(None, None, -1)).argmax("year")
    peak = mean.max("year")
    return per(peak - mean.isel(year=final, drop=True), peak)


MEASURE = Measure(
    name="autonomy_fall",
    needs=("unit_autonomy", "unit_mode", "unit_tier"),
    unit="1",
    label="Fall of autonomy",
    read=autonomy_fall,
    refs=(),
)
