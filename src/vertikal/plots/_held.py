"""How long a ruling party kept its units, and how voters are spread: two small pictures."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure

from vertikal.instruments import Stations, fingerprint
from vertikal.lab import Survival
from vertikal.plots._style import BLUE, GREY, INK, plain

__all__ = ["fingerprint_figure", "survival_figure"]

INKS = LinearSegmentedColormap.from_list("voters", ["#f2f5f9", BLUE, INK])
FONT: Any = {"font.family": "DejaVu Sans", "axes.edgecolor": GREY}


def survival_figure(found: Survival, title: str) -> Figure:
    """Draw the share of units still held, by years and by elections, with 95 % intervals."""
    with mpl.rc_context(FONT):
        figure = Figure(figsize=(9.0, 3.8), layout="constrained")
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK)
        pairs = (("years", found.by_year), ("elections", found.by_election))
        for ax, (name, steps) in zip(figure.subplots(1, 2, sharey=True), pairs, strict=True):
            at = [0, *(s.after for s in steps)]
            rows = [(1.0, 1.0, 1.0), *((s.survival, s.low, s.high) for s in steps)]
            middle, low, high = (100.0 * np.array(x) for x in zip(*rows, strict=True))
            ax.fill_between(at, low, high, step="post", color=BLUE, alpha=0.18, linewidth=0)
            ax.step(at, middle, where="post", color=INK, linewidth=1.6)
            ax.set_ylim(0, 103)
            ax.set_xlim(left=0)
            plain(ax, f"Still held, by {name}", f"% of {found.units} units, since {found.since}")
    return figure


def fingerprint_figure(stations: Stations, title: str) -> Figure:
    """Draw voters by turnout and the leader's share."""
    print_ = fingerprint(stations)
    with mpl.rc_context(FONT):
        figure = Figure(figsize=(5.4, 5.2), layout="constrained")
        ax = figure.subplots()
        edges = 100.0 * print_.edges
        voters = np.ma.masked_less_equal(print_.voters.T, 0.0)
        if voters.count():
            least, most = float(voters.min()), float(voters.max())
            norm = LogNorm(least, max(most, least * 1.01))
            ax.pcolormesh(edges, edges, voters, cmap=INKS, norm=norm)
        ax.set_xlabel("turnout, %", fontsize=8, color=INK)
        ax.set_ylabel("leader's share, %", fontsize=8, color=INK)
        plain(ax, title, f"{len(stations):,} stations; darker: more voters")
    return figure
