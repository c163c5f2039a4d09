"""Standard deviation over regions of the leader's share."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, leader_by_region, returns_of

__all__ = ["MEASURE"]


def leader_spread(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Standard deviation over regions of the leader's share.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of valid ballots, unit 1; n - 1 in the denominator, regions count alike. **0** means the
    same share everywhere. **Blind to** why regions differ: taste, or counts.
    """
    returns = returns_of(data, vote)
    share = returns.regional(leader_by_region(returns))
    return share.std("region", ddof=1)


MEASURE = Measure(
    name="leader_spread",
    needs=NEEDS,
    unit="1",
    label="Spread of the leader's share",
    read=leader_spread,
    refs=(),
    instead=STATIONS,
)
