"""Spearman correlation of regional turnout between successive votes, mean over pairs."""

import itertools

import xarray as xr

from vertikal.measures._correlation import mean_ranks
from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._within import at_vote

__all__ = ["MEASURE"]

PAIR = 2
"""Votes that a correlation needs."""


def turnout_rank_correlation(data: xr.Dataset, *, votes: list[str]) -> xr.DataArray:
    """Spearman correlation of regional turnout between successive votes, mean over pairs.

    Parameters
    ----------
    data
        Dataset with `national_turnout` by region.
    votes
        Names of the votes, in order of time.

    Returns
    -------
    Correlation, -1 to 1. **0** means that one vote says nothing about the next.
    """
    if len(votes) < PAIR:
        message = f"turnout_rank_correlation: needs two votes or more; found {votes}"
        raise MeasureError(message)
    turnout = [at_vote(data, vote) for vote in votes]
    ranks = [
        mean_ranks(x, "region").where(x.std("region") > 0) for x in turnout
    ]  # no order, no correlation
    pairs = [xr.corr(a, b, "region") for a, b in itertools.pairwise(ranks)]
    return xr.concat(pairs, "pair").mean("pair", skipna=False)


MEASURE = Measure(
    name="turnout_rank_correlation",
    needs=("national_turnout", "vote_month"),
    unit="1",
    label="Rank correlation of turnout",
    read=turnout_rank_correlation,
    refs=(),
)
