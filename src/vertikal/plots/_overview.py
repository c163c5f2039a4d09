"""One page about a run: who decides, who votes, who protests, how rules are met."""

import re

import matplotlib as mpl
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vertikal.plots._fan import fan
from vertikal.plots._style import AMBER, BLUE, GREY, INK, TEAL, VIOLET, plain
from vertikal.plots._tiles import tiles

__all__ = ["overview"]

BINS = np.array([5.0, 8.0, 11.0, 15.0, 20.0, 28.0, 40.0, 60.0])
"""Edges of salience, for the removal panel."""
PATH = re.compile(r", [a-z_]+(\.[^=\s,{}\[\]]+)*=")
"""Where one change ends and the next begins."""
LONGEST = 60
"""Letters of a list of changes that still fit into the title."""
MAP_RANGE = (10.0, 25.0)
"""Colour scale of the map: fixed, so that two pictures can be compared."""
FEW = 5
"""Cases below which a bin of the removal panel is left out."""


def overview(data: xr.Dataset) -> Figure:
    """Draw the overview of a run as a matplotlib figure."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "axes.edgecolor": GREY}):
        figure = Figure(figsize=(13.0, 8.2), layout="constrained")
        grid = figure.subplots(2, 3)
        _elected(grid[0, 0], data)
        _turnout(grid[0, 1], data)
        _map(grid[0, 2], data)
        _protest(grid[1, 0], data)
        _answers(grid[1, 1], data)
        _removals(grid[1, 2], data)
        a = data.attrs
        told = _changed(str(a.get("changes", "")), str(a.get("without", "")))
        figure.suptitle(
            f"{a.get('title', 'A run')}: {data.sizes['member']} simulated histories"
            + (f" ({told})" if told else ""),
            x=0.01,
            ha="left",
            fontsize=13,
            fontweight="bold",
            color=INK,
        )
        figure.supxlabel(
            f"{a.get('software', '')}, scenario {a.get('scenario_hash', '')}, seed "
            f"{a.get('seed', '')}. Lines: single histories; bands: 5 to 95 %; heavy line: median.",
            x=0.01,
            ha="left",
            fontsize=7.5,
            color=GREY,
        )
    return figure


def _changed(changes: str, without: str) -> str:
    """Say in what a run differs from its scenario; empty if in nothing."""
    if len(changes) + len(without) > LONGEST:
        n, left_out = len(_split(changes)), len(without.split(", ")) if without else 0
        changes = f"{n} change{'s' * (n > 1)}" if n else ""
        without = f"{left_out} mechanism{'s' * (left_out > 1)}" if left_out > 1 else without
    parts = (("with", changes), ("without", without))
    return ", ".join(f"{word} {said}" for word, said in parts if said)


def _split(text: str) -> list[str]:
    """Changes of a request, which stand one after the other as `path=value`.

    A value may hold commas and keys of its own: a change begins where, outside all brackets and
    quotes, a path does.
    """
    if not text:
        return []
    cuts, depth, quote = [0], 0, ""
    for i, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote and text[i - 1] != "\\" else quote
        elif letter in "\"'" and text[i - 1 : i] in set("=[{(:, "):  # no apostrophe within a word
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth = max(depth - 1, 0)
        elif depth == 0 and PATH.match(text, i):
            cuts.append(i + 2)
    return [text[a:b].removesuffix(", ") for a, b in zip(cuts, [*cuts[1:], None], strict=True)]


def _elected(ax: Axes, data: xr.Dataset) -> None:
    for tier, color in zip(data["tier"].values, (VIOLET, AMBER, BLUE), strict=False):
        posts = float((data["unit_tier"].values == tier).sum())
        share = 100.0 * data["heads_elected"].sel(tier=tier).astype(float) / posts
        fan(ax, share, color=color, label=f"{tier} ({posts:.0f} posts)")
    ax.set_ylim(-2, 104)
    ax.legend(frameon=False, fontsize=8, loc="upper left")
    plain(ax, "Heads elected by residents", "% of the tier's posts")


def _turnout(ax: Axes, data: xr.Dataset) -> None:
    names = [str(v) for v in data["vote"].values]
    if not names:
        ax.text(0.5, 0.5, "no national vote in this period", ha="center", fontsize=9, color=GREY)
        ax.axis("off")
        return
    kinds = data["region_kind"].values
    at = data["national_turnout"].isel(time=data["vote_month"].values)
    at = 100.0 * at.rename(time="vote")
    common = max(set(kinds.tolist()), key=kinds.tolist().count)
    places = np.arange(len(names))
    others = np.flatnonzero(kinds != common)
    groups = [(f"mean of {common}s", at.isel(region=kinds == common).mean("region"), BLUE)]
    for i, color in zip(others[:3], (AMBER, VIOLET, TEAL), strict=False):
        groups.append((str(data["region_name"].values[i]), at.isel(region=i), color))
    for shift, (label, values, color) in enumerate(groups):
        low, median, high = values.quantile([0.05, 0.5, 0.95], "member").values
        x = places + 0.16 * (shift - (len(groups) - 1) / 2.0)
        ax.vlines(x, low, high, color=color, linewidth=3, alpha=0.35)
        ax.plot(x, median, "o", color=color, markersize=4, label=label)
    ax.set_xticks(places, [_short(n) for n in names], fontsize=7)
    ax.set_ylim(0, 100)
    ax.legend(frameon=False, fontsize=8, ncols=2, loc="lower left")
    plain(ax, "Declared turnout of national votes", "% of adults")


def _short(vote: str) -> str:
    """`parliament_2023` as `parl.` over the year: votes are many, the axis is short."""
    kind, _, year = vote.rpartition("_")
    words = {"president": "pres.", "parliament": "parl.", "referendum": "ref."}
    return f"{words.get(kind, kind)}\n{year}"


def _map(ax: Axes, data: xr.Dataset) -> None:
    peak = 100.0 * data["activism"].max("time").median("member")
    tiles(ax, peak, least=MAP_RANGE[0], most=MAP_RANGE[1], fmt="{:.0f} %")
    plain(
        ax,
        "Peak activism by region",
        f"% of adults ready to act, median; colours {MAP_RANGE[0]:.0f} to {MAP_RANGE[1]:.0f} %",
    )


def _protest(ax: Axes, data: xr.Dataset) -> None:
    events = data["protests_peaceful"].astype(float) + data["protests_violent"]
    fan(ax, events.sum("region"), color=TEAL)
    ax.set_ylim(bottom=0)
    plain(ax, "Protest events", "a month, whole country")


def _answers(ax: Axes, data: xr.Dataset) -> None:
    years = data["time"].values.astype("datetime64[Y]").astype(int) + 1970
    disliked = np.asarray(data["disliked"].astype(float).sum(("member", "region")))
    bottom = np.zeros(len(set(years.tolist())))
    unique = np.unique(years)
    whole = np.array([disliked[years == y].sum() for y in unique])
    parts = (
        ("slowed", "ministry slows down", BLUE),
        ("shunned", "shunned", AMBER),
        ("complied", "complied with", GREY),
        ("sued", "taken to court", VIOLET),
    )
    for name, label, color in parts:
        counts = np.asarray(data[name].astype(float).sum(("member", "region")))
        share = np.array([counts[years == y].sum() for y in unique]) / np.maximum(whole, 1.0)
        ax.bar(unique, 100.0 * share, bottom=100.0 * bottom, color=color, width=0.85, label=label)
        bottom += share
    rest = np.where(whole > 0, 1.0 - bottom, 0.0)
    ax.bar(
        unique,
        100.0 * rest,
        bottom=100.0 * bottom,
        color="#e4e7eb",
        width=0.85,
        label="talks failed",
    )
    ax.set_ylim(0, 128)
    ax.set_yticks(range(0, 101, 20))
    ax.set_xlim(unique[0] - 0.6, unique[-1] + 0.6)
    ax.set_xticks(unique[::3], [str(y) for y in unique[::3]])
    ax.legend(frameon=False, fontsize=7.5, ncols=3, loc="upper left")
    plain(ax, "What happens to a directive that a region dislikes", "% of directives")


def _removals(ax: Axes, data: xr.Dataset) -> None:
    salience = np.asarray(data["case_salience"]).ravel()
    own = (np.asarray(data["case_target"]) == np.asarray(data["case_unit"])).ravel()
    elected = np.asarray(data["case_head_elected"]).ravel() > 0
    middle = np.sqrt(BINS[:-1] * BINS[1:])
    above = (np.asarray(data["case_target"]) >= 0).ravel() & ~own
    lines = (
        (~elected, own, "the head of the place, if appointed", BLUE),
        (elected, own, "the head of the place, if elected", AMBER),
        (~elected, above, "a superior instead (head appointed)", GREY),
        (elected, above, "a superior instead (head elected)", VIOLET),
    )
    for chosen, gone, label, color in lines:
        shares, places = [], []
        for low, high, at in zip(BINS[:-1], BINS[1:], middle, strict=True):
            here = chosen & (salience >= low) & (salience < high)
            if here.sum() >= FEW:
                shares.append(100.0 * gone[here].mean())
                places.append(at)
        ax.plot(places, shares, "o-", color=color, markersize=4, label=label)
    if not any(np.asarray(line.get_xdata()).size for line in ax.get_lines()):
        ax.text(0.5, 0.5, "too few cases", ha="center", transform=ax.transAxes, color=GREY)
        plain(ax, "Who is removed over an incident?")
        ax.set_axis_off()
        return
    ax.set_xscale("log")
    ax.set_xticks([5, 10, 20, 40], ["5", "10", "20", "40"])
    ax.minorticks_off()
    ax.set_ylim(0, 138)
    ax.set_yticks(range(0, 101, 20))
    ax.set_xlabel("salience of the incident (1: a newspaper reports it)", fontsize=8, color=INK)
    ax.legend(frameon=False, fontsize=8)
    plain(ax, "Who is removed over an incident?", "% of cases the centre looks at")
