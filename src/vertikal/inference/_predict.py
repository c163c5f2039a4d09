"""The posterior predictive: what the calibrated model says of each fact it was fitted to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from vertikal.inference._misfit import tails
from vertikal.inference._prior import JointPrior
from vertikal.inference._targets import Target

__all__ = ["Predicted", "completed", "predicted"]


@dataclass(frozen=True)
class Predicted:
    """A fact, before and after: tail probabilities and the band of single histories."""

    name: str
    observed: float
    error: float
    band: tuple[float, float]
    median: float | None
    low: float | None
    high: float | None
    """Median and 5 and 95 % quantiles over draws of the posterior, one history each."""
    happened: float
    """Share of these histories in which the quantity could be read."""
    p: float | None
    """Two-sided tail probability of the observed value, its error included."""

    @property
    def agrees(self) -> bool:
        """True if the median lies in the band of the fact."""
        return self.median is not None and self.band[0] <= self.median <= self.band[1]

    def as_json(self) -> dict[str, Any]:
        """For the posterior's file."""
        return {**asdict(self), "agrees": self.agrees}


def completed(
    prior: JointPrior, kept: np.ndarray, samples: np.ndarray, count: int, *, seed: int
) -> dict[str, np.ndarray]:
    """Whole vectors by name, `(count,)` each: posterior draws of what is kept, prior of the rest.

    `samples` are latent, `(draw, kept)`.
    """
    latent = prior.draw(count, (seed, 6))
    chosen = np.random.default_rng([seed, 7]).choice(len(samples), count)
    latent[:, kept] = samples[chosen]
    return dict(zip(prior.names, prior.values(latent).T, strict=True))


def predicted(targets: Sequence[Target], readings: np.ndarray, *, seed: int) -> list[Predicted]:
    """Compare simulated readings `(history, target)` with what was observed."""
    observed = np.array([t.observed for t in targets])
    error = np.array([t.error for t in targets])
    p = tails(readings, observed, error, seed)
    found = []
    for target, column, tail in zip(targets, readings.T, p, strict=True):
        known = column[np.isfinite(column)]
        happened = len(known) / len(column)
        low, median, high = (
            (float(q) for q in np.quantile(known, [0.05, 0.5, 0.95]))
            if happened >= 0.5  # noqa: PLR2004 - as on the score card
            else (None, None, None)
        )
        found.append(
            Predicted(
                target.name, target.observed, target.error, target.band, median, low, high,
                happened, float(tail) if np.isfinite(tail) else None,
            )
        )  # fmt: skip
    return found
