"""How far a panel's scores may be off, learnt from the panel itself, and draws that allow for it.

A measured score is taken for the sum of three things: the path of the nation (the median of its
units), the unit's distance from it, and what this one measurement adds, which is gone at the next
(a landslide, a boycott). Distances mostly stand still and sometimes jump: their moves are Cauchy,
so that a regime may change between two elections without every landslide being taken for a change.
All sizes are learnt nation by nation, in a Gibbs sampler; nothing is set but priors of a hundredth
of the scale.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Drawn", "common_path", "draw_scores"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]

FREEDOM = 1.0
"""Of Student's t: 1 is Cauchy."""
SHAPE, SCALE = 1.0, 0.01**2
"""Inverse gamma prior of both variances, on a scale of 0 to 1: as weak as one observation."""
BURN_IN, THIN = 200, 2
"""Sweeps that are thrown away at the start, and of which every second is kept."""
LEAST = 3
"""Measurements that a unit needs for its error to be told from its moves."""


class Drawn(NamedTuple):
    """Some draws of all scores."""

    scores: Floats
    """`(draw, year, unit)`, NaN where the panel has none; not cut to 0 to 1."""
    once: Floats
    """Standard deviation of what one measurement adds, `(draw, group)`."""
    walk: Floats
    """Scale of a year's move (half of all moves are smaller), `(draw, group)`."""


class _Series(NamedTuple):
    """Measurements side by side, one row a unit, filled up with nothing at the end."""

    unit: Ints
    at: Ints
    """Place among the years, `(unit, measurement)`."""
    y: Floats
    seen: Bools
    gap: Floats
    """Years to the next, `(unit, measurement - 1)`."""
    tied: Bools
    group: Ints
    known: Floats | None


def common_path(values: Floats, group: Ints) -> Floats:
    """Median of each unit's group in each year, `(year, unit)`; NaN where nobody has a score."""
    path = np.full(values.shape, np.nan)
    for g in np.unique(group):
        own = group == g
        some = np.isfinite(values[:, own]).any(1)
        path[np.ix_(some, own)] = np.nanmedian(values[np.ix_(some, own)], 1)[:, None]
    return path


def draw_scores(
    values: Floats,
    years: Floats,
    measured: Bools,
    group: Ints,
    n: int,
    rng: np.random.Generator,
    *,
    known: Floats | None = None,
    stands: bool = False,
    at_once: int = 100,
) -> Iterator[Drawn]:
    """Draw what the units' scores may have been, given all measurements.

    Parameters
    ----------
    values
        Scores, `(year, unit)`; between measurements they are the panel's own.
    years
        `(year,)`.
    measured
        Where something was measured, `(year, unit)`.
    group
        Position of each unit's nation, from 0, `(unit,)`.
    n
        Draws in all.
    rng
        Source of chance; the same draws follow from the same state.
    known
        Standard deviation of each measurement, `(year, unit)`, where it is published.
    stands
        Whether a measurement stands until the next; otherwise years between lie on a line.
    at_once
        Draws in each part.

    Yields
    ------
    Parts of the draws. A unit with fewer than three measurements stays as it was measured.
    """
    path = common_path(values, group)
    series = _series(values - path, years, measured, group, known)
    carry = _carry(series, len(values), stands=stands)
    chain = islice(_chain(series, int(group.max()) + 1, rng), BURN_IN, None, THIN)
    for start in range(0, n, at_once):
        drawn, sizes = np.repeat(values[None], min(at_once, n - start), 0), []
        for scores in drawn:
            x, once, walk = next(chain)
            scores[:, series.unit] += np.einsum("uym,um->yu", carry, x - series.y)
            sizes.append((once, walk))
        yield Drawn(drawn, *np.sqrt(np.moveaxis(np.array(sizes), 1, 0)))


def _series(
    x: Floats, years: Floats, measured: Bools, group: Ints, known: Floats | None
) -> _Series:
    count = measured.sum(0)
    unit = np.flatnonzero(count >= LEAST)
    most = int(count[unit].max(initial=LEAST))
    at = np.zeros((len(unit), most), int)
    seen = np.arange(most) < count[unit, None]
    for row, u in enumerate(unit):
        at[row, : count[u]] = np.flatnonzero(measured[:, u])
        at[row, count[u] :] = at[row, count[u] - 1]
    gap = np.maximum(np.diff(years[at], axis=1), 1.0)
    y = np.where(seen, x[at, unit[:, None]], 0.0)
    own = None if known is None else np.where(seen, known[at, unit[:, None]] ** 2, 1.0)
    return _Series(unit, at, y, seen, gap, seen[:, 1:], group[unit], own)


def _chain(s: _Series, groups: int, rng: np.random.Generator) -> Iterator[tuple[Floats, ...]]:
    """Sweep for ever: scores, variances of what is added once, squared scales of a year's move."""
    x, weight = s.y.copy(), np.ones(s.gap.shape)
    once, walk = np.full(groups, 0.01), np.full(groups, 0.001)
    seen, tied = (np.bincount(s.group, m.sum(1), groups) for m in (s.seen, s.tied))
    while True:
        variance = once[s.group, None] if s.known is None else s.known
        tie = np.where(s.tied, weight / (walk[s.group, None] * s.gap), 0.0)
        x = _normal(np.where(s.seen, 1.0 / variance, 1.0), tie, s.y, rng)
        moved = np.diff(x, axis=1) ** 2 / s.gap
        rate = 0.5 * (FREEDOM + moved / walk[s.group, None])
        weight = rng.standard_gamma(0.5 * (FREEDOM + 1.0), moved.shape) / rate
        squares = np.bincount(s.group, np.where(s.tied, weight * moved, 0.0).sum(1), groups)
        walk = (SCALE + 0.5 * squares) / rng.standard_gamma(SHAPE + 0.5 * tied)
        left = np.bincount(s.group, np.where(s.seen, (s.y - x) ** 2, 0.0).sum(1), groups)
        once = (SCALE + 0.5 * left) / rng.standard_gamma(SHAPE + 0.5 * seen)
        yield x, once, walk


def _normal(precise: Floats, tie: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    """Draw from a normal with tridiagonal precision, all units at once, by its Cholesky factor."""
    units, most = y.shape
    root, below, half = (np.zeros((most, units)) for _ in range(3))
    edge = np.zeros((units, 1))
    diagonal = precise + np.hstack([edge, tie]) + np.hstack([tie, edge])
    for j in range(most):
        if j:
            below[j] = -tie[:, j - 1] / root[j - 1]
        root[j] = np.sqrt(diagonal[:, j] - below[j] ** 2)
        pulled = precise[:, j] * y[:, j]
        half[j] = (pulled - below[j] * half[j - 1] if j else pulled) / root[j]
    half += rng.standard_normal(half.shape)
    x = np.empty((most, units))
    for j in range(most - 1, -1, -1):
        rest = half[j] - (below[j + 1] * x[j + 1] if j + 1 < most else 0.0)
        x[j] = rest / root[j]
    return x.T


def _carry(s: _Series, years: int, *, stands: bool) -> Floats:
    """Weights that carry moves at the measurements to all years, `(unit, year, measurement)`."""
    t = np.arange(years)
    weights = np.zeros((*s.y.shape, years)).swapaxes(1, 2)
    for row, (places, seen) in enumerate(zip(s.at, s.seen, strict=True)):
        at = places[seen]
        if stands:
            weights[row, t, np.clip(np.searchsorted(at, t, side="right") - 1, 0, None)] = 1.0
            continue
        for j, own in enumerate(np.eye(len(at))):
            weights[row, :, j] = np.interp(t, at, own)
    return weights
