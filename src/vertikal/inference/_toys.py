"""Simulators whose posterior is known in closed form: what the pipeline must recover."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vertikal.inference._table import Table

__all__ = ["TOYS", "Toy"]


@dataclass(frozen=True)
class Toy:
    """A problem with a known answer, in the shape in which the pipeline takes problems.

    Attributes
    ----------
    parameters, targets
        Names.
    observed, error
        Observed values and the standard errors of their readings, `(target,)`.
    read
        Readings without errors of latent values (standard normal under the prior), given a
        generator: `(draw, parameter)` to `(draw, target)`.
    mean, sd
        Posterior means and standard deviations, latent, `(parameter,)`.
    """

    parameters: tuple[str, ...]
    targets: tuple[str, ...]
    observed: np.ndarray
    error: np.ndarray
    read: Callable[[np.ndarray, np.random.Generator], np.ndarray]
    mean: np.ndarray
    sd: np.ndarray

    def table(self, draws: int, *, seed: int) -> Table:
        """Simulate draws of the prior."""
        rng = np.random.default_rng(seed)
        latent = rng.standard_normal((draws, len(self.parameters)))
        return Table(latent, self.read(latent, rng))


def _linear(
    design: np.ndarray, noise: np.ndarray, error: np.ndarray, observed: np.ndarray, names: str
) -> Toy:
    """Readings linear in the parameters with normal noise: the posterior is normal."""
    precision = np.diag(1.0 / (noise**2 + error**2))
    covariance = np.linalg.inv(np.eye(design.shape[1]) + design.T @ precision @ design)
    mean = covariance @ design.T @ precision @ observed

    def read(latent: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        clean = latent @ design.T
        return clean + rng.standard_normal(clean.shape) * noise

    targets = tuple(f"reading_{i}" for i in range(len(design)))
    return Toy(
        tuple(names.split()), targets, observed, error, read, mean, np.sqrt(np.diag(covariance))
    )


def gaussian_mean() -> Toy:
    """A mean known from four readings; a second parameter that nothing depends on."""
    design = np.stack([np.ones(4), np.zeros(4)], axis=1)
    return _linear(
        design, np.full(4, 0.8), np.full(4, 0.6), np.array([0.9, 1.4, 0.4, 1.1]), "mean idle"
    )


def two_slopes() -> Toy:
    """Intercept and slope of a line, seen at five points."""
    at = np.linspace(-1.0, 1.0, 5)
    design = np.stack([np.ones(5), at], axis=1)
    observed = np.array([-1.3, -0.2, 0.1, 0.3, 1.2])
    return _linear(design, np.full(5, 0.5), np.full(5, 0.5), observed, "intercept slope")


SHAPE, SCALE, COUNTS = 3.0, 2.0, (9.0, 5.0, 8.0)
"""Gamma prior of a rate, and the counts that were observed."""
MOST = 80
"""Counts above this have no weight worth summing."""


def poisson_gamma() -> Toy:
    """A rate with a gamma prior, known from counts that are read with an error of a half.

    Without the error the posterior is a gamma density; with it, the same density summed over the
    counts that may stand behind what was read.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import
    from scipy.stats import gamma, norm, poisson  # noqa: PLC0415

    observed, error = np.array(COUNTS), np.full(len(COUNTS), 0.5)
    prior = gamma(SHAPE, scale=SCALE)
    latent = np.linspace(-5.0, 5.0, 2001)
    each = poisson.pmf(np.arange(MOST)[:, None], prior.ppf(ndtr(latent)))
    seen = norm.pdf(observed[:, None], np.arange(MOST), error[:, None]) @ each
    weight = norm.pdf(latent) * seen.prod(axis=0)
    weight /= weight.sum()
    mean = float(weight @ latent)

    def read(latent: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        rate = prior.ppf(ndtr(latent))
        return rng.poisson(np.repeat(rate, observed.size, axis=1)).astype(float)

    return Toy(
        ("rate",),
        tuple(f"count_{i}" for i in range(observed.size)),
        observed,
        error,
        read,
        np.array([mean]),
        np.array([np.sqrt(weight @ (latent - mean) ** 2)]),
    )


TOYS: dict[str, Callable[[], Toy]] = {
    "gaussian_mean": gaussian_mean,
    "two_slopes": two_slopes,
    "poisson_gamma": poisson_gamma,
}
"""By name."""
