"""Turnout of one region divided by the mean turnout of the regions of a kind."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import at_region, at_vote, per, regions_of_kind

__all__ = ["MEASURE"]


def turnout_ratio(
    data: xr.Dataset, *, vote: str, region: str, kind: str = "oblast"
) -> xr.DataArray:
    """Turnout of one region divided by the mean turnout of the regions of a kind.

    Parameters
    ----------
    data
        Dataset with `national_turnout` by region.
    vote
        Name of the national vote, e.g. `president_2022`.
    region
        Code of the region in the numerator.
    kind
        Kind of the regions in the denominator.

    Returns
    -------
    Ratio, unit 1. **1** means no difference. **Blind to** who counted, and how.
    """
    turnout = at_vote(data, vote)
    others = regions_of_kind(turnout, kind).mean("region")
    return per(at_region(turnout, region), others)


MEASURE = Measure(
    name="turnout_ratio",
    needs=("national_turnout", "vote_month"),
    unit="1",
    label="Turnout ratio",
    read=turnout_ratio,
    refs=(),
)
