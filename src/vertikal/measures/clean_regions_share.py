"""Share of regions where hardly a voter is at a station with turnout above 90 %."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, returns_of, voters_at_high_turnout

__all__ = ["MEASURE"]

CLEAN = 0.02
"""Share of a region's voters at stations with turnout above 90 % below which it is called clean."""


def clean_regions_share(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Share of regions where hardly a voter is at a station with turnout above 90 %.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of regions that voted, unit 1: those with less than 2 % of registered voters at such
    stations. **0** means none. **Blind to** counts that stop below 90 %.
    """
    returns = returns_of(data, vote)
    share = returns.regional(voters_at_high_turnout(returns))
    return (share < CLEAN).where(share.notnull()).mean("region")


MEASURE = Measure(
    name="clean_regions_share",
    needs=NEEDS,
    unit="1",
    label="Clean regions",
    read=clean_regions_share,
    refs=(),
    instead=STATIONS,
)
