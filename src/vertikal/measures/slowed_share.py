"""Share of disliked directives that a ministry slows down after talks."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period, regions_of_kind

__all__ = ["MEASURE"]


def slowed_share(
    data: xr.Dataset, *, kind: str | None = None, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of disliked directives that a ministry slows down after talks.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    kind
        Kind of regions; None: all.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Slowed / disliked, unit 1; NaN where no region disliked any. **0** means that no ministry gives
    in. **Blind to** for how long.
    """
    parts = []
    for name in ("slowed", "disliked"):
        x = data[name] if kind is None else regions_of_kind(data[name], kind)
        parts.append(period(x.astype(np.float64), start, end).sum(("time", "region")))
    return per(parts[0], parts[1])


MEASURE = Measure(
    name="slowed_share",
    needs=(
        "slowed",
        "disliked",
    ),
    unit="1",
    label="Slowed down by ministries",
    read=slowed_share,
    refs=("Interview, Vlast.kz 15 Nov 2024",),
)
