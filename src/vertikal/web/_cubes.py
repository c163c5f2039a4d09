"""Numbers for the page: quantiles and single histories of a quantity, packed for one transfer.

A cube is a line of JSON, a line feed, and the numbers: `(series, place, time)`, little-endian.
The first place is the whole country, then the regions in their order. Shares and counts are packed
into 16 bits; differences are kept as they are, so that what is exactly zero stays so.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vertikal.experiments._quantities import Field, Quantity

__all__ = ["HISTORIES", "Cube", "difference_cube", "pack", "quantity_cube", "unit_cube"]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
HISTORIES = 24
"""Single histories that a page holds."""
MISSING, STEPS = 65535, 65534
FLAT = 0.01
"""Least length of a colour scale of shares."""
CERTAIN = 1.96
"""Standard errors to either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class Cube:
    """Series of numbers by place and time, and what they are."""

    series: tuple[str, ...]
    values: np.ndarray
    """`(series, place, time)`."""
    times: tuple[int, ...]
    """Months from the start of the run."""
    scale: tuple[float, float]
    """Ends of the colour scale: fixed while time moves."""
    more: dict[str, Any] = field(default_factory=dict)


def quantity_cube(field_: Field, quantity: Quantity, times: tuple[int, ...]) -> Cube:
    """Quantiles over all histories, then the first histories as they are."""
    stacked = _places(field_)
    found = quantiles(stacked, LEVELS)
    values = np.concatenate([found, _first(stacked)])
    return Cube(_names("q05 q25 q50 q75 q95", stacked), values, times, _scale(found[2], quantity))


def difference_cube(there: Field, here: Field, quantity: Quantity, times: tuple[int, ...]) -> Cube:
    """Quantiles of the difference, history by history; its mean with the 95 % interval of it."""
    a, b = _places(there), _places(here)
    members = min(a.shape[-1], b.shape[-1])
    apart = a[..., :members] - b[..., :members]
    known = np.isfinite(apart)
    count = known.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, apart, 0.0).sum(-1) / count
        squares = np.where(known, (apart - mean[..., None]) ** 2, 0.0).sum(-1) / (count - 1)
        error = np.sqrt(squares / count)
    found = quantiles(apart, LEVELS)
    rows = [mean, mean - CERTAIN * error, mean + CERTAIN * error]
    values = np.concatenate([found, np.stack(rows), _first(apart)])
    shown = np.abs(mean[1:] if len(mean) > 1 else mean)
    far = float(np.nanmax(np.where(np.isfinite(shown), shown, 0.0), initial=0.0))
    names = _names("q05 q25 q50 q75 q95 mean low high", apart)
    return Cube(names, values, times, (-far, far), {"pairs": members, "unit": quantity.unit})


def unit_cube(values: np.ndarray, times: tuple[int, ...], *, yes_or_no: bool) -> Cube:
    """Mean and band of every unit, `(member, year, unit)`; of what is or is not, the share."""
    if yes_or_no:
        share = values.mean(0).T[None].astype(np.float32)
        return Cube(("mean",), share, times, (0.0, 1.0), {"probability": True})
    stacked = np.ascontiguousarray(np.moveaxis(values.astype(np.float32), 0, -1).swapaxes(0, 1))
    found = quantiles(stacked, (0.05, 0.95))
    mean = stacked.mean(-1)  # finer than a median of values that are kept in steps
    low, high = float(mean.min()), float(mean.max())
    return Cube(("q05", "mean", "q95"), np.stack([found[0], mean, found[1]]), times, (low, high))


def _places(field_: Field) -> np.ndarray:
    """Nation and regions stacked, members last: `(place, time, member)`."""
    nation = field_.nation.T[None]
    if field_.regions is None:
        return np.ascontiguousarray(nation, np.float32)
    regions = np.moveaxis(field_.regions, 0, -1).swapaxes(0, 1)
    return np.concatenate([nation, regions]).astype(np.float32, copy=False)


def quantiles(values: np.ndarray, levels: tuple[float, ...]) -> np.ndarray:
    """Quantiles along the last axis, `(level, ...)`, leaving out NaN; NaN where nothing is left."""
    ordered = np.sort(values, axis=-1)  # NaN last
    count = np.isfinite(ordered).sum(-1)
    out = np.empty((len(levels), *values.shape[:-1]), np.float32)
    for k, level in enumerate(levels):
        at = np.maximum(level * (count - 1), 0.0)
        below = np.floor(at).astype(int)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        low, high = (np.take_along_axis(ordered, i[..., None], -1)[..., 0] for i in (below, above))
        out[k] = low + (high - low) * (at - below)
    return out


def _first(stacked: np.ndarray) -> np.ndarray:
    return np.moveaxis(stacked[..., :HISTORIES], -1, 0)


def _names(summaries: str, stacked: np.ndarray) -> tuple[str, ...]:
    count = min(stacked.shape[-1], HISTORIES)
    return (*summaries.split(), *(f"h{k}" for k in range(count)))


def _scale(medians: np.ndarray, quantity: Quantity) -> tuple[float, float]:
    """Smallest and largest median of all regions and times; of the nation, where it is alone."""
    medians = medians[1:] if len(medians) > 1 else medians
    if not np.isfinite(medians).any():
        return 0.0, 1.0
    low, high = float(np.nanmin(medians)), float(np.nanmax(medians))
    if quantity.unit not in ("share", "index"):
        return 0.0, max(high, 1.0)
    return low, max(high, low + FLAT)


def pack(cube: Cube, *, exact: bool = False) -> bytes:
    """Write a cube as bytes; `exact` keeps 32 bits of every number."""
    values = cube.values
    finite = np.isfinite(values)
    low = float(values[finite].min()) if finite.any() else 0.0
    high = float(values[finite].max()) if finite.any() else 1.0
    head: dict[str, Any] = {
        "series": list(cube.series),
        "places": values.shape[1],
        "times": list(cube.times),
        "scale": [round(x, 9) for x in cube.scale],
        "kind": "f4" if exact else "u2",
        **cube.more,
    }
    if exact:
        body = values.astype("<f4")
    else:
        step = (high - low) / STEPS or 1.0
        head |= {"low": low, "step": step, "missing": MISSING}
        packed = np.where(finite, np.rint((np.where(finite, values, low) - low) / step), MISSING)
        body = packed.astype("<u2")
    said = json.dumps(head, separators=(",", ":"), allow_nan=False).encode()
    padded = said + b" " * (-(len(said) + 1) % 4) + b"\n"
    return padded + body.tobytes()
