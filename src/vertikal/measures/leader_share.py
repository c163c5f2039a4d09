"""National share of the leader, of valid ballots."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, ratio, returns_of

__all__ = ["MEASURE"]


def leader_share(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """National share of the leader, of valid ballots.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of valid ballots, unit 1. **0** means no vote for the leader. **Blind to** falsification.
    """
    returns = returns_of(data, vote)
    votes, valid = ((x * returns.weight).sum(-1) for x in (returns.leader, returns.valid))
    return returns.array(ratio(votes, valid))


MEASURE = Measure(
    name="leader_share",
    needs=NEEDS,
    unit="1",
    label="Leader's share",
    read=leader_share,
    refs=(),
    instead=STATIONS,
)
