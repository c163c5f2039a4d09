"""Standard deviation of turnout between the regions of a kind."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import at_vote, regions_of_kind

__all__ = ["MEASURE"]


def turnout_spread(data: xr.Dataset, *, vote: str, kind: str = "oblast") -> xr.DataArray:
    """Standard deviation of turnout between the regions of a kind.

    Parameters
    ----------
    data
        Dataset with `national_turnout` by region.
    vote
        Name of the national vote.
    kind
        Kind of regions compared.

    Returns
    -------
    Standard deviation, unit 1. **0** means equal turnout everywhere.
    """
    return regions_of_kind(at_vote(data, vote), kind).std("region")


MEASURE = Measure(
    name="turnout_spread",
    needs=("national_turnout", "vote_month"),
    unit="1",
    label="Spread of turnout",
    read=turnout_spread,
    refs=(),
)
