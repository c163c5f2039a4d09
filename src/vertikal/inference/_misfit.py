"""Could the model have produced what was observed: the prior predictive says so, or warns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vertikal.inference._scaling import Scaling

__all__ = ["RARE", "Misfit", "misfit_of", "tails"]

RARE = 0.01
"""Two-sided tail probability below which an observed value is called outside."""
NEIGHBOUR = 10
"""How near the observed values are to the simulated: by the distance of the tenth nearest."""


@dataclass(frozen=True)
class Misfit:
    """Where the observed values lie among the simulated.

    Attributes
    ----------
    tails
        Two-sided tail probability of each target, by name.
    distance_p
        Share of simulated draws that lie as far from the others as the observed values do.
    """

    tails: dict[str, float]
    distance_p: float

    @property
    def outside(self) -> tuple[str, ...]:
        """Targets whose observed value the prior predictive hardly reaches."""
        return tuple(name for name, p in self.tails.items() if p < RARE)

    @property
    def warns(self) -> bool:
        """True if the posterior rests on values that no simulation resembles."""
        return bool(self.outside) or self.distance_p < RARE


def tails(readings: np.ndarray, observed: np.ndarray, error: np.ndarray, seed: int) -> np.ndarray:
    """Two-sided tail probability of each observed value; NaN where nothing was read.

    Errors are added to the simulated readings `(draw, target)`, and half of a tie counts.
    """
    rng = np.random.default_rng([seed, 3])
    noisy = readings + rng.standard_normal(readings.shape) * error
    found = np.full(len(observed), np.nan)
    for i, (column, value) in enumerate(zip(noisy.T, observed, strict=True)):
        known = column[np.isfinite(column)]
        if known.size:
            below = (np.sum(known < value) + 0.5 * np.sum(known == value) + 0.5) / (known.size + 1)
            found[i] = min(1.0, 2.0 * min(below, 1.0 - below))
    return found


def misfit_of(
    readings: np.ndarray, scaling: Scaling, names: Sequence[str], *, seed: int, most: int = 2000
) -> Misfit:
    """Place the observed values in the prior predictive; `most` draws are compared in pairs."""
    from scipy.spatial import KDTree  # noqa: PLC0415 - slow to import

    p = tails(readings, scaling.observed, scaling.error, seed)
    rng = np.random.default_rng([seed, 4])
    some = scaling.conditions(readings[rng.permutation(len(readings))[:most]], rng)
    tree = KDTree(some)
    near = min(NEIGHBOUR, len(some) - 1)
    own = tree.query(some, k=near + 1)[0][:, -1]  # the nearest is the draw itself
    here = tree.query(scaling.at_observed, k=near)[0].reshape(-1)[-1]
    share = float((np.sum(own >= here) + 1) / (len(own) + 1))
    return Misfit({n: float(x) for n, x in zip(names, p, strict=True) if np.isfinite(x)}, share)
