"""Declared ballots of a national vote as a share of all adults."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import at_vote

__all__ = ["MEASURE"]


def national_turnout(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Declared ballots of a national vote as a share of all adults.

    Parameters
    ----------
    data
        Dataset with `national_turnout` by region.
    vote
        Name of the national vote.

    Returns
    -------
    Share of adults, unit 1. **0** means nobody came. **Blind to** falsification.
    """
    turnout = at_vote(data, vote)
    regions = data["unit_tier"].values == "region"
    adults = xr.DataArray(data["unit_adults"].values[regions], dims="region")
    return (turnout * adults).sum("region") / float(adults.sum())


MEASURE = Measure(
    name="national_turnout",
    needs=("national_turnout", "vote_month", "unit_adults", "unit_tier"),
    unit="1",
    label="National turnout",
    read=national_turnout,
    refs=(),
)
