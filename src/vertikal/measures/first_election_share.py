"""Share of units that have directly elected a head at least once."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import position, share_of, units_of, weights

__all__ = ["MEASURE"]


def first_election_share(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of units that have directly elected a head at least once.

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
    Share of units, unit 1, by `unit_weight` where the dataset has it. **0** means that no unit has
    voted yet. **Blind to** elections before the dataset opens, and to those taken away since.
    """
    units = units_of(data, ("unit_direct_elections",), tier, kind)
    held = units["unit_direct_elections"].isel(year=position(units, "year", year), drop=True) >= 1
    return share_of(held, weights(units))


MEASURE = Measure(
    name="first_election_share",
    needs=("unit_direct_elections", "unit_tier"),
    unit="1",
    label="Units that have voted",
    read=first_election_share,
    refs=(),
)
