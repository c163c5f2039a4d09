"""Does a posterior earn its name: ranks, coverage, contraction and z-scores on simulated truths."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

__all__ = ["IDENTIFIED", "LEVELS", "ParameterCheck", "checked", "reached"]

LEVELS = (0.5, 0.8, 0.95)
"""Central intervals whose coverage is checked."""
IDENTIFIED = 0.2
"""A parameter counts as identified if the posterior variance is smaller than the prior's by at
least this share: at the observed facts, and on average over simulated truths."""
BATCH = 100
"""Truths whose posteriors are sampled at a time."""


@dataclass(frozen=True)
class ParameterCheck:
    """What simulated truths say about the posterior of one parameter, on the latent scale."""

    name: str
    coverage: tuple[float, ...]
    """Share of truths in the central intervals of `LEVELS`."""
    rank_p: float
    """Kolmogorov-Smirnov p-value of uniform ranks (simulation-based calibration)."""
    contraction: float
    """1 less posterior over prior variance, mean over truths."""
    z_mean: float
    """Mean over truths of (posterior mean less truth) over the posterior's standard deviation."""
    z_sd: float
    """Its standard deviation: 1 if the posterior is as wide as its errors."""
    recovery: float
    """Correlation of posterior mean and truth."""
    contraction_observed: float
    """Contraction at the observed facts."""
    ranks: tuple[int, ...]
    """Counts of the truths' ranks in 20 bins of equal width."""

    @property
    def is_identified(self) -> bool:
        """True if the facts narrow it, and facts of the kind do on average."""
        return min(self.contraction, self.contraction_observed) >= IDENTIFIED

    @property
    def coverage_error(self) -> float:
        """Largest distance of a coverage from its level."""
        return max(abs(c - level) for c, level in zip(self.coverage, LEVELS, strict=True))

    def as_json(self) -> dict[str, Any]:
        """For the posterior's file."""
        return {
            **asdict(self), "identified": self.is_identified, "coverage_error": self.coverage_error,
        }  # fmt: skip


@dataclass(frozen=True)
class _Against:
    """Posteriors of truths, summed up: `(truth, parameter)` each."""

    rank: np.ndarray
    mean: np.ndarray
    sd: np.ndarray


def checked(
    names: tuple[str, ...],
    truths: np.ndarray,
    conditions: np.ndarray,
    sample: Callable[[np.ndarray, int, int], np.ndarray],
    at_observed: np.ndarray,
    *,
    draws: int = 200,
) -> list[ParameterCheck]:
    """Check a posterior on truths that it was not trained on.

    Parameters
    ----------
    names
        Parameters.
    truths
        Their latent values, `(truth, parameter)`.
    conditions
        What was read, errors added, `(truth, condition)`.
    sample
        Draws of the posterior `(case, count, parameter)` given conditions, count and a seed.
    at_observed
        Draws of the posterior at the observed facts, `(draw, parameter)`.
    draws
        Draws for each truth.

    Returns
    -------
    A check a parameter.
    """
    against = _against(truths, conditions, sample, draws)
    return [
        _check(name, truths[:, i], against.rank[:, i], against.mean[:, i], against.sd[:, i],
               at_observed[:, i])
        for i, name in enumerate(names)
    ]  # fmt: skip


def _against(
    truths: np.ndarray,
    conditions: np.ndarray,
    sample: Callable[[np.ndarray, int, int], np.ndarray],
    draws: int,
) -> _Against:
    parts = []
    for k, first in enumerate(range(0, len(truths), BATCH)):
        here = slice(first, first + BATCH)
        asked = conditions[here]
        short = BATCH - len(asked)  # one shape, so that one program serves all
        padded = np.concatenate([asked, np.repeat(asked[-1:], short, axis=0)])
        drawn = sample(padded, draws, k)[: len(asked)]
        below = (drawn < truths[here, None]).mean(axis=1)
        parts.append((below, drawn.mean(axis=1), drawn.std(axis=1)))
    return _Against(*(np.concatenate([p[i] for p in parts]) for i in range(3)))


def reached(rank: np.ndarray) -> tuple[float, ...]:
    """Share of ranks in [0, 1] that lie in the central intervals of `LEVELS`."""
    return tuple(float(np.mean(np.abs(rank - 0.5) <= level / 2.0)) for level in LEVELS)


def _check(
    name: str,
    truth: np.ndarray,
    rank: np.ndarray,
    mean: np.ndarray,
    sd: np.ndarray,
    observed: np.ndarray,
) -> ParameterCheck:
    from scipy.stats import kstest  # noqa: PLC0415 - slow to import

    z = (mean - truth) / np.maximum(sd, 1e-12)
    moved = float(np.std(mean)) > 0.0
    return ParameterCheck(
        name=name,
        coverage=reached(rank),
        rank_p=float(kstest(rank, "uniform").pvalue),
        contraction=float(1.0 - np.mean(sd**2)),
        z_mean=float(z.mean()),
        z_sd=float(z.std()),
        recovery=float(np.corrcoef(mean, truth)[0, 1]) if moved else 0.0,
        contraction_observed=float(1.0 - observed.var()),
        ranks=tuple(int(n) for n in np.histogram(rank, bins=20, range=(0.0, 1.0))[0]),
    )
