"""The histogram fit of Klimek, Yegorov, Hanel & Thurner (2012), without simulation noise."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from vertikal.instruments._residuals import Residuals
from vertikal.instruments._stations import Stations
from vertikal.measures._klimek import falsified_stations
from vertikal.measures._returns import Returns

__all__ = ["FITS", "Cells", "Fit", "by_likelihood", "cells_of", "fit", "interval", "mirrored"]

FITS = 60
"""Most fits to resampled stations: each costs a thousandth of a second or two."""
PERCENT = 100
"""Cells of the histograms are centred on whole percentages."""
EDGES = (np.arange(PERCENT + 2) - 0.5) / PERCENT
EXPONENTS = np.array([0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0])
"""Exponents of moved ballots that are tried."""
MADE_UP_SPREAD = 0.075
"""Spread of the added share where a count is made up; fixed in the paper."""
NARROWEST = 0.01
"""Least width of a peak: that of a cell."""
SMOOTH, SMOOTH_AT, SMOOTHEST = 0.01, 20_000, 0.05
"""Bandwidth in which a peak is looked for, in how many stations; it grows as their number falls."""
FULL = 95
"""Percentage from which no honest peak is looked for."""
HONEST_NODES = 8
"""Points at which honest turnout is integrated over."""
ADDED = np.concatenate(
    [np.linspace(0.0, 0.5, 13)[:-1], np.linspace(0.5, 0.8, 16)[:-1], np.linspace(0.8, 1.0, 41)]
)
"""Edges between which the added share is integrated over: close where it leaves nothing else."""


@dataclass(frozen=True)
class Cells:
    """Stations counted in cells of turnout, leader's share, and leader's votes / registered."""

    turnout: np.ndarray
    leader: np.ndarray
    won: np.ndarray
    """Whole percentages of each cell, `(cell,)`."""
    count: np.ndarray


@dataclass(frozen=True)
class Fit:
    """Shares of stations that are padded and made up, and what they rest on."""

    padded: float
    made_up: float
    exponent: float
    turnout: float
    turnout_spread: float
    leader: float
    leader_spread: float
    added_spread: float


def cells_of(turnout: np.ndarray, leader: np.ndarray, won: np.ndarray) -> Cells:
    """Count stations in cells of a whole percentage."""
    side = PERCENT + 1
    place = np.zeros(turnout.size, np.int64)
    for x in (turnout, leader, won):
        place = place * side + np.rint(PERCENT * np.clip(x, 0.0, 1.0)).astype(np.int64)
    full, count = np.unique(place, return_counts=True)
    return Cells(full // side**2, full // side % side, full % side, count)


def mirrored(rest: Residuals) -> Cells:
    """Cells of a table that has each place's lower half twice: as it is, and mirrored upwards.

    The half in which turnout and leader's share together are below the place's. What that half
    says of the places' centres, spread and correlation is kept; nothing was added to it.
    """
    low = rest.turnout_z + rest.leader_z <= 0.0
    stations = rest.stations.take(low)
    both: list[np.ndarray] = []
    for part, whole, off in (
        (stations.ballots, stations.registered, rest.turnout[low]),
        (stations.leader, stations.valid, rest.leader[low]),
    ):
        odds = np.log((part + 0.5) / (whole - part + 0.5))
        both.append(np.append(part / whole, 1.0 / (1.0 + np.exp(2.0 * off - odds))))
    valid = stations.valid.sum() / max(stations.ballots.sum(), 1)
    turnout, leader = both
    return cells_of(turnout, leader, turnout * leader * valid)


def interval(
    cells: Cells, found: Fit, name: str, rng: np.random.Generator, n: int
) -> tuple[float, float]:
    """95 % interval of `padded` or `made_up`, from `n` tables of stations drawn with replacement.

    Peaks and widths are found anew in each; the exponent is kept.
    """
    total = int(cells.count.sum())
    drawn = rng.multinomial(total, cells.count / total, n)
    kept = np.array([found.exponent])
    fits = [fit(Cells(cells.turnout, cells.leader, cells.won, count), kept) for count in drawn]
    low, high = np.quantile([getattr(f, name) for f in fits], [0.025, 0.975]).tolist()
    return min(low, getattr(found, name)), max(high, getattr(found, name))


def by_likelihood(stations: Stations) -> tuple[float, float]:
    """Shares padded and made up, of all stations, by the likelihood fit of the score cards."""
    registered, ballots, valid, leader = (
        np.asarray(x, float)
        for x in (stations.registered, stations.ballots, stations.valid, stations.leader)
    )
    weight = np.ones(len(stations))
    returns = Returns(
        registered, ballots, valid, leader, stations.region, weight, stations.codes, {}
    )
    padded, made_up = falsified_stations(returns)
    return float(padded), float(made_up)


def fit(cells: Cells, exponents: np.ndarray = EXPONENTS) -> Fit:
    """Least squares between the histograms of leader's votes / registered, observed and modelled.

    Honest turnout and leader's share are normal about their histograms' peaks; their widths are
    those left of the peaks, where nothing was added. The added share of padded stations is half
    normal; its spread is the square root of the width right of the leader's peak, as in the R
    version of the authors' program. A modelled histogram is linear in the shares of the three
    kinds of stations, so the best shares are found exactly.

    Notes
    -----
    The paper's supplement was not at hand. That R version (in EFToolkit) simulates instead, divides
    squares by observed counts, and reads votes / valid ballots. What decides how many counts look
    made up is the spread of the added share: with the width itself in place of its root, Russia's
    elections of 2011 and 2012 have 0.054 and 0.058 of them, not 0.030 and 0.027, as fewer padded
    stations come near full turnout. Whether squares are weighted, or stations with fewer than a
    hundred voters read as well, moves the two by 0.004 at most.
    """
    count = cells.count
    a, v = (_peak(np.bincount(x, count, PERCENT + 1)) for x in (cells.turnout, cells.leader))
    turnout, leader = cells.turnout / PERCENT, cells.leader / PERCENT
    below = (turnout < a) & (leader < v)
    a_spread = _width(turnout - a, count * (below if below.any() else turnout < a))
    v_spread = _width(leader - v, count * (leader < v))
    added = min(math.sqrt(_width(leader - v, count * (leader > v))), 1.0)
    observed = np.bincount(cells.won, count, PERCENT + 1) / count.sum()
    honest, given = _histograms(exponents, (a, a_spread, v, v_spread))
    padded, made_up = (given.T @ w - honest[:, None] for w in (_half_normal(added), _MADE_UP))
    best = (math.inf, 0.0, 0.0, float(exponents[0]))
    for k, exponent in enumerate(exponents):
        shares, missed = _shares(observed - honest, padded[:, k], made_up[:, k])
        if missed < best[0]:
            best = (missed, *shares, float(exponent))
    return Fit(*best[1:], a, a_spread, v, v_spread, added)


def _peak(histogram: np.ndarray) -> float:
    """Where a smoothed histogram is highest, full and nearly full stations left out."""
    n = max(histogram.sum(), 1.0)
    width = PERCENT * min(SMOOTH * max(SMOOTH_AT / n, 1.0) ** 0.2, SMOOTHEST)
    x = np.arange(-15, 16)
    kernel = np.exp(-0.5 * (x / width) ** 2)
    smooth = np.convolve(histogram, kernel, "full")[15 : 15 + histogram.size]
    return float(smooth[:FULL].argmax()) / PERCENT


def _width(off: np.ndarray, weight: np.ndarray) -> float:
    """Root mean square of what lies on one side of a peak."""
    total = weight.sum()
    return max(math.sqrt((weight * off**2).sum() / total), NARROWEST) if total else NARROWEST


def _half_normal(spread: float) -> np.ndarray:
    """How often the added share is between its edges, where it is half normal and below 1."""
    mass = np.diff(ndtr(ADDED / spread))
    return mass / mass.sum()


_MADE_UP = np.diff(ndtr((ADDED - 1.0) / MADE_UP_SPREAD)) / 0.5
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(HONEST_NODES)


def _histograms(
    exponents: np.ndarray, peak: tuple[float, float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Share of stations in each cell of leader's votes / registered.

    Of honest stations, `(cell,)`, and by added share and exponent, `(added, exponent, cell)`. Given
    turnout and added share, the leader's votes are linear in his honest share, which is normal
    between 0 and 1.
    """
    a, a_spread, v, v_spread = peak
    turnout = a + a_spread * _NODES
    inside = (turnout > 0.0) & (turnout < 1.0)
    turnout, weight = turnout[inside], _WEIGHTS[inside] / _WEIGHTS[inside].sum()
    x = np.append(0.0, 0.5 * (ADDED[1:] + ADDED[:-1]))[:, None, None]
    moved = x ** exponents[:, None]
    fixed = x * (1.0 - turnout) + moved * turnout
    slope = np.maximum(turnout * (1.0 - moved), 1e-9)
    share = np.clip((EDGES[1:-1] - fixed[..., None]) / slope[..., None], 0.0, 1.0)
    low, high = ndtr(-v / v_spread), ndtr((1.0 - v) / v_spread)
    below = weight @ ((ndtr((share - v) / v_spread) - low) / (high - low))
    shape = (*below.shape[:-1], 1)
    cells = np.diff(np.concatenate([np.zeros(shape), below, np.ones(shape)], axis=-1))
    return cells[0, 0], cells[1:]


def _shares(
    off: np.ndarray, padded: np.ndarray, made_up: np.ndarray
) -> tuple[tuple[float, float], float]:
    """Shares, not below 0 and not above 1 together, that leave the least sum of squares."""
    design = np.stack([padded, made_up], 1)
    gram, target = design.T @ design, design.T @ off
    tried = [(0.0, 0.0)]
    with np.errstate(all="ignore"):
        free = np.linalg.lstsq(gram, target, rcond=None)[0]
        tried += [(target[0] / gram[0, 0], 0.0), (0.0, target[1] / gram[1, 1]), tuple(free)]
        edge = padded - made_up
        on_edge = (edge @ (off - made_up)) / (edge @ edge)
    tried += [(on_edge, 1.0 - on_edge), (1.0, 0.0), (0.0, 1.0)]
    allowed = [t for t in tried if min(t) >= 0.0 and sum(t) <= 1.0 + 1e-12]
    missed = [((off - design @ np.array(t)) ** 2).sum() for t in allowed]
    best = int(np.argmin(missed))
    return (float(allowed[best][0]), float(allowed[best][1])), float(missed[best])
