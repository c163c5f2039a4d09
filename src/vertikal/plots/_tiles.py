"""The tile map: one tile a region, placed by hand to resemble the country."""

import math
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Rectangle

from vertikal.plots._style import GREY, INK

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

__all__ = ["tiles"]

SHORT = {"North ": "N. ", "East ": "E. ", "West ": "W. ", "South ": "S. ", "New ": "N. "}
SHORT |= {"Kazakhstan": "Kaz.", " Region": " R.", "Autonomous ": "A. ", "Republic": "Rep."}

DARK = 0.55
"""Share of the colour scale above which a tile's text is white."""


def _label(name: str, letters: int) -> str:
    """A name short enough for a tile: usual abbreviations first, then cut."""
    for long, short in SHORT.items():
        name = name.replace(long, short)
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "."


def tiles(
    ax: "Axes", values: "xr.DataArray", *, least: float, most: float, fmt: str = "{:.0%}"
) -> None:
    """Colour each region's tile from `least` to `most`; regions without a value are hatched."""
    columns, rows = values["tile_column"].values, values["tile_row"].values
    if (columns < 0).any():  # nobody has placed them: fill a square, in the table's order
        side = math.ceil(math.sqrt(len(columns)))
        columns, rows = np.arange(len(columns)) % side, np.arange(len(columns)) // side
    wide = int(columns.max()) + 1
    size, letters = min(5.6, 48.0 / wide), max(84 // wide, 4)
    scale = mpl.colormaps["cividis_r"]
    for i, name in enumerate(values["region_name"].values):
        value = float(values[i])
        missing = np.isnan(value)
        place = (value - least) / max(most - least, 1e-9)
        face = "white" if missing else scale(min(max(place, 0.0), 1.0))
        ax.add_patch(
            Rectangle(
                (columns[i] + 0.03, -rows[i] + 0.03),
                0.94,
                0.94,
                facecolor=face,
                edgecolor=GREY,
                hatch="///" if missing else None,
                linewidth=0.5,
            )
        )
        ink = "white" if not missing and place > DARK else INK
        middle = columns[i] + 0.5
        ax.text(
            middle,
            -rows[i] + 0.62,
            _label(str(name), letters),
            ha="center",
            va="center",
            fontsize=size,
            color=ink,
        )
        text = "no value" if missing else fmt.format(value)
        ax.text(
            middle, -rows[i] + 0.3, text, ha="center", va="center", fontsize=size + 0.9, color=ink
        )
    ax.set_xlim(0, columns.max() + 1)
    ax.set_ylim(-rows.max(), 1)
    ax.set_aspect("equal")
    ax.axis("off")
