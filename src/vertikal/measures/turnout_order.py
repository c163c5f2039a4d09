"""Share of national votes in which turnout falls in the given order."""

import itertools

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import at_region, at_vote, regions_of_kind

__all__ = ["MEASURE"]


def turnout_order(
    data: xr.Dataset, *, votes: list[str], regions: list[str], kind: str = "oblast"
) -> xr.DataArray:
    """Share of national votes in which turnout falls in the given order.

    Parameters
    ----------
    data
        Dataset with `national_turnout` by region.
    votes
        Names of the votes looked at.
    regions
        Codes of the regions, highest turnout expected first; the mean of the regions of `kind`
        stands before all of them.
    kind
        Kind of the regions whose mean comes first.

    Returns
    -------
    Share of votes, unit 1. **1** means the order holds in every vote.
    """
    held = []
    for vote in votes:
        turnout = at_vote(data, vote)
        steps = [regions_of_kind(turnout, kind).mean("region")]
        steps += [at_region(turnout, code) for code in regions]
        holds = xr.ones_like(steps[0])
        for higher, lower in itertools.pairwise(steps):
            holds = holds * (higher > lower)
        held.append(holds)
    every: xr.DataArray = xr.concat(held, "vote")  # type: ignore[assignment]
    return every.mean("vote")


MEASURE = Measure(
    name="turnout_order",
    needs=("national_turnout", "vote_month"),
    unit="1",
    label="Order of turnout holds",
    read=turnout_order,
    refs=(),
)
