"""Standard deviation of the units' regime scores."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._regime import NEEDS, regime_scores
from vertikal.measures._units import position, units_of, weights

__all__ = ["MEASURE"]


def regime_spread(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Standard deviation of the units' regime scores.

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
    Standard deviation, unit 1, by `unit_weight` where the dataset has it. **0** means that all
    units are ruled alike; at most 0.5. **Blind to** whether they are ruled well or badly.
    """
    units = units_of(data, NEEDS[:-1], tier, kind)
    score = regime_scores(units.isel(year=position(units, "year", year), drop=True))
    weight = weights(units)
    return score.weighted(weight).std("unit")


MEASURE = Measure(
    name="regime_spread",
    needs=NEEDS,
    unit="1",
    label="Spread of regimes",
    read=regime_spread,
    refs=(),
)
