"""Colours and small helpers: no red against green, readable in print."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["AMBER", "BLUE", "GREY", "INK", "SLATE", "TEAL", "VIOLET", "plain"]

INK, SLATE, GREY = "#1f2933", "#616e7c", "#9aa5b1"
BLUE, AMBER, TEAL, VIOLET = "#2b6cb0", "#d69e2e", "#2c9c8f", "#7b5ea7"


def plain(ax: "Axes", title: str, unit: str = "") -> None:
    """Give axes a left-aligned title, a unit and no box."""
    ax.set_title(title, loc="left", fontsize=10, fontweight="bold", color=INK, pad=18)
    ax.text(0.0, 1.02, unit, transform=ax.transAxes, fontsize=8, color=SLATE, va="bottom")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(labelsize=8, colors=INK)
