"""Share of dismissals over incidents that hit the head of a region."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]


def governor_share_of_dismissals(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of dismissals over incidents that hit the head of a region.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share, unit 1; NaN where nobody was dismissed. **0** means that the lowest head always pays.
    """
    target = period(data["case_target"], start, end)
    governors = (target >= 0) & (target < data.sizes["region"])
    return per(governors.sum(("time", "case")), (target >= 0).sum(("time", "case")))


MEASURE = Measure(
    name="governor_share_of_dismissals",
    needs=("case_target",),
    unit="1",
    label="Governors among the dismissed",
    read=governor_share_of_dismissals,
    refs=(),
)
