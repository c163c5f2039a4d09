"""Share of histories in which the pilot lies above the mean of all units."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._pilot import pilot_of
from vertikal.measures._units import mean_of_units

__all__ = ["MEASURE"]

ROUNDING = 1e-12
"""Means that differ by less are equal."""


def pilot_selection_share(
    data: xr.Dataset, *, tier: str, attribute: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of histories in which the pilot lies above the mean of all units.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    attribute
        What pilots may be chosen by: `development`, `anonymity` or `remoteness`.
    year
        The year at whose end the pilot is looked at.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Share of members, unit 1, without a dimension for members; 0 or 1 if the dataset is one history.
    Members without a pilot at that time are left out; NaN if that is all. **0.5** means chosen at
    random. Means go by `unit_weight` where the dataset has it. **Blind to** how far above.
    """
    lot = pilot_of(data, tier, attribute, year, kind)
    everywhere = xr.ones_like(lot.chosen)
    mean, other = (
        mean_of_units(lot.attribute, where, lot.weight) for where in (lot.chosen, everywhere)
    )
    higher = (mean - other > ROUNDING).where(mean.notnull())
    return higher.astype(float).mean()


MEASURE = Measure(
    name="pilot_selection_share",
    needs=("unit_in_pilot", "unit_tier"),
    unit="1",
    label="Selective pilots",
    read=pilot_selection_share,
    refs=(),
)
