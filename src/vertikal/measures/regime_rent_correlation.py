"""Correlation of the units' regime scores with dependence on transfers."""

import xarray as xr

from vertikal.measures._correlation import correlation
from vertikal.measures._measure import Measure
from vertikal.measures._regime import NEEDS, regime_scores
from vertikal.measures._units import position, units_of, weights

__all__ = ["MEASURE"]


def regime_rent_correlation(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Correlation of the units' regime scores with dependence on transfers.

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
    Correlation, -1 to 1, over units, by `unit_weight` where the dataset has it; NaN where scores or
    dependence do not vary. **0** means that money from above says nothing about the regime. **Blind
    to** causes: poor units are dependent units.
    """
    units = units_of(data, (*NEEDS[:-1], "unit_rent_dependence"), tier, kind)
    score = regime_scores(units.isel(year=position(units, "year", year), drop=True))
    return correlation(score, units["unit_rent_dependence"].astype(float), weights(units))


MEASURE = Measure(
    name="regime_rent_correlation",
    needs=(*NEEDS, "unit_rent_dependence"),
    unit="1",
    label="Rent and regime",
    read=regime_rent_correlation,
    refs=("comparative.md S3.1 fact 1",),
)
