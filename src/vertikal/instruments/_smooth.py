r"""What neighbouring counts would give: the honest null of integers and digits.

An honest count is a sum of many people's choices. Chance alone spreads it over a standard
deviation of $\sqrt{np(1-p)}$ votes, and places differ besides, so on a finer scale no count is
favoured over its neighbours. Of a count $k$ it is asked whether some property $g(k)$, such as a
whole per cent, is more frequent than among the counts around it,

$$ d(k) = g(k) - \sum_j w_j\, g(k+j), \qquad w_j = w_{-j}. $$

With a symmetric $w$ that does not depend on $k$, the sum over stations has mean
$\sum_k g(k)\,(f(k) - \sum_j w_j f(k-j))$ for counts of distribution $f$: zero wherever $f$ is
straight over the reach of $w$. Where $g$ is zero nothing is asked of $f$, so a heap at 0 or at full
turnout does no harm, nor does any other place that is left out.

A redraw of each count from a binomial distribution at its own share is no such kernel. Its width
depends on the count, it stands still at 0 and at $n$ (both whole per cents), and it is wider than
many places differ. That is why it expects too many whole per cents in small stations.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats

__all__ = ["Sum", "Wald", "blur", "expand", "sum_of", "wald"]

SINGULAR = 1e-3
"""Smallest eigenvalue of a covariance, as a share of the largest, along which anything is read."""


class Sum(NamedTuple):
    """A sum over stations of what is expected to be 0 at each."""

    total: float
    error: float
    """Standard error of the total."""
    z: float
    p: float
    """How often as much or more."""


class Wald(NamedTuple):
    """Several such sums at once."""

    chi2: float
    df: int
    p: float
    """How often as far from zero."""


def expand(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Owner of each item, and its place at the owner's, where owner i has `sizes[i]` items."""
    owner = np.repeat(np.arange(sizes.size), sizes)
    return owner, np.arange(owner.size) - (np.cumsum(sizes) - sizes)[owner]


def blur(table: np.ndarray, half: int) -> np.ndarray:
    """Weighted mean over the rows around each; weights fall linearly to zero `half` rows away."""
    rows = len(table)
    padded = np.zeros((rows + 2 * half, *table.shape[1:]))
    padded[half : half + rows] = table
    for _ in range(2):  # a triangle is a box, twice
        sums = np.cumsum(padded, axis=0)
        padded = np.diff(sums, axis=0, prepend=0.0)
        padded[half:] = sums[half:] - sums[:-half]
        padded[:half] = sums[:half]
    start = 2 * half - 1
    return padded[start : start + rows] / half**2


def sum_of(d: np.ndarray) -> Sum:
    r"""Sum over stations, and how often it would be as large or larger.

    The error comes from the stations themselves, $\sqrt{\sum d^2}$. A sum of rare events is skewed,
    and its error goes with it; both are removed by Hall's transformation, with
    $\gamma=\sum d^3/(\sum d^2)^{3/2}$: $z+\gamma z^2/3+\gamma^2 z^3/27+\gamma/6$.

    References
    ----------
    Hall (1992), J. R. Stat. Soc. B 54(1), 221-228.
    """
    total, error = float(d.sum()), float(np.sqrt((d**2).sum()))
    if error == 0.0:
        return Sum(total, 0.0, 0.0, 1.0)
    z, skew = total / error, float((d**3).sum()) / error**3
    straight = z + skew * z**2 / 3.0 + skew**2 * z**3 / 27.0 + skew / 6.0
    return Sum(total, error, z, float(stats.norm.sf(straight)))


def wald(total: np.ndarray, covariance: np.ndarray) -> Wald:
    """Differences between several sums of a known covariance, against zero."""
    middle = np.eye(total.size) - 1.0 / total.size
    size, along = np.linalg.eigh(middle @ covariance @ middle)
    kept = size > SINGULAR * size[-1]
    chi2 = float(((along.T @ (total - total.mean()))[kept] ** 2 / size[kept]).sum())
    df = int(kept.sum())
    return Wald(chi2, df, float(stats.chi2.sf(chi2, df)))
