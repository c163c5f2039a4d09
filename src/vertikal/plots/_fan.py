"""Fans over time: single histories first, then the band, the median last."""

from typing import TYPE_CHECKING

import numpy as np

from vertikal.plots._style import BLUE, INK

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

__all__ = ["fan"]

SHOWN = 12
"""Single histories drawn: a band hides that each of them is jagged."""


def fan(ax: "Axes", x: "xr.DataArray", *, color: str = BLUE, label: str = "") -> None:
    """Draw `(member, time)` values: some histories, the 5-95 % band, the median."""
    values = np.asarray(x.transpose("member", "time"), float)
    years = x["time"].values.astype("datetime64[M]").astype(float) / 12.0 + 1970.0
    for row in values[:SHOWN]:
        ax.plot(years, row, color=color, alpha=0.18, linewidth=0.6)
    low, median, high = np.nanquantile(values, [0.05, 0.5, 0.95], axis=0)
    ax.fill_between(years, low, high, color=color, alpha=0.18, linewidth=0)
    ax.plot(years, median, color=INK if not label else color, linewidth=1.4, label=label or None)
    ax.set_xlim(years[0], years[-1])
