"""What moves an outcome, as bars; and an outcome at the points of a sweep."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from vertikal.plots._style import AMBER, BLUE, GREY, INK, TEAL, VIOLET, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["sensitivity", "sweep"]

Bar = tuple[str, float, float | None, float | None, float | None]
"""Parameter; first-order index and half-width; total index and half-width."""
COLOURS = (BLUE, AMBER, TEAL, VIOLET, INK)
THICK = 0.36
"""Height of a bar, of a row of 1."""


def sensitivity(panels: Sequence[tuple[str, Sequence[Bar], float | None]], *, title: str) -> Figure:
    """Draw the indices of the parameters that move each outcome.

    Parameters
    ----------
    panels
        Outcome, its bars with the largest first, and the first-order index that chance reaches
        (None where bars have intervals).
    title
        What was studied.
    """
    rows = [max(len(bars), 1) for _, bars, _ in panels]
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        height = 0.9 + sum(0.34 * r + 0.95 for r in rows)
        figure = Figure(figsize=(7.5, height), layout="constrained")
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK)
        grid = figure.subplots(len(panels), 1, squeeze=False, sharex=True, height_ratios=rows)
        for ax, (name, bars, chance) in zip(grid[:, 0], panels, strict=True):
            _bars(ax, bars, chance)
            scale = "its variance" if chance is None else "the variance of its rank"
            plain(ax, name, f"share of {scale} that a parameter explains")
        grid[0, 0].set_xlim(0.0, _far(panels))
        shown = next((ax for ax in grid[:, 0] if ax.get_legend_handles_labels()[1]), None)
        if shown is not None:
            handles, labels = shown.get_legend_handles_labels()
            figure.legend(
                handles, labels, loc="outside lower right", ncols=3, fontsize=8, frameon=False
            )
    return figure


def _far(panels: Sequence[tuple[str, Sequence[Bar], float | None]]) -> float:
    """Right end of the axis: the farthest bar or interval, and a little more."""
    ends = [c for _, _, c in panels if c is not None]
    for _, bars, _ in panels:
        for _, first, first_error, total, total_error in bars:
            ends.append(first + (first_error or 0.0))
            ends.append((total or 0.0) + (total_error or 0.0))
    return min(1.05 * max(ends, default=0.0), 1.0) or 1.0


def _bars(ax: "Axes", bars: Sequence[Bar], chance: float | None) -> None:
    if not bars:
        ax.set_yticks([])
        says = "no parameter beyond what chance explains"
        ax.text(0.02, 0.5, says, transform=ax.transAxes, fontsize=8, color=INK, va="center")
        return
    y = np.arange(len(bars), dtype=float)
    names, first, first_error, total, total_error = zip(*bars, strict=True)
    both = total[0] is not None
    _series(ax, y - THICK / 2 if both else y, first, first_error, BLUE, "alone (first order)")
    if both:
        _series(ax, y + THICK / 2, total, total_error, AMBER, "with others (total)")
    if chance is not None:
        ax.axvline(
            chance, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), label="what chance reaches"
        )
    ax.set_yticks(y, names)
    ax.set_ylim(len(bars) - 0.4, -0.6)


def _series(
    ax: "Axes",
    y: np.ndarray,
    values: Sequence[float],
    errors: Sequence[float | None],
    colour: str,
    label: str,
) -> None:
    x = np.maximum(np.asarray(values, float), 0.0)
    ax.barh(y, x, THICK if errors[0] is not None else 2 * THICK, color=colour, label=label)
    if errors[0] is not None:
        ax.errorbar(
            values, y, xerr=np.asarray(errors, float), fmt="none", ecolor=INK, elinewidth=0.9
        )


def sweep(
    paths: Sequence[str],
    points: Sequence[Sequence[Any]],
    outcomes: Sequence[tuple[str, str, Sequence[Any]]],
    *,
    title: str,
    grid: bool,
) -> Figure:
    """Draw each outcome against each path that varies.

    Parameters
    ----------
    paths, points
        What varies, and its values at each point.
    outcomes
        Name, unit, and at each point mean, low and high, None where there is nothing.
    title
        What was run.
    grid
        True: values were listed, and are joined by lines while there are few of them.
    """
    size = (max(4.2 * len(paths), 6.0), 0.8 + 2.4 * len(outcomes))
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK)
        panels = figure.subplots(len(outcomes), len(paths), squeeze=False, sharey="row")
        for row, (name, unit, told) in zip(panels, outcomes, strict=True):
            for k, ax in enumerate(row):
                _against(ax, k, paths, points, told, joined=grid)
                plain(ax, *((name, unit) if k == 0 else ("", "")))
        for ax, path in zip(panels[-1], paths, strict=True):
            ax.set_xlabel(path, fontsize=8, color=INK)
        for ax in panels[0]:
            if len(ax.get_legend_handles_labels()[1]) > 1:
                ax.legend(fontsize=7, frameon=False)
    return figure


def _against(
    ax: "Axes",
    k: int,
    paths: Sequence[str],
    points: Sequence[Sequence[Any]],
    told: Sequence[Any],
    *,
    joined: bool,
) -> None:
    """Draw one outcome against path `k`: a line for each setting of the others, or dots."""
    position, words = _positions([point[k] for point in points])
    others = [tuple(map(str, (*point[:k], *point[k + 1 :]))) for point in points]
    lines = list(dict.fromkeys(others))
    mean, low, high = (
        np.array([np.nan if s.mean is None else getattr(s, part) for s in told], float)
        for part in ("mean", "low", "high")
    )
    if not joined or len(lines) > len(COLOURS):
        ax.vlines(position, low, high, color=BLUE, alpha=0.25, linewidth=1.0)
        ax.plot(position, mean, "o", color=BLUE, markersize=3.0)
    else:
        for line, colour in zip(lines, COLOURS, strict=False):
            at = np.array([i for i, other in enumerate(others) if other == line])
            at = at[np.argsort(position[at])]
            ax.fill_between(position[at], low[at], high[at], color=colour, alpha=0.12, linewidth=0)
            ax.plot(
                position[at],
                mean[at],
                "o-",
                color=colour,
                markersize=3.0,
                linewidth=1.4,
                label=_setting(paths, k, line),
            )
    if words is not None:
        ax.set_xticks(range(len(words)), words)
        ax.set_xlim(-0.3, len(words) - 0.7)


def _setting(paths: Sequence[str], k: int, line: Sequence[str]) -> str:
    names = [path.rpartition(".")[2] for path in (*paths[:k], *paths[k + 1 :])]
    return ", ".join(f"{name} {value}" for name, value in zip(names, line, strict=True))


def _positions(values: Sequence[Any]) -> tuple[np.ndarray, list[str] | None]:
    """Where values stand on an axis; words, in order, if they are no numbers."""
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return np.asarray(values, float), None
    words = list(dict.fromkeys(map(str, values)))
    return np.array([words.index(str(v)) for v in values], float), words
