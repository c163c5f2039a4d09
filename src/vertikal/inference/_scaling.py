"""Readings as a network sees them: errors added, one scale for all, gaps marked."""

from dataclasses import dataclass

import numpy as np

__all__ = ["Scaling"]

GAP = 0.01
"""A target that is missing in more than this share of the draws has a flag that says so."""
KNOWN = 0.05
"""A target that fewer draws have than this share cannot be learnt from, and is left out."""
KNOTS = 400
"""Quantiles that stand for the distribution of a target."""


@dataclass(frozen=True)
class Scaling:
    """Turns readings into conditions, and the observed values with them.

    An error of the fact's size is added to a simulated reading, and the sum becomes a normal score:
    the normal quantile of its place among all simulated readings of that target. So rates that
    range over three orders of magnitude and shares that crowd at 1 are on one scale. Beyond the
    simulated range the score stays at its end; `Misfit` says when that happens. A reading that is
    missing is put at 0, the middle, and a flag says that it is.

    Attributes
    ----------
    observed, error
        `(target,)`.
    used
        Positions of the targets that can be learnt from.
    flagged
        Positions of those that are missing now and then.
    knots
        Quantiles of the readings, errors included, `(used, KNOTS)`.
    """

    observed: np.ndarray
    error: np.ndarray
    used: np.ndarray
    flagged: np.ndarray
    knots: np.ndarray

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
        known = np.isfinite(readings).mean(axis=0)
        used = np.array([
            i for i, column in enumerate(readings.T)
            if known[i] >= KNOWN and np.ptp(column[np.isfinite(column)]) > 0.0
        ], int)  # fmt: skip
        if not used.size:
            message = "no target has readings that differ from draw to draw: nothing to learn from"
            raise ValueError(message)
        noisy = _noisy(readings, error, np.random.default_rng([seed, 1]))
        knots = np.stack([np.nanquantile(noisy[:, i], _places()) for i in used])
        flagged = used[known[used] < 1.0 - GAP]
        return cls(observed, error, used, flagged, knots)

    def conditions(self, readings: np.ndarray, rng: np.random.Generator | None) -> np.ndarray:
        """Conditions of readings `(draw, target)`, as `(draw, condition)`.

        `rng` draws the errors of simulated readings; None: these are observed values, which have
        theirs already.
        """
        from scipy.special import ndtri  # noqa: PLC0415 - slow to import

        seen = readings if rng is None else _noisy(readings, self.error, rng)
        scores = ndtri(_places())
        columns = [
            np.interp(seen[:, i], knots, scores)
            for i, knots in zip(self.used, self.knots, strict=True)
        ]
        scaled = np.nan_to_num(np.stack(columns, axis=1), nan=0.0)
        flags = np.isnan(readings[:, self.flagged]).astype(float)
        return np.concatenate([scaled, flags], axis=1).astype(np.float32)

    @property
    def at_observed(self) -> np.ndarray:
        """Conditions of what was observed, `(1, condition)`."""
        return self.conditions(self.observed[None], None)


def _places() -> np.ndarray:
    return (np.arange(KNOTS) + 0.5) / KNOTS


def _noisy(readings: np.ndarray, error: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return readings + rng.standard_normal(readings.shape) * error
