"""A quantity of a run, as the studio shows it: fan, map, timeline, the difference of two worlds."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from vertikal.experiments import effect_of
from vertikal.experiments._quantities import Field, Quantity, month_positions, quantities
from vertikal.plots._style import AMBER, BLUE, GREY, INK, SLATE, plain
from vertikal.plots._tiles import tiles

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

__all__ = ["NoQuantityError", "difference", "quantity_fan", "quantity_map", "timeline"]

SHOWN = 24
"""Single histories that are drawn."""
FONT: Any = {"font.family": "DejaVu Sans", "axes.edgecolor": GREY}


class NoQuantityError(ValueError):
    """A quantity, region or month that the run does not have; the message says what there is."""


def quantity_fan(data: "xr.Dataset", quantity: str, region: str | None = None) -> Figure:
    """Draw a quantity over time: single histories, 5 to 95 %, the median last.

    Parameters
    ----------
    data
        A run.
    quantity
        Its id, as in the studio.
    region
        Code or name; None: the whole country.

    Raises
    ------
    NoQuantityError
        If the run has no such quantity or region.
    """
    chosen = _of(data, quantity)
    values, where = _at(data, chosen, region)
    with mpl.rc_context(FONT):
        figure = Figure(figsize=(8.0, 4.2), layout="constrained")
        ax = figure.subplots()
        _fan(ax, _years(data, chosen), values, dots=chosen.often == "vote")
        plain(ax, f"{_words(chosen)}: {where}", _unit(chosen))
        _source(figure, data)
    return figure


def quantity_map(data: "xr.Dataset", quantity: str, month: str) -> Figure:
    """Draw the median of all histories by region, in a month; colours are those of all months.

    Raises
    ------
    NoQuantityError
        If the run has no such quantity by region, or does not reach the month.
    """
    chosen = _of(data, quantity)
    field = chosen.read(data)
    if field.regions is None:
        message = f"{quantity} exists for the whole country only; draw a fan"
        raise NoQuantityError(message)
    at = _month(data, month)
    known = [k for k, m in enumerate(month_positions(data, chosen)) if m <= at]
    with np.errstate(all="ignore"):
        medians = _median(field.regions)
    scaled = 100.0 if chosen.unit == "share" else 1.0
    shown = medians[known[-1]] if known else np.full(medians.shape[1], np.nan)
    values = data["tile_column"].astype(float) * 0.0 + scaled * shown
    values = values.assign_coords(tile_row=data["tile_row"], region_name=data["region_name"])
    finite = scaled * medians[np.isfinite(medians)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    with mpl.rc_context(FONT):
        figure = Figure(figsize=(7.0, 5.6), layout="constrained")
        ax = figure.subplots()
        form = {"share": "{:.0f} %", "index": "{:.2f}"}.get(chosen.unit, "{:.3g}")
        tiles(ax, values, least=low, most=high, fmt=form)
        span = f"colours {form.format(low)} to {form.format(high)}"
        plain(ax, f"{_words(chosen)}, {month}", f"{_unit(chosen)}, median; {span}")
        _source(figure, data)
    return figure


def timeline(data: "xr.Dataset", quantity: str, events: Iterable[tuple[int, str, str]]) -> Figure:
    """Draw a quantity of the whole country with the dated events of the scenario below it.

    Parameters
    ----------
    data, quantity
        As for `quantity_fan`.
    events
        Month from the start, kind, title.

    Raises
    ------
    NoQuantityError
        If the run has no such quantity.
    """
    chosen = _of(data, quantity)
    values, where = _at(data, chosen, None)
    listed = sorted(events)
    start = float(data.attrs["start"])
    with mpl.rc_context(FONT):
        height = 3.4 + 0.2 * len(listed)
        figure = Figure(figsize=(9.0, height), layout="constrained")
        above, below = figure.subplots(
            2, 1, sharex=True, height_ratios=(3.0, max(0.2 * len(listed), 0.4))
        )
        _fan(above, _years(data, chosen), values, dots=chosen.often == "vote")
        plain(above, f"{_words(chosen)}: {where}", _unit(chosen))
        for row, (month, kind, title) in enumerate(listed):
            at = start + month / 12.0
            color = {"shock": AMBER, "incident": AMBER, "reform": BLUE}.get(kind, SLATE)
            above.axvline(at, color=color, linewidth=0.6, alpha=0.5)
            below.plot(at, row, "o", color=color, markersize=3.5)
            left = month < 0.6 * data.sizes["time"]
            below.annotate(
                f"{title}", (at, row), xytext=(6 if left else -6, 0), textcoords="offset points",
                ha="left" if left else "right", va="center", fontsize=6.5, color=INK,
            )  # fmt: skip
        below.set_ylim(len(listed) - 0.4, -0.6)
        below.axis("off")
        above.tick_params(axis="x", labelbottom=True)
        _source(figure, data)
    return figure


def difference(
    there: "xr.Dataset", here: "xr.Dataset", quantity: str, region: str | None = None
) -> Figure:
    """Draw two worlds, and below them the difference of their histories with its own band.

    Raises
    ------
    NoQuantityError
        If the two cannot be subtracted, or have no such quantity.
    """
    same = all(here.attrs[k] == there.attrs[k] for k in ("seed", "start", "months"))
    if not same or list(here["region"].values) != list(there["region"].values):
        message = "the two runs have other seeds, years or regions: nothing can be subtracted"
        raise NoQuantityError(message)
    chosen = _of(here, quantity)
    (a, where), (b, _) = _at(here, chosen, region), _at(there, chosen, region)
    pairs = min(len(a), len(b))
    apart = b[:pairs] - a[:pairs]
    years = _years(here, chosen)
    found = [effect_of(b[:pairs, k], a[:pairs, k]) for k in range(len(years))]
    with mpl.rc_context(FONT):
        figure = Figure(figsize=(8.0, 6.4), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True)
        _fan(above, years, b, dots=chosen.often == "vote")
        above.plot(years, _median(a), color=SLATE, linewidth=1.3, linestyle=(0, (5, 3)))
        plain(above, f"{_words(chosen)}: {where}", f"{_unit(chosen)}; dashed: the world as it is")
        below.axhline(0.0, color=GREY, linewidth=0.8)
        with np.errstate(all="ignore"):
            low, high = np.nanquantile(apart, [0.05, 0.95], axis=0)
        below.fill_between(years, low, high, color=BLUE, alpha=0.12, linewidth=0)
        below.fill_between(
            years, [e.low for e in found], [e.high for e in found], color=BLUE, alpha=0.3,
            linewidth=0,
        )  # fmt: skip
        below.plot(years, [e.effect for e in found], color=BLUE, linewidth=1.6)
        unit = "points" if chosen.unit == "share" else _unit(chosen)
        says = f"{unit}; {pairs} pairs; dark: 95 % interval of the mean, light: nine in ten"
        plain(below, "The difference, history by history", says)
        below.xaxis.set_major_locator(MaxNLocator(9, integer=True))
        figure.suptitle(str(there.attrs.get("changes", "")), x=0.01, ha="left", fontsize=9)
        _source(figure, there)
    return figure


def _fan(ax: "Axes", years: np.ndarray, values: np.ndarray, *, dots: bool) -> None:
    for row in values[:SHOWN]:
        ax.plot(years, row, color=BLUE, alpha=0.25, linewidth=0.6)
    known = np.isfinite(values).any(0)
    low, median, high = np.full((3, len(years)), np.nan)
    low[known], median[known], high[known] = np.nanquantile(
        values[:, known], [0.05, 0.5, 0.95], axis=0
    )
    ax.fill_between(years, low, high, color=BLUE, alpha=0.14, linewidth=0)
    ax.plot(years, median, "o-" if dots else "-", color=INK, linewidth=1.6, markersize=3.5)


def _median(values: np.ndarray) -> np.ndarray:
    """Median over histories; NaN where no history has a value."""
    known = np.isfinite(values).any(0)
    out = np.full(values.shape[1:], np.nan)
    out[known] = np.nanmedian(values[:, known], axis=0)
    return out


def _of(data: "xr.Dataset", name: str) -> Quantity:
    known = {q.id: q for q in quantities(data)}
    if name not in known:
        message = f"no quantity {name!r}; there are {', '.join(known)}"
        raise NoQuantityError(message)
    return known[name]


def _at(data: "xr.Dataset", quantity: Quantity, region: str | None) -> tuple[np.ndarray, str]:
    """Values `(member, time)`, shares in per cent, and the name of the place."""
    field: Field = quantity.read(data)
    scaled = 100.0 if quantity.unit == "share" else 1.0
    if region is None:
        return scaled * field.nation, "whole country"
    codes = [str(c) for c in data["region"].values]
    names = [str(n) for n in data["region_name"].values]
    if region not in (*codes, *names):
        message = f"no region {region!r}; there are {', '.join(codes)}"
        raise NoQuantityError(message)
    if field.regions is None:
        message = f"{quantity.id} exists for the whole country only; leave --region out"
        raise NoQuantityError(message)
    i = codes.index(region) if region in codes else names.index(region)
    return scaled * field.regions[..., i], names[i]


def _month(data: "xr.Dataset", month: str) -> int:
    year, _, number = month.partition("-")
    start, months = int(data.attrs["start"]), data.sizes["time"]
    valid = year.isdigit() and number.isdigit()
    at = (int(year) - start) * 12 + int(number) - 1 if valid else -1
    if not 0 <= at < months:
        message = (
            f"{month!r} is no month of the run; write {start}-01 to {start + months // 12 - 1}-12"
        )
        raise NoQuantityError(message)
    return at


def _years(data: "xr.Dataset", quantity: Quantity) -> np.ndarray:
    return float(data.attrs["start"]) + np.asarray(month_positions(data, quantity)) / 12.0


def _words(quantity: Quantity) -> str:
    return quantity.id.replace("_", " ").capitalize()


def _unit(quantity: Quantity) -> str:
    return {"share": "%", "index": "index, 0 to 1"}.get(quantity.unit, quantity.unit)


def _source(figure: Figure, data: "xr.Dataset") -> None:
    a = data.attrs
    said = f"{a.get('title', '')}; {data.sizes['member']} histories, seed {a.get('seed', '')}"
    said += f"; {a.get('software', '')}, run {a.get('request_hash', '')}"
    figure.supxlabel(said, x=0.01, ha="left", fontsize=6.5, color=GREY)
