"""Histories weighed by what was seen up to the day from which a forecast is made."""

from dataclasses import dataclass

import numpy as np

__all__ = ["FAR", "Conditioned", "conditioned", "share_of"]

FAR = 3.0
"""Standard errors beyond which a reading counts as no further off. Without a limit one fact that
the model cannot reach would choose the histories all by itself. Nothing to read is as far."""
LEAST = 0.1
"""Share of the histories that must go on counting: the facts are believed only so far."""
HALVINGS = 60


@dataclass(frozen=True)
class Conditioned:
    """Weights of histories.

    Attributes
    ----------
    weights
        `(history,)`; they sum to 1.
    power
        Exponent of the likelihood, 0 to 1: how much of what the facts say could be used.
    effective
        Histories that would say as much if all had the same weight.
    """

    weights: np.ndarray
    power: float
    effective: float


def conditioned(readings: np.ndarray, observed: np.ndarray, error: np.ndarray) -> Conditioned:
    """Weigh histories by their distance from the facts.

    The weight is the likelihood of independent normal errors, no fact counting beyond `FAR`, to
    the largest power (at most 1) that leaves the effective number of histories at `LEAST` of them.
    Such a tempered likelihood is the usual remedy where a model is known to be wrong and the
    facts are not independent of each other.

    Parameters
    ----------
    readings
        `(history, fact)`, NaN where there was nothing to read.
    observed, error
        `(fact,)`, in the unit of the readings.

    References
    ----------
    Kong, Liu & Wong (1994), JASA 89(425), 278-288: the effective number.
    Grunwald & van Ommen (2017), Bayesian Analysis 12(4), 1069-1103: powers of the likelihood
    under misspecification.
    """
    count = len(readings)
    if readings.shape[1] == 0:
        return Conditioned(np.full(count, 1.0 / count), 1.0, float(count))
    off = np.abs(readings - observed) / error
    off = np.minimum(np.where(np.isnan(off), FAR, off), FAR)
    log = -0.5 * (off**2).sum(1)
    low, high = 0.0, 1.0
    if _effective(_weights(log, 1.0)) < LEAST * count:
        for _ in range(HALVINGS):
            power = (low + high) / 2.0
            enough = _effective(_weights(log, power)) >= LEAST * count
            low, high = (power, high) if enough else (low, power)
        high = low
    weights = _weights(log, high)
    return Conditioned(weights, high, _effective(weights))


def share_of(held: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Probability, its standard error, and the share of histories that can be read at all.

    Half a history is added on either side, so that no probability is 0 or 1: the number of
    histories is finite.

    Parameters
    ----------
    held
        1, 0, or NaN where a statement is void, `(history,)`.
    weights
        `(history,)`; they sum to 1.
    """
    known = ~np.isnan(held)
    read = float(weights[known].sum())
    if read <= 0.0:
        return float("nan"), float("nan"), 0.0
    own = weights[known] / read
    effective = _effective(own)
    p = (float(own @ held[known]) * effective + 0.5) / (effective + 1.0)
    return p, float(np.sqrt(p * (1.0 - p) / (effective + 1.0))), read


def _weights(log: np.ndarray, power: float) -> np.ndarray:
    weights = np.exp(power * (log - log.max()))
    return weights / weights.sum()


def _effective(weights: np.ndarray) -> float:
    return float(1.0 / (weights**2).sum())
