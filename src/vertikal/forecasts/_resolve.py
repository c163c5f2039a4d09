"""Forecasts held against what happened."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

__all__ = ["BINS", "Bin", "Scores", "scores"]

BINS = 5
"""Bins of the calibration curve, as wide as each other."""
Z = 1.959964
"""Normal quantile of a 95 % interval."""


@dataclass(frozen=True)
class Bin:
    """Statements with about the same probability, and how many came true."""

    count: int
    probability: float
    """Mean of what was said."""
    share: float
    """Share that came true."""
    low: float
    high: float
    """Its 95 % interval (Wilson 1927)."""


@dataclass(frozen=True)
class Scores:
    """How good probabilities were.

    Attributes
    ----------
    count, true
        Statements that were told, and that came true.
    brier
        Mean squared distance from what happened: 0 is perfect, .25 is what .5 always gets.
    log
        Mean of minus the natural logarithm of the probability of what happened.
    curve
        Bins that hold anything.
    """

    count: int
    true: int
    brier: float
    log: float
    curve: tuple[Bin, ...]

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return asdict(self)


def scores(probabilities: Sequence[float], happened: Sequence[bool]) -> Scores:
    """Score probabilities of things that happened or did not.

    Raises
    ------
    ValueError
        If there is none, or they are not equally many.

    References
    ----------
    Brier (1950), Monthly Weather Review 78(1), 1-3.
    """
    p, y = np.asarray(probabilities, float), np.asarray(happened, float)
    if not len(p) or p.shape != y.shape:
        message = f"{len(p)} probabilities and {len(y)} outcomes; there must be one for each"
        raise ValueError(message)
    own = np.where(y == 1.0, p, 1.0 - p)
    which = np.minimum((p * BINS).astype(int), BINS - 1)
    return Scores(
        count=len(p),
        true=int(y.sum()),
        brier=float(((p - y) ** 2).mean()),
        log=float(-np.log(np.maximum(own, np.finfo(float).tiny)).mean()),
        curve=tuple(_bin(p[which == k], y[which == k]) for k in range(BINS) if (which == k).any()),
    )


def _bin(p: np.ndarray, y: np.ndarray) -> Bin:
    n, share = len(y), float(y.mean())
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return Bin(n, float(p.mean()), share, float(middle - half), float(middle + half))
