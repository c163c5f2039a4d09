"""Share of machine regions that are machine regions at the next vote."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, stays

__all__ = ["MEASURE"]


def machine_regions_stay(data: xr.Dataset, *, votes: list[str]) -> xr.DataArray:
    """Share of machine regions that are machine regions at the next vote.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    votes
        Names of the votes, in order of time.

    Returns
    -------
    Share, unit 1, over pairs of successive votes and regions that voted in both; NaN where there
    was no machine region. A machine region has more than 25 % of its voters at stations with
    turnout above 90 %. **0** means that machines do not last. **Blind to** whose they are.
    """
    return stays(data, votes, 1.0)


MEASURE = Measure(
    name="machine_regions_stay",
    needs=NEEDS,
    unit="1",
    label="Machine regions that stay so",
    read=machine_regions_stay,
    refs=(),
    instead=STATIONS,
)
