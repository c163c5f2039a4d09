"""A posterior: what the facts make of each parameter, and whether its intervals hold."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["posterior"]

SHOWN = 25
"""Parameters that the figure has room for: those that the facts narrow most."""
LEVELS = (0.5, 0.8, 0.95)


def posterior(said: Mapping[str, Any]) -> Figure:
    """Draw a posterior's file: intervals within the bounds on the left, coverage on the right."""
    rows = sorted(said["parameters"], key=lambda p: -p["contraction_observed"])[:SHOWN]
    prior = said["prior"]
    place = {name: k for k, name in enumerate(prior["parameters"])}
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(10.0, 1.6 + 0.27 * max(len(rows), 6)), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=[3, 1.4])
        bounds = np.array([prior["bounds"][place[r["name"]]] for r in rows]).reshape(-1, 2)
        defaults = np.array([prior["defaults"][place[r["name"]]] for r in rows])
        _intervals(left, rows, bounds, defaults)
        _coverage(right, [r for r in said["parameters"] if r["identified"]], said["truths"])
        scenarios = ", ".join(said["scenarios"])
        figure.suptitle(
            f"Posterior: {scenarios}", x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK
        )
    return figure


def _intervals(
    ax: "Axes", rows: Sequence[Mapping[str, Any]], bounds: np.ndarray, defaults: np.ndarray
) -> None:
    width = bounds[:, 1] - bounds[:, 0]
    for y, row in enumerate(rows):
        low, median, high = ((row[k] - bounds[y, 0]) / width[y] for k in ("low", "median", "high"))
        colour = BLUE if row["identified"] else GREY
        ax.plot([low, high], [y, y], color=colour, lw=3, solid_capstyle="butt")
        ax.plot([median], [y], "o", color=colour, ms=5)
    ax.plot((defaults - bounds[:, 0]) / width, np.arange(len(rows)), "|", color=AMBER, ms=9, mew=2)
    ax.set_yticks(range(len(rows)), [r["name"] for r in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0.0, 1.0)
    ax.set_xlabel("place within the declared bounds; amber: default", fontsize=8, color=SLATE)
    plain(ax, "90 % intervals; grey: not identified")


def _coverage(ax: "Axes", rows: Sequence[Mapping[str, Any]], truths: int) -> None:
    for row in rows:
        ax.plot(LEVELS, row["coverage"], "o-", color=BLUE, alpha=0.35, ms=3, lw=1)
    ends = np.array([0.4, 1.0])
    ax.plot(ends, ends, color=SLATE, lw=1, ls="--")
    ax.fill_between(ends, ends - 0.05, ends + 0.05, color=GREY, alpha=0.25, lw=0)
    ax.set_xlim(*ends)
    ax.set_ylim(*ends)
    ax.set_xlabel(f"level of the interval; {truths} simulated truths", fontsize=8, color=SLATE)
    plain(ax, "Coverage, identified")
