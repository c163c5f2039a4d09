"""The paired difference of two worlds, year by year: one panel an outcome."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from vertikal.experiments import Effect, Outcome
from vertikal.plots._style import BLUE, GREY, INK, SLATE, plain

__all__ = ["contrast"]

COLUMNS, MOST = 3, 12
"""Panels in a row, and in all: the outcomes that move most beyond their error."""


def contrast(effects: Sequence[tuple[str, Outcome, Effect]], title: str) -> Figure:
    """Draw the mean effect by year with the 95 % interval of the mean, largest effects first.

    Parameters
    ----------
    effects
        Time (a year, or the whole run as `first-last`), outcome and effect.
    title
        What differs between the two worlds.
    """
    whole = [(o, e) for time, o, e in effects if "-" in time and e.pairs and e.error > 0.0]
    whole.sort(key=lambda row: -abs(row[1].effect) / row[1].error)
    by_year: dict[str, list[tuple[int, Effect]]] = {}
    for time, outcome, effect in effects:
        if "-" not in time and effect.pairs:
            by_year.setdefault(outcome.id, []).append((int(time), effect))
    shown = [(o, e) for o, e in whole if o.id in by_year][:MOST]
    rows = max(-(-len(shown) // COLUMNS), 1)
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(10.0, 0.6 + 2.1 * rows), layout="constrained")
        figure.suptitle(f"What changes - {title}", x=0.01, ha="left", fontsize=10, color=INK)
        if not shown:
            figure.text(0.5, 0.4, "nothing: every history is the same", ha="center", color=SLATE)
            return figure
        axes = np.atleast_2d(figure.subplots(rows, COLUMNS, sharex=True))
        for ax in axes.ravel()[len(shown) :]:
            ax.set_visible(False)
        for ax, (outcome, total) in zip(axes.ravel(), shown, strict=False):
            years = [year for year, _ in by_year[outcome.id]]
            found = [effect for _, effect in by_year[outcome.id]]
            ax.axhline(0.0, color=GREY, linewidth=0.8, zorder=1)
            low, high = ([getattr(e, end) for e in found] for end in ("low", "high"))
            ax.fill_between(years, low, high, color=BLUE, alpha=0.2, linewidth=0, zorder=2)
            ax.plot(years, [e.effect for e in found], color=BLUE, linewidth=1.4, zorder=3)
            unit = "" if outcome.unit == "1" else f" {outcome.unit}"
            says = f"in all {total.effect:+.2g}{unit}; as it is {total.here:.2g}"
            plain(ax, outcome.id.replace("_", " "), says)
            ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
            ax.tick_params(axis="x", labelbottom=True)
    return figure
