"""Correlation of remoteness with the year in which autonomy falls below half of its peak."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import ELECTED, mean_of_units, units_of, weights

__all__ = ["MEASURE"]

HALF = 0.5
"""Share of its peak below which autonomy counts as lost."""
ROUNDING = 1e-12
"""Variances below this are rounding."""


def autonomy_remoteness(data: xr.Dataset, *, tier: str, kind: str | None = None) -> xr.DataArray:
    """Correlation of remoteness with the year in which autonomy falls below half of its peak.

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
    Correlation, -1 to 1, over the units that ever elect their head, by `unit_weight` where the
    dataset has it; a unit whose autonomy never falls so far gets the year after the last. NaN where
    all have the same year or the same remoteness. **0** means that distance does not matter;
    above 0, the remote keep autonomy longer. **Blind to** how far it falls below half.
    """
    units = units_of(data, ("unit_autonomy", "unit_mode", "unit_remoteness"), tier, kind)
    autonomy = units["unit_autonomy"].astype(float)
    axis = autonomy.get_axis_num("year")
    peak = autonomy.copy(data=np.maximum.accumulate(autonomy.values, axis))
    fallen = autonomy < HALF * peak
    years = units["year"].astype(float)
    year = years[fallen.argmax("year")].drop_vars("year").where(fallen.any("year"), years[-1] + 1)
    elected = (units["unit_mode"] >= ELECTED).any("year")
    return _correlation(units["unit_remoteness"], year.drop_vars("year"), elected, weights(units))


def _correlation(
    x: xr.DataArray, y: xr.DataArray, where: xr.DataArray, weight: xr.DataArray
) -> xr.DataArray:
    """Weighted correlation over the units of a mask; NaN where either does not vary."""
    x = x - mean_of_units(x.astype(float), where, weight)
    y = y - mean_of_units(y, where, weight)
    xx, yy = mean_of_units(x**2, where, weight), mean_of_units(y**2, where, weight)
    both = np.sqrt(xx.where(xx > ROUNDING) * yy.where(yy > ROUNDING))
    return mean_of_units(x * y, where, weight) / both


MEASURE = Measure(
    name="autonomy_remoteness",
    needs=("unit_autonomy", "unit_mode", "unit_remoteness", "unit_tier"),
    unit="1",
    label="Remoteness and autonomy",
    read=autonomy_remoteness,
    refs=(),
)
