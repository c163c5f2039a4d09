"""Readings as a network sees them: errors added, one scale for all, gaps marked."""

from dataclasses import dataclass

import numpy as np

__all__ = ["Scaling"]

GAP = 0.01
"""A target that is missing in more than this share of the draws has a flag that says so."""
KNOWN = 0.05
"""A target that fewer draws have than this share cannot be learnt from, and is left out."""
FLAT = 1e-6
"""Standard deviation below which a target says nothing."""


@dataclass(frozen=True)
class Scaling:
    r"""Turns readings into conditions, and the observed values with them.

    A reading $x$ becomes $\operatorname{arsinh}((x + e - y) / s)$, where $y$ is the observed
    value, $s$ its standard error and $e$ an error of that size: fine near what was observed,
    coarse where no history comes near it. Then every column is standardised. A reading that is missing is
    put at the mean, and a flag says that it is.

    Attributes
    ----------
    observed, error
        `(target,)`.
    used
        Positions of the targets that can be learnt from.
    flagged
        Positions of those that are missing now and then.
    mean, spread
        `(used,)`.
    """

    observed: np.ndarray
    error: np.ndarray
    used: np.ndarray
    flagged: np.ndarray
    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def fitted(
        cls, readings: np.ndarray, observed: np.ndarray, error: np.ndarray, *, seed: int
    ) -> "Scaling":
        """Learn the scale of each target from simulated readings, `(draw, target)`.

        Raises
        ------
        ValueError
            If no target has readings that differ.
        """
        rng = np.random.default_rng([seed, 1])
        bent = _bent(readings, observed, error, rng)
        known = np.isfinite(readings).mean(axis=0)
        spread = np.array([np.std(c[np.isfinite(c)]) if k > 0 else 0.0
                           for c, k in zip(bent.T, known, strict=True)])  # fmt: skip
        varies = [np.ptp(c[np.isfinite(c)]) > 0 if k > 0 else False
                  for c, k in zip(readings.T, known, strict=True)]  # fmt: skip
        used = np.flatnonzero((known >= KNOWN) & (spread > FLAT) & varies)
        if not used.size:
            message = "no target has readings that differ from draw to draw: nothing to learn from"
            raise ValueError(message)
        flagged = used[(known[used] < 1.0 - GAP)]
        mean = np.array([np.mean(c[np.isfinite(c)]) for c in bent.T[used]])
        return cls(observed, error, used, flagged, mean, spread[used])

    def conditions(self, readings: np.ndarray, rng: np.random.Generator | None) -> np.ndarray:
        """Conditions of readings `(..., target)`, as `(..., condition)`.

        `rng` draws the errors of simulated readings; None: these are observed values, which have
        theirs already.
        """
        bent = _bent(readings, self.observed, self.error, rng)[..., self.used]
        scaled = np.nan_to_num((bent - self.mean) / self.spread, nan=0.0)
        flags = np.isnan(readings[..., self.flagged]).astype(float)
        return np.concatenate([scaled, flags], axis=-1).astype(np.float32)

    @property
    def at_observed(self) -> np.ndarray:
        """Conditions of what was observed, `(1, condition)`."""
        return self.conditions(self.observed[None], None)


def _bent(
    readings: np.ndarray,
    observed: np.ndarray,
    error: np.ndarray,
    rng: np.random.Generator | None,
) -> np.ndarray:
    noise = 0.0 if rng is None else rng.standard_normal(readings.shape) * error
    return np.arcsinh((readings + noise - observed) / error)
