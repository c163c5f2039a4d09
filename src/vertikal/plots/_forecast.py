"""Forecasts: how likely each statement is, and later how often such words came true."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["forecast", "reliability"]

MARKS = {
    "probability": (BLUE, "o", "this forecast"),
    "shipped": (SLATE, "|", "shipped vector"),
    "null": (AMBER, "D", "null model"),
}
"""Colour, marker and label by whose probability it is."""
NAMES = {"model": "probability", "shipped": "shipped", "null": "null"}
WRAP = 68
"""Letters in a line of a statement."""


def forecast(said: Mapping[str, Any]) -> Figure:
    """Draw a forecast, statements from the likeliest down; or the curve of a backtest."""
    if said["kind"] == "backtest":
        return reliability({**said, "scores": said["scores"]["all"]})
    rows = sorted(
        (s for s in said["statements"] if s["probability"] is not None),
        key=lambda s: -s["probability"],
    )
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(11.0, 1.8 + 0.38 * max(len(rows), 4)), layout="constrained")
        ax = figure.subplots()
        for y, row in enumerate(rows):
            ax.axhline(y, color=GREY, lw=0.4, alpha=0.5, zorder=0)
            half = 2.0 * row["error"]
            low, high = max(row["probability"] - half, 0.0), min(row["probability"] + half, 1.0)
            ax.plot([low, high], [y, y], color=BLUE, lw=2, alpha=0.4, solid_capstyle="butt")
        for key, (colour, marker, label) in MARKS.items():
            known = [(row[key], y) for y, row in enumerate(rows) if row[key] is not None]
            if known:
                x, y = zip(*known, strict=True)
                size, filled = (7, colour) if key == "probability" else (6, "none")
                ax.plot(x, y, marker, color=colour, mfc=filled, ms=size, mew=1.6, label=label)
        ax.set_yticks(range(len(rows)), [_wrapped(row["says"]) for row in rows], fontsize=8)
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.set_xlim(-0.02, 1.02)
        plain(ax, "", "probability; the bar is two standard errors, for the number of histories")
        ax.tick_params(axis="y", length=0)
        ax.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.03), ncols=3, frameon=False, fontsize=8
        )
        figure.suptitle(
            f"{said['title']}: said on what was known on {said['from']}",
            x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK,
        )  # fmt: skip
    return figure


def reliability(said: Mapping[str, Any]) -> Figure:
    """Draw how often what was given a probability came true, for each who gave one."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(5.6, 5.4), layout="constrained")
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1], color=GREY, lw=1, ls=":")
        for who, scores in said["scores"].items():
            colour, marker, label = MARKS[NAMES[who]]
            _curve(ax, scores["curve"], colour, marker, f"{label}, Brier {scores['brier']:.3f}")
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(-0.02, 1.02)
        ax.set_aspect("equal")
        ax.set_xlabel("probability that was said, mean of a fifth of the scale", fontsize=8)
        plain(ax, "", "share that came true, with 95 % interval")
        ax.legend(frameon=False, fontsize=8, loc="upper left")
        figure.suptitle(
            f"{said['title']}: said on {said['from']}",
            x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK,
        )  # fmt: skip
    return figure


def _curve(
    ax: "Axes", curve: Sequence[Mapping[str, Any]], colour: str, marker: str, label: str
) -> None:
    x = [b["probability"] for b in curve]
    y = [b["share"] for b in curve]
    off = [[b["share"] - b["low"] for b in curve], [b["high"] - b["share"] for b in curve]]
    ax.errorbar(x, y, off, fmt=f"{marker}-", color=colour, ms=6, lw=1.2, capsize=2, label=label)


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, WRAP))
