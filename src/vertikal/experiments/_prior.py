"""Draws from the joint prior of all structural parameters."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from vertikal.engine import Params, param_info
from vertikal.lab import Draws
from vertikal.scenario import default_parameters

__all__ = ["Prior", "declared_ranges"]


def declared_ranges() -> dict[str, tuple[float, float]]:
    """Prior range of every parameter that has one, by `MECHANISM.NAME`."""
    return {
        f"{mechanism}.{p.name}": p.bounds
        for mechanism, params in default_parameters().items()
        for p in param_info(type(params))
        if p.bounds[0] < p.bounds[1]
    }


@dataclasses.dataclass(frozen=True)
class Prior:
    """A Latin hypercube over the declared ranges: uniform and independent, evenly spread."""

    names: tuple[str, ...]
    """Parameters, as `MECHANISM.NAME`."""
    values: np.ndarray
    """`(draw, parameter)`."""

    @classmethod
    def draw(cls, draws: int, *, seed: int = 0) -> "Prior":
        """Draw every parameter that has a range.

        Raises
        ------
        ModuleNotFoundError
            If SALib is not there: it comes with `vertikal[robustness]`.
        """
        from SALib.sample import latin  # noqa: PLC0415 - an extra, and slow to import

        ranges = declared_ranges()
        problem = {
            "num_vars": len(ranges),
            "names": list(ranges),
            "bounds": [list(b) for b in ranges.values()],
        }
        return cls(tuple(ranges), latin.sample(problem, draws, seed=seed))

    def draws(self, fixed: Mapping[str, float], repeat: int) -> Draws:
        """Vectors with `repeat` histories each; what a world fixes is the same in all of them."""
        count = len(self.values)
        vector: dict[str, Params] = {}
        for mechanism, params in default_parameters().items():
            given = {}
            for field in dataclasses.fields(params):  # type: ignore[arg-type]
                name = f"{mechanism}.{field.name}"
                if name in fixed:
                    column = np.full(count, fixed[name])
                elif name in self.names:
                    column = self.values[:, self.names.index(name)]
                else:
                    column = np.full(count, getattr(params, field.name))
                given[field.name] = column.astype(np.float32)
            vector[mechanism] = dataclasses.replace(params, **given)  # type: ignore[type-var]
        return Draws(vector, repeat)
