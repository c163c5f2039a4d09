"""Share of disliked directives that a region shuns, or settles by an act of its own."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def shunned_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of disliked directives that a region shuns, or settles by an act of its own.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Shunned / disliked, unit 1; NaN where no region disliked any. **0** means that what is disliked
    is borne, talked about, or taken to court. **Blind to** whether the centre notices.
    """
    return per(counted(data, "shunned", start, end), counted(data, "disliked", start, end))


MEASURE = Measure(
    name="shunned_share",
    needs=("shunned", "disliked"),
    unit="1",
    label="Shunned by regions",
    read=shunned_share,
    refs=("Interview, Vlast.kz 15 Nov 2024",),
)
