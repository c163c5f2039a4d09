"""What a dial turns into what: shares that add up to one, along a scale from 0 to 1."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from vertikal.plots._style import AMBER, BLUE, GREY, INK, TEAL, VIOLET, plain

__all__ = ["dial"]

COLOURS = (GREY, TEAL, AMBER, VIOLET, BLUE)
MARGIN = 0.14
"""Share of the width that a name keeps from the sides."""
HEADROOM = 1.6
"""Height of the lower panel in multiples of its largest value."""


def dial(
    levels: Sequence[float],
    shares: Mapping[str, Sequence[float]],
    rare: Sequence[float],
    *,
    title: str,
    scale: str,
    rarely: str,
) -> Figure:
    """Draw stacked shares over the levels of a dial, each named where it is widest.

    Parameters
    ----------
    levels
        Positions of the dial, rising.
    shares
        One series a kind of answer, each as long as `levels`; together they are 1 everywhere.
    rare
        What is too rare to be seen among them, in per cent: a line in a panel of its own.
    title, scale, rarely
        What is shown, what the dial is, and what is rare.
    """
    x = np.asarray(levels, float)
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(7.5, 5.6), layout="constrained")
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[4.0, 1.0])
        floor = np.zeros(len(x))
        for (name, series), colour in zip(shares.items(), COLOURS, strict=True):
            top = floor + np.asarray(series, float)
            upper.fill_between(
                x, floor, top, color=colour, linewidth=0.8, edgecolor="white", alpha=0.85
            )
            k = _where(x, top - floor)
            middle = (floor[k] + top[k]) / 2.0
            upper.text(x[k], middle, name, ha="center", va="center", fontsize=8, color=INK)
            floor = top
        plain(upper, title, "share of what regions dislike")
        upper.set_ylim(0.0, 1.0)
        values = np.asarray(rare, float)
        lower.plot(x, values, color=INK, linewidth=1.4)
        for k, ha in ((0, "left"), (-1, "right")):
            says = f"{values[k]:.2f} %"
            lower.annotate(
                says, (x[k], values[k]), (0, 4), textcoords="offset points", ha=ha, fontsize=8
            )
        plain(lower, "", f"{rarely}, %")
        lower.set_ylim(0.0, HEADROOM * float(values.max()) or 1.0)
        lower.set_xlim(x[0], x[-1])
        lower.set_xlabel(scale, fontsize=9, color=INK)
    return figure


def _where(x: np.ndarray, width: np.ndarray) -> int:
    """Level at which a band is widest, kept from the sides so that its name fits."""
    inset = MARGIN * (x[-1] - x[0])
    inside = np.clip(x[int(np.argmax(width))], x[0] + inset, x[-1] - inset)
    return int(np.argmin(np.abs(x - inside)))
