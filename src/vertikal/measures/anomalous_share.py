"""Share of the leader's votes that stand beyond what stations of usual turnout would give."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, Returns, ratio, returns_of

__all__ = ["MEASURE"]

BINS = 100
"""Bins of turnout, 1 % each; the last holds full turnout too."""
REACH = 3
"""Bins of the core on each side of its middle."""


def anomalous_share(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Share of the leader's votes that stand beyond what stations of usual turnout would give.

    Votes are summed by bins of 1 % of turnout. The core is the bin in which the other candidates
    have most votes, and three on each side of it. Above it, the leader has as many votes for each
    of theirs as he has in the core, plus anomalous ones.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of the leader's votes, unit 1. **0** means that his share of votes is the same at high
    turnout as at usual; less than 0: lower. **Blind to** votes moved within the core, and to
    places that vote more and differently of their own will.
    """
    returns = returns_of(data, vote)
    leader = _by_turnout(returns.leader, returns)
    others = _by_turnout(returns.valid - returns.leader, returns)
    above = np.arange(BINS) - others.argmax(-1)[..., None]
    core = np.abs(above) <= REACH
    rate = ratio((leader * core).sum(-1), (others * core).sum(-1))
    extra = ((leader - rate[..., None] * others) * (above > REACH)).sum(-1)
    return returns.array(ratio(extra, leader.sum(-1)))


def _by_turnout(x: np.ndarray, returns: Returns) -> np.ndarray:
    """Weighted sum over the stations in each bin of turnout, `(..., bin)`."""
    turnout = np.nan_to_num(ratio(returns.ballots, returns.registered))
    place = np.clip((turnout * BINS).astype(int), 0, BINS - 1).reshape(-1, x.shape[-1])
    place = place + np.arange(len(place))[:, None] * BINS
    sums = np.bincount(place.ravel(), (x * returns.weight).ravel(), minlength=len(place) * BINS)
    return sums.reshape(*x.shape[:-1], BINS)


MEASURE = Measure(
    name="anomalous_share",
    needs=NEEDS,
    unit="1",
    label="Anomalous votes",
    read=anomalous_share,
    refs=("Shpilkin (2009), Troitskii variant 40 (27 October 2009)",),
    instead=STATIONS,
)
