"""Mean honesty of the last count in units whose head residents elect."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import ELECTED, mean_of_units, position, units_of, weights

__all__ = ["MEASURE"]


def count_honesty(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Mean honesty of the last count in units whose head residents elect.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    year
        The year at whose end units are read.
    kind
        Kind of units; None: all kinds of the tier.


    Returns
    -------
    Share, unit 1, by `unit_weight` where the dataset has it; NaN where nobody is elected. **1**
    means that all ballots were counted as cast. Needs the truth: only a simulated dataset has it.
    """
    units = units_of(data, ("unit_mode", "unit_honesty"), tier, kind)
    now = units.isel(year=position(units, "year", year), drop=True)
    return mean_of_units(
        now["unit_honesty"].astype(np.float64), now["unit_mode"] >= ELECTED, weights(units)
    )


MEASURE = Measure(
    name="count_honesty",
    needs=(
        "unit_mode",
        "unit_honesty",
        "unit_tier",
    ),
    unit="1",
    label="Honesty of counts",
    read=count_honesty,
    refs=(),
)
