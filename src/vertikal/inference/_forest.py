"""A cross-check by another method and another library: random forests of scikit-learn.

Approximate Bayesian computation with random forests (Raynal et al. 2019, Bioinformatics 35(10),
1720-1728): draws that fall into the same leaves as the observed values are weighted, and the
weights are the posterior. It shares nothing with the flows but the table of simulations.
"""

from dataclasses import dataclass

import numpy as np

__all__ = ["Crossed", "crossed"]

TREES = 200
LEAF = 5
"""Draws in a leaf, at least; the default of Raynal et al."""


@dataclass(frozen=True)
class Crossed:
    """Posterior of one parameter by both methods, on the latent scale (prior: 0 and 1)."""

    name: str
    mean: float
    sd: float
    forest_mean: float
    forest_sd: float

    @property
    def apart(self) -> float:
        """Distance of the means, in the larger of the two standard deviations."""
        return abs(self.mean - self.forest_mean) / max(self.sd, self.forest_sd, 1e-12)


def crossed(
    names: tuple[str, ...],
    latent: np.ndarray,
    conditions: np.ndarray,
    at_observed: np.ndarray,
    samples: np.ndarray,
    *,
    seed: int,
    workers: int = 1,
) -> list[Crossed]:
    """Compare posterior draws with a forest's weights, parameter by parameter.

    Parameters
    ----------
    names
        Parameters.
    latent, conditions
        Simulated pairs, `(draw, parameter)` and `(draw, condition)`.
    at_observed
        Conditions of what was observed, `(1, condition)`.
    samples
        Draws of the posterior to compare with, `(sample, parameter)`.
    seed, workers
        Same seed, same forest, on any number of workers.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn is not there: it comes with `vertikal[calibration]`.
    """
    from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415 - an extra, and slow

    found = []
    for i, name in enumerate(names):
        forest = RandomForestRegressor(
            TREES, min_samples_leaf=LEAF, max_features=1 / 3, random_state=seed, n_jobs=workers
        ).fit(conditions, latent[:, i])
        weights = _weights(forest.apply(conditions), forest.apply(at_observed)[0])
        mean = float(weights @ latent[:, i])
        variance = float(weights @ (latent[:, i] - mean) ** 2)
        own = samples[:, i]
        found.append(
            Crossed(name, float(own.mean()), float(own.std()), mean, float(np.sqrt(variance)))
        )
    return found


def _weights(leaves: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Weight of each draw, `(draw,)`: how often it shares the leaf, in parts of that leaf."""
    same = leaves == here
    return (same / same.sum(axis=0)).mean(axis=1)
