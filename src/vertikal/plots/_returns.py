"""One page on a table of returns: fingerprint, votes by turnout, fine shares, readings, verdict."""

import textwrap
from math import isnan
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure

from vertikal.instruments import Battery, Stations, Verdict, fingerprint, holm
from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["returns_page"]

INKS = LinearSegmentedColormap.from_list("voters", ["#f2f5f9", BLUE, INK])
FINE = 0.001
"""Width of the bins in which written round numbers show, unit 1."""
LINE, MOST_LINES = 76, 16
"""Characters of a line of the verdict, and lines that fit the page."""
UNUSUAL = 0.05


def returns_page(stations: Stations, found: Battery, says: Verdict, title: str) -> Figure:
    """Draw a page that can be put before a reader who has not seen the table.

    Parameters
    ----------
    stations
        The table.
    found
        What the instruments read.
    says
        The verdict on it.
    title
        Which vote, whose leader.
    """
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(11.7, 8.3))
        grid = figure.add_gridspec(
            3, 3, left=0.06, right=0.98, top=0.86, bottom=0.05, hspace=0.62, wspace=0.26,
            height_ratios=(1.0, 1.0, 1.25), width_ratios=(1.25, 1.0, 1.0),
        )  # fmt: skip
        figure.text(0.06, 0.955, title, fontsize=13, fontweight="bold", color=INK)
        mean = f"{len(stations):,} stations"
        if stations.has("registered"):
            total = max(int(stations.registered.sum()), 1)
            mean += f"; turnout {100 * stations.ballots.sum() / total:.1f} %"
        share = 100 * stations.leader.sum() / max(int(stations.valid.sum()), 1)
        figure.text(0.06, 0.925, f"{mean}; leader {share:.1f} %", fontsize=9, color=SLATE)
        _voters(figure.add_subplot(grid[:2, 0]), stations)
        _by_turnout(figure.add_subplot(grid[0, 1]), stations)
        _fine(figure.add_subplot(grid[0, 2]), stations.share, "Leader's share, finely")
        _fine(figure.add_subplot(grid[1, 1]), _turnout(stations), "Turnout, finely")
        _regions(figure.add_subplot(grid[1, 2]), stations, found)
        below = grid[2, :].subgridspec(1, 2, width_ratios=(1.5, 1.0), wspace=0.04)
        _readings(figure.add_subplot(below[0]), found)
        _verdict(figure.add_subplot(below[1]), says)
    return figure


def _turnout(stations: Stations) -> np.ndarray:
    return stations.turnout if stations.has("registered") else np.empty(0)


def _voters(ax: "Axes", stations: Stations) -> None:
    print_ = fingerprint(stations)
    plain(ax, "Fingerprint", "registered voters at stations of this turnout and share")
    if not stations.has("registered"):
        _nothing(ax, "no registered voters in the table")
        return
    some = np.where(print_.voters > 0, print_.voters, np.nan).T
    ax.imshow(
        some, origin="lower", extent=(0, 100, 0, 100), cmap=INKS, aspect="auto",
        norm=LogNorm(vmin=max(float(np.nanmax(some)) / 1e4, 1.0), vmax=float(np.nanmax(some))),
        interpolation="nearest",
    )  # fmt: skip
    ax.set_xlabel("turnout, %", fontsize=8, color=SLATE)
    ax.set_ylabel("leader's share of valid ballots, %", fontsize=8, color=SLATE)


def _by_turnout(ax: "Axes", stations: Stations) -> None:
    plain(ax, "Votes by turnout", "votes for each per cent of turnout, thousands")
    if not stations.has("registered"):
        _nothing(ax, "no registered voters in the table")
        return
    print_ = fingerprint(stations)
    middle = 50.0 * (print_.edges[1:] + print_.edges[:-1])
    ax.step(middle, print_.others / 1e3, color=AMBER, where="mid", label="all others")
    ax.step(middle, print_.leader / 1e3, color=BLUE, where="mid", label="leader")
    ax.legend(fontsize=7, frameon=False, loc="upper left")
    ax.set_xlim(0, 100)


def _fine(ax: "Axes", x: np.ndarray, title: str) -> None:
    """Stations in bins of a tenth of a per cent; numbers that were written stand out as teeth."""
    plain(ax, title, "stations for each 0.1 %; written numbers are teeth")
    known = x[np.isfinite(x) & (x > 0.0) & (x < 1.0)] if x.size else x
    if known.size == 0:
        _nothing(ax, "not in the table")
        return
    place = np.floor(known / FINE + 0.5).astype(int)
    count = np.bincount(place, minlength=round(1 / FINE) + 1)
    low, high = np.quantile(known, [0.01, 0.99])
    ax.fill_between(np.arange(count.size) * 100 * FINE, count, step="mid", color=BLUE, linewidth=0)
    ax.set_xlim(100 * low, 100 * high)
    ax.set_ylim(0, None)


def _regions(ax: "Axes", stations: Stations, found: Battery) -> None:
    """Each region's turnout and share; filled where it stands out by itself."""
    read = "filled: stands out by itself" if found.regions else "not read by region"
    plain(ax, "Regions", f"turnout and leader's share, %; {read}")
    if not stations.has("registered") or len(stations.codes) == 1:
        _nothing(ax, "one region only" if len(stations.codes) == 1 else "not in the table")
        return
    n = len(stations.codes)
    sums = {
        name: np.bincount(stations.region, getattr(stations, name).astype(float), n)
        for name in ("registered", "ballots", "valid", "leader")
    }
    with np.errstate(invalid="ignore", divide="ignore"):
        t, s = 100 * sums["ballots"] / sums["registered"], 100 * sums["leader"] / sums["valid"]
    out = np.zeros(n, bool)
    if found.regions:
        out = np.array(holm([region.p for region in found.regions])) < UNUSUAL
    ax.scatter(t[~out], s[~out], s=14, facecolors="none", edgecolors=SLATE, linewidths=0.8)
    ax.scatter(t[out], s[out], s=18, color=AMBER, edgecolors=INK, linewidths=0.5)


def _readings(ax: "Axes", found: Battery) -> None:
    """The readings as two tables: what has a part in the verdict, and what describes."""
    ax.set_axis_off()
    asked = [(*r.tested, _p(r.finding.p), r.finding.p < UNUSUAL) for r in found.alarms]
    told = [
        r for r in found.readings
        if not isnan(r.finding.value) and (r.tests_another or not r.alarms)
    ]  # fmt: skip
    places = (0.0, 0.60, 0.72, 0.86)
    step = min(1.0 / (len(asked) + len(told) + 3), 0.1)
    lines: list[tuple[tuple[str, ...], str, str]] = []
    if asked:
        lines.append((("out of the ordinary?", "found", "honest", "p"), SLATE, "normal"))
    for label, value, null, p, out in asked:
        weight = "bold" if out else "normal"
        lines.append(((label, _short(value), _short(null), p), INK, weight))
    lines.append((("", "", "", ""), INK, "normal"))
    lines.append((("what describes (no verdict)", "value", "95 % interval", ""), SLATE, "normal"))
    for r in told:
        f = r.finding
        interval = "" if isnan(f.low) else f"{_short(f.low)} to {_short(f.high)}"
        lines.append(((r.instrument.label, _short(f.value), interval, ""), INK, "normal"))
    for k, (cells, colour, weight) in enumerate(lines):
        for x, cell in zip(places, cells, strict=True):
            ax.text(x, 1.0 - step * k, cell, fontsize=7, color=colour, fontweight=weight,
                    transform=ax.transAxes)  # fmt: skip


def _p(p: float) -> str:
    return "< .001" if p < 0.001 else f"{p:.2g}"  # noqa: PLR2004 - digits to show


def _verdict(ax: "Axes", says: Verdict) -> None:
    ax.set_axis_off()
    ax.text(0.0, 1.0, "in words", fontsize=7, color=SLATE, transform=ax.transAxes)
    lines: list[str] = []
    for part in says.sentences:
        wrapped = textwrap.wrap(part, LINE)
        if len(lines) + len(wrapped) > MOST_LINES:
            lines.append("More: `vertikal measure`.")
            break
        lines += wrapped
    ax.text(0.0, 0.95, "\n".join(lines), fontsize=7, color=INK, va="top",
            transform=ax.transAxes, linespacing=1.25)  # fmt: skip


def _short(x: float) -> str:
    if isnan(x):
        return ""
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004 - digits to show


def _nothing(ax: "Axes", why: str) -> None:
    ax.text(0.5, 0.5, why, ha="center", color=SLATE, fontsize=8, transform=ax.transAxes)
    ax.set_xticks([])
    ax.set_yticks([])
