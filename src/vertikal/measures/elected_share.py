"""Share of units whose heads residents elect."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import ELECTED, position, share_of, units_of, weights

__all__ = ["MEASURE"]


def elected_share(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of units whose heads residents elect.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    year
        The year at whose end units are counted.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Share of units, unit 1, by `unit_weight` where the dataset has it. **0** means that all heads
    are appointed or chosen by assemblies. **Blind to** whether the elections are contested or
    honest.
    """
    units = units_of(data, ("unit_mode",), tier, kind)
    elected = units["unit_mode"].isel(year=position(units, "year", year), drop=True) >= ELECTED
    return share_of(elected, weights(units))


MEASURE = Measure(
    name="elected_share",
    needs=("unit_mode", "unit_tier"),
    unit="1",
    label="Units that elect their head",
    read=elected_share,
    refs=(),
)
