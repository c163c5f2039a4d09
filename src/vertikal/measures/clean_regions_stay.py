"""Share of regions without a machine that are without one at the next vote."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, stays

__all__ = ["MEASURE"]


def clean_regions_stay(data: xr.Dataset, *, votes: list[str]) -> xr.DataArray:
    """Share of regions without a machine that are without one at the next vote.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    votes
        Names of the votes, in order of time.

    Returns
    -------
    Share, unit 1, over pairs of successive votes and regions that voted in both; NaN where all
    had a machine: more than 25 % of voters at stations with turnout above 90 %. **0** means that
    all got one. **Blind to** machines that stop below 90 %.
    """
    return stays(data, votes, 0.0)


MEASURE = Measure(
    name="clean_regions_stay",
    needs=NEEDS,
    unit="1",
    label="Regions without a machine that stay so",
    read=clean_regions_stay,
    refs=(),
    instead=STATIONS,
)
