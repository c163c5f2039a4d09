"""Replacements of heads of regions per post and year, removals and rotations together."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import months_in, period

__all__ = ["MEASURE"]


def replacement_rate(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Replacements of heads of regions per post and year, removals and rotations together.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Rate, 1/yr. **0** means that nobody leaves.
    """
    left = data["removed"].astype(float) + data["rotated"]
    years = months_in(left, start, end) / 12.0
    return period(left, start, end).sum(("time", "region")) / (years * data.sizes["region"])


MEASURE = Measure(
    name="replacement_rate",
    needs=("removed", "rotated"),
    unit="1/yr",
    label="Replacement of governors",
    read=replacement_rate,
    refs=(),
)
