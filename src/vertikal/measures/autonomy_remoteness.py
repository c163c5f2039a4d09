"""Correlation of remoteness with the year in which autonomy falls below half of its peak."""

import numpy as np
import xarray as xr

from vertikal.measures._correlation import correlation
from vertikal.measures._measure import Measure
from vertikal.measures._units import ELECTED, units_of, weights

__all__ = ["MEASURE"]

HALF = 0.5
"""Share of its peak below which autonomy counts as lost."""


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
    remoteness = units["unit_remoteness"].astype(float)
    return correlation(remoteness, year.drop_vars("year"), weights(units) * elected)


MEASURE = Measure(
    name="autonomy_remoteness",
    needs=("unit_autonomy", "unit_mode", "unit_remoteness", "unit_tier"),
    unit="1",
    label="Remoteness and autonomy",
    read=autonomy_remoteness,
    refs=(),
)
