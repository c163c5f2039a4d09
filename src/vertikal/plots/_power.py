"""What would be noticed: the share of elections with an alarm, against what was added."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from vertikal.experiments._power import ANY
from vertikal.experiments._power_curve import NOTICED, Curve
from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE, TEAL, VIOLET, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["power_curves"]

COLOURS = (BLUE, AMBER, TEAL, VIOLET)
DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)))
"""A colour and a dash for each instrument: twelve in all."""
TICKS = (0.5, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
SAYS = {
    "padded": "unused ballots added at some stations",
    "made_up": "counts made up at some stations",
    "rounded": "round percentages written at some stations",
    "moved": "rivals' ballots moved at every station",
}


def power_curves(
    curves: Sequence[Curve], labels: Mapping[str, str], *, title: str, alpha: float
) -> Figure:
    """Draw a row of panels for each kind, a panel for each number of stations.

    Parameters
    ----------
    curves
        What `power` returns.
    labels
        Names of the instruments.
    title
        Whose voters they are.
    alpha
        p below which there is an alarm.
    """
    kinds = list(dict.fromkeys(c.kind for c in curves))
    counts = list(dict.fromkeys(c.stations for c in curves))
    names = [n for n in dict.fromkeys(c.instrument for c in curves) if n != ANY]
    most = 100 * max(cell.added for c in curves for cell in c.cells)
    shown = [(kind, n) for kind in kinds for n in counts]
    columns = len(counts) if len(counts) > 1 else min(len(kinds), 2)
    rows = -(-len(shown) // columns)
    keys = 1 if columns == 1 else columns - 1
    size = (3.7 * columns + 1.5 * (columns == 1), 1.4 + 2.3 * rows + 0.2 * (len(names) + 1) / keys)
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(
            f"What would be noticed: {title}", x=0.01, ha="left", fontsize=11, fontweight="bold",
            color=INK,
        )  # fmt: skip
        panels = figure.subplots(rows, columns, squeeze=False, sharey=True, sharex=True)
        for ax in panels.ravel()[len(shown) :]:
            ax.set_visible(False)
        for ax, (kind, n) in zip(panels.ravel(), shown, strict=False):
            for level in (100 * alpha, 100 * NOTICED):
                ax.axhline(level, color=GREY, linewidth=0.9, linestyle=(0, (1, 2)))
            for curve in curves:
                if (curve.kind, curve.stations) == (kind, n):
                    _line(ax, curve, names, labels)
            plain(ax, f"{kind.replace('_', ' ')}, {n:,} stations", SAYS[kind])
            _axes(ax, most, alpha)
        for ax in panels[-1]:
            ax.set_xlabel("share of the leader's votes that was added, %", fontsize=8, color=SLATE)
        for row in panels:
            row[0].set_ylabel("elections with an alarm", fontsize=8, color=SLATE)
        handles, said = panels[0][0].get_legend_handles_labels()
        figure.legend(
            handles, said, loc="outside lower left", ncols=keys, fontsize=8, frameon=False,
            handlelength=3.2,
        )  # fmt: skip
    return figure


def _axes(ax: "Axes", most: float, alpha: float) -> None:
    """Scale both axes: small amounts are told apart, and both levels are named."""
    ticks = [0.0, *(tick for tick in TICKS if tick <= most)]
    ax.set_xscale("function", functions=(_root, np.square))
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_xlim(0.0, 1.03 * most)
    ax.set_ylim(-3.0, 103.0)
    levels = [100 * alpha, 50.0, 100 * NOTICED, 100.0]
    ax.set_yticks(levels, [*(f"{level:g}" for level in levels[:-1]), "100 %"])


def _line(ax: "Axes", curve: Curve, names: list[str], labels: Mapping[str, str]) -> None:
    x = [100 * cell.added for cell in curve.cells]
    read = [cell.unread < cell.elections for cell in curve.cells]
    y = [100 * c.share if seen else np.nan for c, seen in zip(curve.cells, read, strict=True)]
    if curve.instrument == ANY:
        ax.plot(x, y, color=INK, linewidth=2.0, label="any of them, p times their number", zorder=2)
        return
    place = names.index(curve.instrument)
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place // len(COLOURS) % len(DASHES)]
    label = labels.get(curve.instrument, curve.instrument)
    ax.plot(x, y, "o", color=colour, markersize=2.5, zorder=3)
    ax.plot(x, y, color=colour, linewidth=1.3, linestyle=dash, label=label, zorder=3)


def _root(x: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(x, 0.0))
