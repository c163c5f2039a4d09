"""Resampled kernel density of shares (Rozenas 2017): what a smooth density would have given."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, gammaincinv

__all__ = ["BINS", "REPEATS", "RESAMPLES", "Counts", "Resampled", "resample", "spiked"]

BINS = 1001
"""Shares 0, .001, ..., 1 at which densities are compared; bins of a thousandth about them."""
RESAMPLES = 40
"""Resamples from which the null's mean is taken; the largest of many is drawn from that."""
REPEATS = 60
"""Times that the largest of many resamples is drawn."""
KINDS = 3
"""Beta distributions of which the density of a share is mixed."""
ROUNDS, SOME = 25, 4000
"""Rounds of the fit of a mixture, and the stations it is fitted to."""
LEAST_SUM, MOST_SUM = 0.1, 400.0
"""Bounds of a beta distribution's two parameters together."""
BANDWIDTH, POINTS = 1e-4, 1024
"""Of the original: R's `density` counts shares, linearly, at so many points, and the kernel is
narrower than a step between them; what it gives is the count at those points, interpolated."""


@dataclass(frozen=True)
class Counts:
    """Voters at each station: registered (or none), cast, and for the leader."""

    registered: np.ndarray | None
    cast: np.ndarray
    leader: np.ndarray


@dataclass(frozen=True)
class Resampled:
    """Counts of stations by bin, and densities, in each resample; `(resample, bin)`."""

    counts: np.ndarray
    densities: np.ndarray
    variance: np.ndarray
    """Of the densities, over resamples, `(bin,)`."""


def resample(counts: Counts, rng: np.random.Generator, n: int = RESAMPLES) -> Resampled:
    """Draw every station's ballots and leader's votes again, `n` times.

    A station's shares are beta distributed about what it reported, with a mixture fitted to all
    stations as prior; numbers are whole, so each station keeps fractions that it can have.
    """
    turnout = None if counts.registered is None else _Share(counts.cast, counts.registered, rng)
    leader = _Share(counts.leader, counts.cast, rng)
    found = np.empty((n, BINS)), np.empty((n, BINS)), np.zeros(BINS)
    for k in range(n):
        cast = counts.cast if turnout is None else rng.binomial(turnout.whole, turnout.draw(rng))
        votes = rng.binomial(cast, leader.draw(rng))
        share = votes / np.maximum(cast, 1)
        found[0][k] = _counted(share)
        found[1][k], variance = _density(share)
        found[2][:] += variance / n
    scatter = found[1].var(axis=0)
    settled = scatter < 0.5 * found[2]  # the same stations in every resample: all for the leader
    return Resampled(found[0], found[1], np.where(settled, scatter, found[2]))


def spiked(
    counts: Counts, drawn: Resampled, rng: np.random.Generator, draws: int
) -> tuple[np.ndarray, float, np.ndarray]:
    """Share of stations in excess where the density is above the largest of `draws` resamples.

    Returns that share for each time that the largest was drawn, its mean in resamples, and the
    stations observed in each bin.
    """
    share = counts.leader / np.maximum(counts.cast, 1)
    observed, density = _counted(share), _density(share)[0]
    mean, expected = drawn.densities.mean(axis=0), drawn.counts.mean(axis=0)
    n = len(drawn.counts)
    excess = np.maximum(observed - expected, 0.0)
    above = _above(np.tile(density, (REPEATS, 1)), mean, drawn.variance, rng, draws)
    found = (excess * above).sum(axis=1) / share.size
    excess = np.maximum((drawn.counts - expected) * n / (n - 1), 0.0)
    above = _above(drawn.densities, mean, drawn.variance, rng, draws)
    null = (excess * above).sum(axis=1) / share.size
    return found, float(null.mean()), observed


class _Share:
    """Share of a whole, of which every station's value can be drawn."""

    def __init__(self, part: np.ndarray, whole: np.ndarray, rng: np.random.Generator) -> None:
        some = np.flatnonzero(whole > 0)
        some = rng.choice(some, SOME, replace=False) if some.size > SOME else some
        first, second, weight = _mixture(part[some], whole[some])
        self.whole = whole
        self._below = np.cumsum(_belongs(part, whole, first, second, weight), axis=1)[:, :-1]
        self._yes, self._no = part[:, None] + first, (whole - part)[:, None] + second
        self._row = np.arange(part.size)

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Draw each station's share."""
        kind = (rng.random(self._row.size)[:, None] > self._below).sum(axis=1)
        return rng.beta(self._yes[self._row, kind], self._no[self._row, kind])


def _belongs(
    part: np.ndarray, whole: np.ndarray, first: np.ndarray, second: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """How likely each station's share is of each kind, `(station, kind)`."""
    log = betaln(part[:, None] + first, (whole - part)[:, None] + second)
    log += np.log(weight) - betaln(first, second)
    likely = np.exp(log - log.max(axis=1, keepdims=True))
    return likely / likely.sum(axis=1, keepdims=True)


def _mixture(part: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Parameters and weights of beta distributions, fitted in turn by weights and by moments."""
    share = part / whole
    mean = np.clip(np.quantile(share, (np.arange(KINDS) + 0.5) / KINDS), 0.02, 0.98)
    total, weight = np.full(KINDS, 15.0), np.full(KINDS, 1.0 / KINDS)
    for _ in range(ROUNDS):
        belongs = _belongs(part, whole, mean * total, (1.0 - mean) * total, weight)
        mass = np.maximum(belongs.sum(axis=0), 1e-6)
        weight = mass / mass.sum()
        mean = np.clip(share @ belongs / mass, 0.005, 0.995)
        variance = ((share[:, None] - mean) ** 2 * belongs).sum(axis=0) / mass
        counted = np.minimum(belongs.T @ (1.0 / whole) / mass, 0.5)
        spread = (variance / (mean * (1.0 - mean)) - counted) / (1.0 - counted)
        total = np.clip(1.0 / np.maximum(spread, 1e-6) - 1.0, LEAST_SUM, MOST_SUM)
    return mean * total, (1.0 - mean) * total, weight


def _counted(share: np.ndarray) -> np.ndarray:
    return np.bincount(np.rint((BINS - 1) * share).astype(np.int64), minlength=BINS).astype(float)


_ORIGIN, _STEP = -4.0 * BANDWIDTH, (1.0 + 8.0 * BANDWIDTH) / (POINTS - 1)
_AT = (np.linspace(0.0, 1.0, BINS) - _ORIGIN) / _STEP
_LEFT = np.minimum(_AT.astype(np.int64), POINTS - 2)
_RIGHT_PART = _AT - _LEFT


def _density(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Density at each bin's centre, as a weighted count, and its variance were stations Poisson."""
    place = (share - _ORIGIN) / _STEP
    left = place.astype(np.int64)
    near = place - left
    at, squares, both = (np.zeros(POINTS + 1) for _ in range(3))
    for offset, weight in ((0, 1.0 - near), (1, near)):
        at[offset:] += np.bincount(left, weight, POINTS + 1)[: POINTS + 1 - offset]
        squares[offset:] += np.bincount(left, weight**2, POINTS + 1)[: POINTS + 1 - offset]
    both = np.bincount(left, near * (1.0 - near), POINTS + 1)
    a, b = 1.0 - _RIGHT_PART, _RIGHT_PART
    density = a * at[_LEFT] + b * at[_LEFT + 1]
    variance = a**2 * squares[_LEFT] + b**2 * squares[_LEFT + 1] + 2.0 * a * b * both[_LEFT]
    return density, variance


def _above(
    density: np.ndarray,
    mean: np.ndarray,
    variance: np.ndarray,
    rng: np.random.Generator,
    draws: int,
) -> np.ndarray:
    """Whether densities, `(time, bin)`, are above the largest of many resamples, drawn each time.

    One within a standard deviation of its mean never is.
    """
    above = density > mean + np.sqrt(variance)
    column = np.nonzero(above)[1]
    above[above] = density[above] > _largest(mean[column], variance[column], rng, draws)
    return above


def _largest(
    mean: np.ndarray, variance: np.ndarray, rng: np.random.Generator, draws: int
) -> np.ndarray:
    """Largest of many densities; their skewness is that of weighted Poisson counts."""
    mean, variance = np.maximum(mean, 1e-9), np.maximum(variance, 1e-12)
    shape = 4.0 * mean**2 / variance
    level = rng.random(mean.size) ** (1.0 / draws)
    return mean + np.sqrt(variance / shape) * (gammaincinv(shape, level) - shape)
