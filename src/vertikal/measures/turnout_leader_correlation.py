"""Pearson correlation over regions of turnout and the leader's share."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import (
    NEEDS,
    STATIONS,
    leader_by_region,
    returns_of,
    turnout_by_region,
)

__all__ = ["MEASURE"]


def turnout_leader_correlation(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Pearson correlation over regions of turnout and the leader's share.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Correlation, -1 to 1; regions count alike; NaN where one of the two is the same everywhere.
    **0** means that neither tells of the other. **Blind to** why: who votes for the leader may
    like to vote.
    """
    returns = returns_of(data, vote)
    turnout, share = turnout_by_region(returns), leader_by_region(returns)
    x, y = (returns.regional(v) for v in (turnout, share))
    x, y = (v.where(v.std("region") > 0) for v in (x, y))
    return xr.corr(x, y, "region")


MEASURE = Measure(
    name="turnout_leader_correlation",
    needs=NEEDS,
    unit="1",
    label="Turnout and leader's share",
    read=turnout_leader_correlation,
    refs=(),
    instead=STATIONS,
)
