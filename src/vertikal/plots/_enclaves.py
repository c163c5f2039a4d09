"""Units by years: which are out of step with their nation, how surely, and what is not known."""

from collections.abc import Sequence
from textwrap import wrap

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from vertikal.lab import PanelEnclaves, PanelUnit
from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE

__all__ = ["enclave_years"]

COLORS = {"democratic": BLUE, "authoritarian": AMBER}
STEP, OUT = "#e7ebef", "#ffffff"
"""In step with the nation; nothing known."""
MOST = 48
"""Units that are shown: those that are most often out of step."""
WIDTH, ROW, HEAD = 9.0, 0.19, 1.5
"""Inches: the picture, a row, what stands above and below."""
LETTERS = 130
"""In a line of the source."""
LEFT_OUT = 0.05
"""Shares of draws below this are not drawn: they would look like dirt."""


def enclave_years(found: PanelEnclaves, source: str = "") -> Figure:
    """Draw the years of every unit that is out of step with its nation.

    Parameters
    ----------
    found
        What was found.
    source
        Where the scores come from; it stands below the picture.

    Notes
    -----
    The colour says how, its depth in how many draws; a line below it, that the scores as measured
    say so too. The strip at the right is the share of draws that have a lasting spell at all.
    """
    shown = _chosen(found)
    size = (WIDTH, ROW * max(len(shown), 3) + HEAD)
    with mpl.rc_context(
        {"font.family": "DejaVu Sans", "axes.edgecolor": GREY, "hatch.linewidth": 0.5}
    ):
        figure = Figure(figsize=size, layout="constrained")
        _title(figure, found, len(shown))
        if not shown:
            figure.text(0.5, 0.4, "no unit is out of step for years", ha="center", color=SLATE)
            return figure
        main, side = figure.subplots(1, 2, sharey=True, width_ratios=(9, 1))
        _years(main, found, shown)
        _strip(side, shown, exact=found.draws == 1)
        main.set_xlabel("\n".join(wrap(source, LETTERS)), loc="left", fontsize=6, color=SLATE)
        figure.legend(
            handles=_legend(),
            loc="outside lower left",
            ncols=5,
            frameon=False,
            fontsize=7,
            labelcolor=INK,
        )
    return figure


def _chosen(found: PanelEnclaves) -> list[PanelUnit]:
    """Enclaves among others first, the surest of them; then by nation, kind and first year."""
    ranked = sorted(found.units, key=lambda u: (not u.enclosed, -u.unit.share))[:MOST]
    return sorted(
        ranked, key=lambda u: (u.nation, u.unit.kind, not u.enclosed, u.unit.first, u.unit.name)
    )


def _title(figure: Figure, found: PanelEnclaves, shown: int) -> None:
    more = f"; {shown} of {len(found.units)} shown" if shown < len(found.units) else ""
    figure.suptitle(
        f"{found.title}: out of step with the nation for {found.lasting} years or more{more}",
        x=0.01,
        ha="left",
        fontsize=10,
        fontweight="bold",
        color=INK,
    )


def _years(ax: Axes, found: PanelEnclaves, shown: Sequence[PanelUnit]) -> None:
    table = found.years.sel(unit=[u.unit.unit for u in shown])
    seen = table["seen"].values.T
    image = np.ones((*seen.shape, 3))
    image[seen] = to_rgb(STEP)
    for kind, color in COLORS.items():
        share = np.where(table[kind].values.T >= LEFT_OUT, table[kind].values.T, 0.0)[..., None]
        image = image * (1.0 - share) + np.array(to_rgb(color)) * share
    first, last = int(table["year"].values[0]), int(table["year"].values[-1])
    rows = len(shown)
    extent = (first - 0.5, last + 0.5, rows - 0.5, -0.5)
    ax.imshow(image, aspect="auto", extent=extent, interpolation="nearest")
    _hatch(ax, ~seen, first)
    for y, x in zip(*np.nonzero(table["kind"].values.T), strict=True):
        ax.hlines(y + 0.36, first + x - 0.5, first + x + 0.5, color=INK, linewidth=1.1)
    for y in range(1, rows):
        apart = shown[y].nation != shown[y - 1].nation
        ax.axhline(y - 0.5, color=INK if apart else OUT, linewidth=0.8 if apart else 1.4)
    ax.set_yticks(range(rows), [_name(u, len({s.nation for s in shown}) > 1) for u in shown])
    ax.tick_params(axis="y", labelsize=6.5, length=0, colors=INK)
    ax.tick_params(axis="x", labelsize=7, colors=INK, length=2)
    ax.set_xlim(first - 0.5, last + 0.5)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)


def _hatch(ax: Axes, missing: np.ndarray, first: int) -> None:
    """Cover what is not known, run by run."""
    for y, row in enumerate(missing):
        edge = np.diff(row.astype(int), prepend=0, append=0)
        for a, b in zip(np.flatnonzero(edge == 1), np.flatnonzero(edge == -1), strict=True):
            ax.barh(
                y,
                b - a,
                left=first + a - 0.5,
                height=1.0,
                color=OUT,
                edgecolor=GREY,
                linewidth=0.0,
                hatch="////",
            )


def _name(unit: PanelUnit, several: bool) -> str:
    nation = f"{unit.nation}, " if several else ""
    return f"{nation}{unit.unit.name}" + ("" if unit.enclosed else " *")


def _strip(ax: Axes, shown: Sequence[PanelUnit], *, exact: bool) -> None:
    """Share of draws, with the number; nothing to say of scores that are taken as exact."""
    if exact:
        ax.set_visible(False)
        return
    share = [u.unit.share for u in shown]
    ax.barh(range(len(shown)), share, height=0.7, color=[COLORS[u.unit.kind] for u in shown])
    for y, x in enumerate(share):
        ax.text(1.05, y, f"{100 * x:.0f} %", va="center", fontsize=6, color=SLATE)
    ax.set_xlim(0.0, 1.6)
    ax.set_xticks([])
    ax.set_title("draws", fontsize=7, color=SLATE, loc="left", pad=3)
    ax.tick_params(axis="y", length=0, labelleft=False)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)


def _legend() -> list[Patch]:
    return [
        Patch(color=COLORS["democratic"], label="freer than an unfree nation"),
        Patch(color=COLORS["authoritarian"], label="less free than a free nation"),
        Patch(color=STEP, label="in step"),
        Patch(facecolor=OUT, edgecolor=GREY, hatch="////", label="not known"),
        Patch(color=INK, label="line: as measured    *: with most of its tier"),
    ]
