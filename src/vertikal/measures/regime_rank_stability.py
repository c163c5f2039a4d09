"""Spearman correlation of the units' regime scores in two years."""

import xarray as xr

from vertikal.measures._correlation import correlation, mean_ranks
from vertikal.measures._measure import Measure
from vertikal.measures._regime import NEEDS, regime_scores
from vertikal.measures._units import position, units_of

__all__ = ["MEASURE"]


def regime_rank_stability(
    data: xr.Dataset, *, tier: str, first_year: int, last_year: int, kind: str | None = None
) -> xr.DataArray:
    """Spearman correlation of the units' regime scores in two years.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    first_year, last_year
        The two years that are compared.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Correlation of ranks, -1 to 1, over the units of the dataset, each counted once; units with
    equal scores share a rank. NaN where all score the same in either year. **0** means that a
    unit's place in the first year says nothing about that in the last. **Blind to** a rise or fall
    of all.
    """
    units = units_of(data, NEEDS[:-1], tier, kind)
    score = regime_scores(units)
    early, late = (
        mean_ranks(score.isel(year=position(units, option, year), drop=True))
        for option, year in (("first_year", first_year), ("last_year", last_year))
    )
    return correlation(early, late, xr.ones_like(units["unit"], dtype=float))


MEASURE = Measure(
    name="regime_rank_stability",
    needs=NEEDS,
    unit="1",
    label="Stability of regime ranks",
    read=regime_rank_stability,
    refs=("comparative.md S3.1 fact 3",),
)
