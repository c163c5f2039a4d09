"""Declared ballots / adults in direct elections of heads."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def election_turnout(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Declared ballots / adults in direct elections of heads.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district` or `locality`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share of adults, unit 1; NaN where no election was held. **Blind to** falsification.
    """
    ballots = tier_total(data, "election_ballots", tier, start, end)
    return per(ballots, tier_total(data, "election_adults", tier, start, end))


MEASURE = Measure(
    name="election_turnout",
    needs=("election_ballots", "election_adults"),
    unit="1",
    label="Turnout in elections of heads",
    read=election_turnout,
    refs=(),
)
