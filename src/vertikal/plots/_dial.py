"""What a dial turns into what: shares that add up to one, along a scale from 0 to 1."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np

from vertikal.plots._style import AMBER, BLUE, GREY, INK, TEAL, VIOLET, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["dial"]

COLOURS = (GREY, TEAL, AMBER, VIOLET, BLUE)


def dial(
    levels: Sequence[float], shares: Mapping[str, Sequence[float]], *, title: str, scale: str
) -> "Figure":
    """Draw stacked shares over the levels of a dial, each named where it is widest.

    Parameters
    ----------
    levels
        Positions of the dial, rising.
    shares
        One series a kind of answer, each as long as `levels`; together they are 1 everywhere.
    title, scale
        What is shown, and what the dial is.
    """
    figure, ax = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    x, floor = np.asarray(levels, float), np.zeros(len(levels))
    for (name, series), colour in zip(shares.items(), COLOURS, strict=False):
        top = floor + np.asarray(series, float)
        ax.fill_between(x, floor, top, color=colour, linewidth=0.8, edgecolor="white", alpha=0.85)
        k = int(np.argmax(top - floor))
        inner = min(max(x[k], x[0] + 0.14 * (x[-1] - x[0])), x[-1] - 0.14 * (x[-1] - x[0]))
        k = int(np.argmin(np.abs(x - inner)))
        ax.text(
            x[k], (floor[k] + top[k]) / 2.0, name, ha="center", va="center", fontsize=8, color=INK
        )
        floor = top
    plain(ax, title, "share of what regions dislike")
    ax.set_xlim(x[0], x[-1])
    ax.set_ylim(0.0, 1.0)
    ax.set_xlabel(scale, fontsize=9, color=INK)
    return figure
