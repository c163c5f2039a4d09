"""Share of the declared ballots in elections of heads that are false."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def falsified_share(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of the declared ballots in elections of heads that are false.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    False ballots / declared ballots, unit 1; NaN where no election was held. **0** means an honest
    count. Needs the truth: only a simulated dataset has it.
    """
    false = tier_total(data, "election_falsified", tier, start, end)
    return per(false, tier_total(data, "election_ballots", tier, start, end))


MEASURE = Measure(
    name="falsified_share",
    needs=(
        "election_falsified",
        "election_ballots",
    ),
    unit="1",
    label="False ballots",
    read=falsified_share,
    refs=(),
)
