"""Which parameters leave a trace in the readings at all: the others keep their prior."""

import numpy as np

__all__ = ["screened"]

FOLDS = 5
PENALTIES = (1.0, 10.0, 100.0, 1000.0)
SURE = 3.5
"""Standard errors of a correlation that chance reaches once in some 4,000 parameters."""
FAINT = 0.2
"""Correlation below which a trace is too faint to be learnt: a twenty-fifth of the variance."""


def screened(latent: np.ndarray, conditions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the parameters that the readings predict out of sample.

    A ridge regression on the conditions and their squares predicts each latent value in folds it
    was not fitted to. What cannot be predicted has the prior for a posterior, as far as means go,
    and is left to it: a network that tried would only learn noise.

    Parameters
    ----------
    latent
        `(draw, parameter)`.
    conditions
        `(draw, condition)`.

    Returns
    -------
    Positions of the parameters that are predicted beyond chance and not faintly, best first; and
    the correlation of prediction and truth of every parameter, `(parameter,)`.
    """
    features = _features(conditions.astype(float))
    count = len(features)
    fold = np.arange(count) % FOLDS
    predicted = {p: np.zeros_like(latent) for p in PENALTIES}
    for k in range(FOLDS):
        fit, out = features[fold != k], features[fold == k]
        square, cross = fit.T @ fit, fit.T @ latent[fold != k]
        for p in PENALTIES:
            weights = np.linalg.solve(square + p * np.eye(len(square)), cross)
            predicted[p][fold == k] = out @ weights
    found = np.stack([_correlation(predicted[p], latent) for p in PENALTIES])
    best = found[int(np.argmax(np.clip(found, 0.0, None).sum(axis=1)))]
    order = np.argsort(-best)
    return order[best[order] > max(SURE / np.sqrt(count), FAINT)], best


def _features(conditions: np.ndarray) -> np.ndarray:
    """Conditions and their squares, standardised, and a constant."""
    both = np.concatenate([conditions, conditions**2], axis=1)
    spread = both.std(axis=0)
    kept = spread > 0.0
    scaled = (both[:, kept] - both[:, kept].mean(axis=0)) / spread[kept]
    return np.concatenate([scaled, np.ones((len(both), 1))], axis=1)


def _correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Correlation of columns; 0 where one of them is constant."""
    a, b = a - a.mean(axis=0), b - b.mean(axis=0)
    both = np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    return np.divide((a * b).sum(axis=0), both, out=np.zeros(len(both)), where=both > 0.0)
