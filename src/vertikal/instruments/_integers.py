"""Whole per cents: which counts are, how often a redraw would be, and counts drawn from that."""

import numpy as np
from scipy.special import gammaln

from vertikal.instruments._smooth import expand

__all__ = ["STEPS", "beyond_neighbours", "drawn_totals", "is_whole", "redraw_hits"]

STEPS = (1, 5)
"""Whole per cents, and multiples of five."""
NEAR = 20
"""A share is a whole per cent within 1/20 of a per cent, as in Kobak et al. (2016)."""
REACH = 4.5
"""Standard deviations of a redraw beyond which nothing is summed: 7e-6 of it."""
ITEMS = 4_000_000
"""Items held at a time."""
TINY = 1e-300
"""Stands for a share of 0, so that its logarithm is a number."""
LEVELS = 500
"""Levels of probability."""
SLACK = 1e-7
"""Far less than 1/2000, far more than floating point errs."""


def is_whole(votes: np.ndarray, of: np.ndarray, step: int = 1) -> np.ndarray:
    """Whether votes are a whole number of per cents (a multiple of `step`), within 0.05 of one.

    In whole numbers throughout, so that no share falls in or out by rounding.
    """
    nearest = _nearest(votes, of, step)
    return (NEAR * np.abs(100 * votes - nearest * of) <= of) & (of > 0)


def _nearest(votes: np.ndarray, of: np.ndarray, step: int) -> np.ndarray:
    return step * ((200 * votes + step * of) // np.maximum(2 * step * of, 1))


def redraw_hits(votes: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Probability that a redraw from Binomial(of, votes / of) is a whole number of per cents.

    Summed, not drawn: few counts are whole per cents, and each has its probability.

    Returns
    -------
    `(step, station)`, for each of `STEPS`.
    """
    out = np.zeros((len(STEPS), votes.size))
    logs = gammaln(np.arange(int(of.max(initial=0)) + 2) + 1.0)
    p = votes / np.maximum(of, 1)
    span = REACH * 100.0 * np.sqrt(p * (1.0 - p) / np.maximum(of, 1)) + 1.0
    first = np.maximum(np.floor(100.0 * p - span), 0).astype(np.int64)
    last = np.minimum(np.ceil(100.0 * p + span), 100).astype(np.int64)
    cost = (last - first + 1) * (2 + of // 1000)
    for part in _parts(cost):
        out[:, part] = _summed(votes[part], of[part], first[part], last[part], logs)
    return out


def _summed(
    votes: np.ndarray, of: np.ndarray, first: np.ndarray, last: np.ndarray, logs: np.ndarray
) -> np.ndarray:
    """Probabilities of the whole per cents `first` to `last`, summed, for each of `STEPS`."""
    station, place = expand(last - first + 1)
    whole = first[station] + place
    low, high = _counts(whole, of[station])
    low = np.maximum(low, 0)
    owner, place = expand(np.maximum(np.minimum(high, of[station]) - low + 1, 0))
    k, whole, station = low[owner] + place, whole[owner], station[owner]
    share = votes / of
    yes, no = (np.log(np.maximum(x, TINY)) for x in (share, 1.0 - share))
    rest = of[station] - k
    p = logs[of][station] - logs[k] - logs[rest] + k * yes[station] + rest * no[station]
    np.exp(p, out=p)
    sums = [np.bincount(station, p, votes.size)]
    for step in STEPS[1:]:
        part = whole % step == 0
        sums.append(np.bincount(station[part], p[part], votes.size))
    return np.stack(sums)


def _counts(whole: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last count that is `whole` per cent.

    Bounds are multiples of 1/2000; what floating point adds or takes is far less than that.
    """
    unit = of / (100.0 * NEAR)
    low = np.ceil((NEAR * whole - 1) * unit - SLACK).astype(np.int64)
    return low, np.floor((NEAR * whole + 1) * unit + SLACK).astype(np.int64)


def drawn_totals(probability: np.ndarray, rng: np.random.Generator, draws: int) -> np.ndarray:
    """Numbers of hits in `draws` draws of all stations, each hit with its own probability.

    Stations whose probabilities are within 0.002 of each other are drawn together, with their mean:
    the total has the right mean, and a variance too large by at most a millionth per station.
    """
    level = (probability * LEVELS).astype(np.int64)
    stations = np.bincount(level, minlength=1)
    there = np.flatnonzero(stations)
    mean = np.bincount(level, probability)[there] / stations[there]
    return rng.binomial(stations[there], np.minimum(mean, 1.0), (draws, there.size)).sum(1)


def beyond_neighbours(votes: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Whether a count is a whole per cent, less how often its neighbours are; `(station,)`.

    Neighbours are the counts less than one per cent away; the nearer, the more they weigh. 0 % and
    100 % are no whole per cents here: many stations stand there for reasons of their own.
    """
    nearest = _nearest(votes, of, 1)
    out = ((nearest > 0) & (nearest < 100) & is_whole(votes, of)).astype(float)  # noqa: PLR2004
    reach = -(-of // 100) - 1
    slope = 100.0 / of
    hits = np.zeros(votes.size)
    for whole in (nearest - 1, nearest, nearest + 1):
        low, high = _counts(whole, of)
        a, b = np.maximum(low - votes, -reach), np.minimum(high - votes, reach)
        inner = (whole > 0) & (whole < 100) & (a <= b)  # noqa: PLR2004
        hits += inner * (b - a + 1 - slope * (_distance(b) - _distance(a - 1)))
    return out - hits / (2 * reach + 1 - slope * reach * (reach + 1))


def _distance(x: np.ndarray) -> np.ndarray:
    """Sum of |t| over whole numbers t up to x, counted from 0; below 0 it is negative."""
    up = np.maximum(x, 0)
    down = np.maximum(-x - 1, 0)
    return (up * (up + 1) - down * (down + 1)) // 2


def _parts(cost: np.ndarray) -> list[slice]:
    """Cut stations into runs that cost no more than `ITEMS`, or one station."""
    total = np.cumsum(cost)
    cuts, start = [], 0
    while start < total.size:
        spent = total[start - 1] if start else 0
        stop = max(int(np.searchsorted(total, spent + ITEMS, side="right")), start + 1)
        cuts.append(slice(start, stop))
        start = stop
    return cuts
