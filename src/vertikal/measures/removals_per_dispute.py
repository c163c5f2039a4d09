"""Heads of regions removed over incidents, per disliked directive."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per, tier_total

__all__ = ["MEASURE"]


def removals_per_dispute(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Heads of regions removed over incidents, per disliked directive.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Removals per dislike of a directive by a region, unit 1; NaN where no region disliked any. **0**
    means that disputes leave heads in place. **Blind to** why a head is removed: it sets two
    counts beside each other.
    """
    removed = tier_total(data, "heads_removed", "region", start, end)
    return per(removed, counted(data, "disliked", start, end))


MEASURE = Measure(
    name="removals_per_dispute",
    needs=("heads_removed", "disliked"),
    unit="1",
    label="Removals per dispute",
    read=removals_per_dispute,
    refs=(),
)
