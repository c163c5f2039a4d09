"""Share of disliked directives over which region and centre come to an open conflict."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def open_conflict_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of disliked directives over which region and centre come to an open conflict.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    (Contested by the centre + sued by the region) / disliked, unit 1; NaN where no region disliked
    any. **0** means that all is settled or shunned quietly. **Blind to** who wins.
    """
    open_ = counted(data, "contested", start, end) + counted(data, "sued", start, end)
    return per(open_, counted(data, "disliked", start, end))


MEASURE = Measure(
    name="open_conflict_share",
    needs=(
        "contested",
        "sued",
        "disliked",
    ),
    unit="1",
    label="Open conflict",
    read=open_conflict_share,
    refs=("Interview, Vlast.kz 15 Nov 2024",),
)
