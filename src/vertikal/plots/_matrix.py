"""All facts of all scenarios on one page: what was observed beside what was simulated."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from vertikal.lab import ScoreCard, ScoredFact
from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE

__all__ = ["matrix"]

TALL = 46
"""Rows from which on a further column is begun."""
FAR = 30.0
"""Half widths of the observed band beyond which a reading is drawn as an arrow at the edge."""
TICKS = (-10.0, -3.0, -1.0, 0.0, 1.0, 3.0, 10.0)
OBSERVED = "#dde2e8"
WIDTH, ROW, HEAD = 5.9, 0.155, 1.1
"""Inches: a column, a row, what stands above and below."""
LABELS = {
    "pass": "passes, the null model does not",
    "null": "passes, and so does the null model",
    "miss": "misses",
}
COLORS = {"pass": BLUE, "null": SLATE, "miss": AMBER}
MARKERS = {"pass": "o", "null": "s", "miss": "X"}


@dataclass(frozen=True)
class _Line:
    """A row of the picture: the heading of a scenario, or one of its facts."""

    text: str
    fact: ScoredFact | None = None


def matrix(cards: Sequence[ScoreCard]) -> Figure:
    """Draw every scored fact: its band as observed, and as simulated, in units of the former.

    The observed band reaches from -1 to 1; beyond, the scale is logarithmic.
    """
    columns = list(_columns(cards))
    rows = max(len(column) for column in columns)
    size = (WIDTH * len(columns), max(ROW * rows + HEAD, 2.2))
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=size, layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.06)  # type: ignore[union-attr]
        grid = figure.subplots(1, len(columns), squeeze=False)
        for ax, column in zip(grid[0], columns, strict=True):
            _draw(ax, column, rows)
        scored = [f for card in cards for f in card.facts if f.scored]
        passed = sum(bool(f.passes) for f in scored)
        null = sum(bool(f.null_passes) for f in scored)
        figure.suptitle(
            f"{passed} of {len(scored)} scored facts pass; the null model passes {null}; "
            f"{sum(f.is_evidence for f in scored)} are evidence",
            x=0.01,
            ha="left",
            fontsize=10,
            fontweight="bold",
            color=INK,
        )
        figure.legend(
            handles=_legend(),
            loc="outside lower left",
            frameon=False,
            fontsize=7,
            ncols=min(len(columns) + 1, 3),
        )
    return figure


def _columns(cards: Sequence[ScoreCard]) -> Iterator[list[_Line]]:
    """Rows of all scenarios, a column after the other; a scenario is not torn apart."""
    groups = [_group(card) for card in cards if card.facts]
    total = sum(len(group) for group in groups)
    goal = total / max(math.ceil(total / TALL), 1)
    column: list[_Line] = []
    for group in groups:
        if column and len(column) + len(group) / 2.0 > goal:
            yield column
            column = []
        column = [*column, *group]
    yield column


def _group(card: ScoreCard) -> list[_Line]:
    """Heading, then facts."""
    count = card.tally
    name = card.scenario.replace("_", " ").title()
    text = f"{name}: {count.passed} of {count.scored} pass, null {count.null_passed}"
    return [_Line(text), *(_Line(f.id, f) for f in card.facts if f.scored)]


def _draw(ax: Axes, column: list[_Line], rows: int) -> None:
    names, heads = [], []
    for y, line in enumerate(column):
        names.append("" if line.fact is None else line.text)
        if line.fact is None:
            heads.append(y)
            place = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": 7.5}
            ax.text(0.0, y, line.text, ha="left", fontweight="bold", color=INK, **place)
        else:
            _row(ax, y, line.fact)
    ax.set_yticks(range(len(column)), names, fontsize=6, color=INK)
    ax.set_ylim(rows - 0.4, -0.7)
    ax.set_xlim(_squeezed(-FAR) - 0.15, _squeezed(FAR) + 0.15)
    ax.set_xticks([_squeezed(x) for x in TICKS], [f"{x:g}" for x in TICKS], fontsize=6.5)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", colors=SLATE, length=2)
    ax.set_xlabel("half widths of the observed band from its middle", fontsize=6.5, color=SLATE)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)


def _row(ax: Axes, y: int, f: ScoredFact) -> None:
    """Above the observed band, below the simulated one; at the right both numbers."""
    if f.median is None or f.low is None or f.high is None:
        says = f"MISS: happens in {100 * (f.happened or 0.0):.0f} % of histories"
        ax.text(0.0, y, says, ha="center", va="center", fontsize=6, color=COLORS["miss"])
        return
    verdict = "miss" if not f.passes else "null" if f.null_passes else "pass"
    color = COLORS[verdict]
    whole = 2.0 if f.band[1] > f.band[0] else 0.06  # one number only: a stroke
    ax.barh(y - 0.2, whole, left=-whole / 2.0, height=0.3, color=OBSERVED, zorder=1)
    if not isinstance(f.observed, str):
        at = _squeezed(_scaled(f.observed, f))
        ax.vlines(at, y - 0.36, y - 0.04, color=INK, linewidth=1.1, zorder=2)
    low, median, high = (_squeezed(_scaled(x, f)) for x in (f.low, f.median, f.high))
    ax.hlines(y + 0.2, low, high, color=color, linewidth=2.2, alpha=0.45, zorder=2)
    edge = abs(_scaled(f.median, f)) > FAR
    marker = MARKERS[verdict] if not edge else "<" if median < 0 else ">"
    ax.plot(
        median,
        y + 0.2,
        marker,
        markersize=4.2,
        markeredgewidth=0.9,
        markeredgecolor=color,
        markerfacecolor=color if f.is_evidence or not f.passes else "white",
        zorder=3,
        clip_on=False,
    )
    observed = f.observed if isinstance(f.observed, str) else _number(f.observed)
    text = f"{observed} | {_number(f.median)}"
    place = {"transform": ax.get_yaxis_transform(), "va": "center", "ha": "left", "fontsize": 5.6}
    ax.text(1.01, y, text, color=SLATE, **place)


def _scaled(x: float, f: ScoredFact) -> float:
    """Distance from the middle of the observed band, in half widths."""
    middle, half = (f.band[0] + f.band[1]) / 2.0, (f.band[1] - f.band[0]) / 2.0
    return (x - middle) / (half or abs(middle) * 0.05 or 1.0)


def _squeezed(x: float) -> float:
    """Linear within the band, logarithmic outside it, cut at the edge."""
    far = min(abs(x), FAR)
    return float(np.sign(x)) * (far if far <= 1.0 else 1.0 + math.log(far))


def _number(x: float) -> str:
    return f"{x:,.0f}".replace(",", " ") if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004


def _legend() -> list[Line2D | Patch]:
    marks = [
        Line2D([], [], color=COLORS[k], marker=MARKERS[k], markersize=5, linewidth=2.2, label=label)
        for k, label in LABELS.items()
    ]
    hollow = {"color": SLATE, "marker": "o", "linewidth": 0, "markerfacecolor": "white"}
    return [
        *marks,
        Patch(color=OBSERVED, label="observed: band, and value (left of |)"),
        Line2D([], [], label="simulated: 5 to 95 %, median (right of |)", color=SLATE, linewidth=2),
        Line2D([], [], label="hollow: in sample, or the null not beaten", **hollow),
    ]
