"""Digits of counts: how often each stands there, and how often it should."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import stats

from vertikal.instruments._instrument import Z95, Finding
from vertikal.instruments._smooth import Wald, blur, expand, wald
from vertikal.instruments._stations import Stations

__all__ = ["BENFORD", "TEN", "DigitTest", "against_neighbours", "chi2", "read_digits", "second"]

TEN = 10
BENFORD = np.array([np.log10(1.0 + 1.0 / (TEN * np.arange(1, TEN) + d)).sum() for d in range(TEN)])
"""Benford's law for the second digit."""
POWERS = TEN ** np.arange(10)
ALIKE = 1.05
"""Stations whose sizes differ by less than 5 % are read with one kernel."""
LARGEST = 20_000
"""Larger places are no polling stations, and their digits are not read against neighbours."""
ORDER = 3
"""How often what the kernel blurs away is put back."""
INFORMED = 30.0
"""Counts that lie where digits change within reach, below which nothing is read."""


class DigitTest(NamedTuple):
    """Which digit is looked at, what is published about it, and its honest null."""

    digit: Callable[[np.ndarray], np.ndarray]
    """Digit of each count."""
    law: np.ndarray
    """Its published distribution, `(10,)`."""
    half: Callable[[float], int]
    """Half-width of the kernel from the standard deviation of chance; both in counts."""
    least: int
    """Smallest count read against neighbours; never less than the kernel reaches."""
    spread: float = 0.0
    """Smallest standard deviation of chance, counts, at which a digit is read."""


def second(counts: np.ndarray) -> np.ndarray:
    """Second digit of counts of 10 or more; of less, the only one."""
    length = np.maximum(np.searchsorted(POWERS, counts, side="right") - 2, 0)
    return counts // POWERS[length] % TEN


def chi2(counts: np.ndarray, digit: Callable[[np.ndarray], np.ndarray], law: np.ndarray) -> float:
    """Published test: Pearson's chi-square of the digits of all counts of 10 or more, 9 df."""
    counts = counts[counts >= TEN]
    if counts.size == 0:
        return float("nan")
    expected = law * counts.size
    observed = np.bincount(digit(counts), minlength=TEN)
    return float(((observed - expected) ** 2 / expected).sum())


def against_neighbours(test: DigitTest, counts: np.ndarray, of: np.ndarray) -> Wald | None:
    r"""Digits against those of neighbouring counts; None where too few counts could tell.

    For stations of one size, with $g_d(k)$ 1 if a count $k$ has digit $d$, $d=(1-W)^3 g$ is looked
    up in a table. The covariance is that of counts drawn from the distribution of counts, blurred
    by the kernel: it does not know which of two neighbours a station has.

    Counts that the kernel would carry beyond 0 or the size have no digit. As neighbours they have
    none either, so leaving them out does no harm.
    """
    share = counts.sum() / max(of.sum(), 1)
    known = (of > 0) & (of <= LARGEST)
    group, size = _alike(of[known])
    spread = np.sqrt(size * share * max(1.0 - share, 0.0))
    half = np.array([test.half(float(s)) for s in spread], np.int64)
    read = (spread >= test.spread) & (size >= 2 * np.maximum(test.least, ORDER * half))
    total, covariance = np.zeros(TEN), np.zeros((TEN, TEN))
    for width in np.unique(half[read]).tolist():
        here = (read & (half == width))[group]
        edge = max(test.least, ORDER * width)
        k, top, seen = _rows(counts[known][here], group[here], size, (ORDER + 1) * width)
        inside = (k >= edge) & (k <= top - edge)
        has = np.zeros((k.size, TEN))
        has[np.flatnonzero(inside), test.digit(k[inside])] = 1.0
        for _ in range(ORDER):
            has -= blur(has, width)
        total += seen @ has
        covariance += (has * blur(seen[:, None], width)).T @ has
    return wald(total, covariance) if np.trace(covariance) >= INFORMED else None


def _alike(of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Group of each station, alike in size, and the smallest size in each group."""
    level = np.floor(np.log(of) / np.log(ALIKE)).astype(np.int64)
    _, group = np.unique(level, return_inverse=True)
    size = np.full(group.max(initial=-1) + 1, LARGEST)
    np.minimum.at(size, group, of)
    return group, size


def _rows(
    counts: np.ndarray, group: np.ndarray, size: np.ndarray, reach: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts within reach of those that are there, one piece after another.

    Where pieces meet, a row's neighbours are wrong; none is so within `reach` of an observed count.

    Returns
    -------
    For each row: the count, the size of the stations of its group, stations that have this count.
    """
    apart = 4 * LARGEST  # no count of one group is near one of another
    there, times = np.unique(group * apart + LARGEST + counts, return_counts=True)
    piece = np.cumsum(np.diff(there, prepend=there[0]) > 2 * reach)
    first = np.flatnonzero(np.diff(piece, prepend=-1))
    last = np.append(first[1:], there.size) - 1
    sizes = there[last] - there[first] + 2 * reach + 1
    owner, place = expand(sizes)
    rows = there[first][owner] - reach + place
    seen = np.zeros(rows.size)
    start = np.cumsum(sizes) - sizes
    seen[start[piece] + there - there[first][piece] + reach] = times
    return rows % apart - LARGEST, size[rows // apart], seen


def read_digits(test: DigitTest, stations: Stations) -> Finding:
    """Read the leader's votes, and ballots where registered voters are known."""
    counts = {"votes": (stations.leader, stations.valid)}
    if stations.has("registered") and stations.has("ballots"):
        counts["turnout"] = (stations.ballots, stations.registered)
    detail: dict[str, float] = {}
    found: list[Wald] = []
    for name, (votes, of) in counts.items():
        known = (votes >= 0) & (votes <= of)
        k, n = (x[known].astype(np.int64) for x in (votes, of))
        detail[f"published_{name}"] = chi2(k, test.digit, test.law)
        one = against_neighbours(test, k, n)
        if one is not None:
            detail |= {f"near_{name}": one.chi2, f"df_{name}": float(one.df), f"p_{name}": one.p}
            found.append(one)
    if not found:
        return Finding(np.nan, why_not="too few counts are large enough", detail=detail)
    value, df = sum(w.chi2 for w in found), float(sum(w.df for w in found))
    error = float(np.sqrt(2.0 * df + 4.0 * max(value - df, 0.0)))
    p = float(stats.chi2.sf(value, df))
    return Finding(value, max(value - Z95 * error, 0.0), value + Z95 * error, p, df, detail)
