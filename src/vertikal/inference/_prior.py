"""The joint prior of the one structural vector: from the declarations, and from nothing else."""

import dataclasses
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

import numpy as np

from vertikal.engine import Params, param_info
from vertikal.lab import Draws
from vertikal.scenario import Problem, ScenarioError, default_parameters, did_you_mean

__all__ = ["SHAPES", "JointPrior"]

SHAPES = ("around", "uniform")
"""`uniform`: flat between the declared bounds. `around`: a PERT density between the same bounds
whose mode is the declared default; it has about half of the spread."""
WEIGHT = 4.0
"""Weight of the mode in a PERT density (Malcolm et al. 1959): its customary value."""
EDGE = 1e-9
"""Probabilities are kept this far from 0 and 1, where the normal quantile is infinite."""


@dataclasses.dataclass(frozen=True)
class JointPrior:
    """Independent densities over the declared bounds of some parameters.

    Each parameter also has a *latent* value that is standard normal under the prior: the normal
    quantile of its prior probability. Inference works there, so that no draw of a posterior can
    leave the bounds, and contraction is read off directly: the prior variance is 1.

    Attributes
    ----------
    names
        Parameters, as `MECHANISM.NAME`.
    bounds
        `(parameter, 2)`.
    defaults
        `(parameter,)`.
    shape
        One of `SHAPES`.
    """

    names: tuple[str, ...]
    bounds: np.ndarray
    defaults: np.ndarray
    shape: str = "around"

    @classmethod
    def declared(cls, patterns: Sequence[str] = (), shape: str = "around") -> "JointPrior":
        """Prior of all parameters that have a range, or of those that match a pattern.

        Raises
        ------
        ScenarioError
            If a pattern matches nothing, or there is no such shape.
        """
        declared = {
            f"{mechanism}.{p.name}": p
            for mechanism, params in default_parameters().items()
            for p in param_info(type(params))
            if p.bounds[0] < p.bounds[1]
        }
        problems = [
            Problem("--parameters", None, p, f"matches none; {did_you_mean(p, declared)}")
            for p in patterns
            if not any(fnmatchcase(name, p) for name in declared)
        ]
        if shape not in SHAPES:
            problems.append(Problem("--prior", None, shape, did_you_mean(shape, SHAPES)))
        if problems:
            raise ScenarioError(problems)
        names = [n for n in declared if not patterns or any(fnmatchcase(n, p) for p in patterns)]
        bounds = np.array([declared[n].bounds for n in names], float)
        return cls(tuple(names), bounds, np.array([declared[n].default for n in names]), shape)

    def _exponents(self) -> tuple[np.ndarray, np.ndarray]:
        """Exponents of the beta density on the unit interval, `(parameter,)` each."""
        low, high = self.bounds.T
        if self.shape == "uniform":
            return np.ones(len(low)), np.ones(len(low))
        mode = (self.defaults - low) / (high - low)
        return 1.0 + WEIGHT * mode, 1.0 + WEIGHT * (1.0 - mode)

    def values(self, latent: np.ndarray) -> np.ndarray:
        """Parameters, within their bounds, of latent values; both `(..., parameter)`."""
        from scipy.special import ndtr  # noqa: PLC0415 - slow to import
        from scipy.stats import beta  # noqa: PLC0415

        a, b = self._exponents()
        low, high = self.bounds.T
        unit = beta.ppf(np.clip(ndtr(latent), EDGE, 1.0 - EDGE), a, b)
        return np.clip(low + unit * (high - low), low, high)

    def latent(self, values: np.ndarray) -> np.ndarray:
        """Latent values of parameters; both `(..., parameter)`."""
        from scipy.special import ndtri  # noqa: PLC0415
        from scipy.stats import beta  # noqa: PLC0415

        a, b = self._exponents()
        low, high = self.bounds.T
        unit = beta.cdf((np.asarray(values, float) - low) / (high - low), a, b)
        return ndtri(np.clip(unit, EDGE, 1.0 - EDGE))

    def draw(self, count: int, seed: Sequence[int]) -> np.ndarray:
        """Latent values of independent draws, `(count, parameter)`."""
        return np.random.default_rng(list(seed)).standard_normal((count, len(self.names)))

    def draws(self, latent: np.ndarray, *, repeat: int = 1) -> Draws:
        """Vectors to simulate, each with histories of its own; what is not in the prior is fixed.

        Parameters
        ----------
        latent
            `(draw, parameter)`.
        repeat
            Histories of each.
        """
        return vectors(dict(zip(self.names, self.values(latent).T, strict=True)), repeat)

    def among(self, kept: Sequence[int] | np.ndarray) -> "JointPrior":
        """The marginal prior of some of the parameters, by position."""
        names = tuple(self.names[i] for i in kept)
        return JointPrior(names, self.bounds[kept], self.defaults[kept], self.shape)


def vectors(columns: Mapping[str, np.ndarray], repeat: int) -> Draws:
    """Parameter vectors from columns `(draw,)` by name; the others keep their defaults."""
    count = len(next(iter(columns.values())))
    made: dict[str, Params] = {}
    for mechanism, params in default_parameters().items():
        given = {}
        for field in dataclasses.fields(params):  # type: ignore[arg-type]
            column = columns.get(f"{mechanism}.{field.name}")
            value = np.full(count, getattr(params, field.name)) if column is None else column
            given[field.name] = np.asarray(value, np.float32)
        made[mechanism] = dataclasses.replace(params, **given)  # type: ignore[type-var]
    return Draws(made, repeat, apart=True)
