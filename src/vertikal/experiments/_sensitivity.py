"""Which structural parameters move an outcome: Sobol indices over the declared ranges."""

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from vertikal.experiments._flips import FEWEST, first_order
from vertikal.experiments._prior import Prior, declared_ranges
from vertikal.scenario import Problem, ScenarioError, did_you_mean

__all__ = ["METHODS", "MOST", "Index", "Sensitivity", "chosen", "drawn", "indices", "vectors"]

METHODS = ("given", "sobol")
MOST = 20_000
"""Histories beyond which a study is refused."""
SHUFFLES = 19
"""Shuffles of the outcome that show what chance gives: if no parameter does anything, the largest
index is above all of them once in 20 times."""
BASE = 16
"""Base points below which Saltelli's design says nothing."""


@dataclass(frozen=True)
class Index:
    """Share of an outcome's variance that a parameter explains."""

    parameter: str
    first: float
    """Alone."""
    first_error: float | None
    """Half-width of the 95 % interval; None where chance is the yardstick."""
    total: float | None
    """With all that others make of it; None if the method does not tell."""
    total_error: float | None
    clear: bool
    """True if chance does not explain it."""


@dataclass(frozen=True)
class Sensitivity:
    """What moves an outcome."""

    indices: tuple[Index, ...]
    """Of every parameter, largest first; empty if nothing can be said."""
    chance: float | None
    """First-order index that chance reaches; None where each index has its interval."""
    vectors: int
    """Parameter vectors that have the outcome, and count."""

    @property
    def clear(self) -> tuple[Index, ...]:
        """Those that chance does not explain."""
        return tuple(index for index in self.indices if index.clear)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return dataclasses.asdict(self)


def chosen(
    patterns: Sequence[str] = (), fixed: Collection[str] = ()
) -> dict[str, tuple[float, float]]:
    """Return the declared ranges of the parameters that match a pattern, `MECHANISM.NAME`.

    Parameters
    ----------
    patterns
        Shell patterns, as `courts_decide.*`; none: all parameters.
    fixed
        Parameters that a world fixes: they do not vary.

    Raises
    ------
    ScenarioError
        If a pattern matches nothing, or nothing is left to vary.
    """
    ranges = declared_ranges()
    patterns = [pattern.removeprefix("parameters.") for pattern in patterns]
    known = [*dict.fromkeys(f"{name.partition('.')[0]}.*" for name in ranges), *ranges]
    problems = [
        Problem("--parameters", None, p, f"matches no parameter - {did_you_mean(p, known)}")
        for p in patterns
        if not any(fnmatchcase(name, p) for name in ranges)
    ]
    if problems:
        raise ScenarioError(problems)
    found = {
        name: bounds
        for name, bounds in ranges.items()
        if name not in fixed and (not patterns or any(fnmatchcase(name, p) for p in patterns))
    }
    if not found:
        says = "what matches is fixed by --set, and nothing is left to vary; choose others"
        raise ScenarioError([Problem("--parameters", None, "", says)])
    return found


def vectors(method: str, parameters: int, samples: int, repeat: int) -> int:
    """Return the number of vectors that a method runs.

    Raises
    ------
    ScenarioError
        If the number of samples will not do, or there are too many histories.
    """
    problems = []
    count = samples if method == "given" else samples * (parameters + 2)
    if method == "given" and samples < FEWEST:
        says = f"is {samples}; --method given needs {FEWEST} or more"
        problems.append(Problem("--samples", None, "", says))
    if method == "sobol" and (samples & (samples - 1) or samples < BASE):
        below = max(BASE, 1 << (samples.bit_length() - 1))
        says = f"is {samples}; Sobol points are even only in powers of 2 from {BASE} on: "
        problems.append(Problem("--samples", None, "", f"{says}write {below} or {2 * below}"))
    if count * repeat > MOST:
        says = f"asks for {count * repeat:,} histories ({count:,} vectors, {repeat} of each); "
        says += f"must be at most {MOST:,}: {_cheaper(method, parameters, samples, repeat)}"
        problems.append(Problem("--samples", None, "", says))
    if problems:
        raise ScenarioError(problems)
    return count


def _cheaper(method: str, parameters: int, samples: int, repeat: int) -> str:
    """Say what to do about too many histories."""
    if method == "given":
        return "lower --samples or --repeat"
    fewer = MOST // (samples * repeat) - 2
    says = f"choose {fewer} parameters at most (--parameters), " if fewer > 0 else ""
    fits = MOST // ((parameters + 2) * repeat)
    if fits >= BASE:
        says += f"--samples {1 << (fits.bit_length() - 1)}, "
    return f"{says}or --method given, which needs {samples * repeat:,}"


def drawn(
    ranges: dict[str, tuple[float, float]], method: str, samples: int, *, seed: int = 0
) -> Prior:
    """Draw the vectors that a method needs; what is not in `ranges` stays as it is.

    Raises
    ------
    ModuleNotFoundError
        If SALib is not there: it comes with `vertikal[robustness]`.
    """
    from SALib.sample import latin, sobol  # noqa: PLC0415 - an extra, and slow to import

    problem = _problem(ranges)
    if method == "given":
        values = latin.sample(problem, samples, seed=seed)
    else:
        values = sobol.sample(problem, samples, calc_second_order=False, seed=seed)
    return Prior(tuple(ranges), values)


def indices(prior: Prior, outcome: np.ndarray, method: str, *, seed: int = 0) -> Sensitivity:
    """Tell what moves an outcome.

    Parameters
    ----------
    prior
        Vectors, from `drawn` with the same method.
    outcome
        `(vector, history)`; NaN where it did not happen. Of each vector the mean counts.
    method
        `given`: first-order indices of the outcome's rank, from any draws (RBD-FAST). `sobol`:
        first-order and total indices of the outcome itself, from Saltelli's design.
    """
    known = np.isfinite(outcome)
    count = known.sum(1)
    mean = np.where(known, outcome, 0.0).sum(1) / np.maximum(count, 1)
    y = np.where(count > 0, mean, np.nan)
    made = _given(prior, y, seed) if method == "given" else _saltelli(prior, y, seed)
    order = sorted(made.indices, key=lambda i: -(i.first if i.total is None else i.total))
    return dataclasses.replace(made, indices=tuple(order))


def _given(prior: Prior, y: np.ndarray, seed: int) -> Sensitivity:
    known = np.isfinite(y)
    x, y = prior.values[known], y[known]
    if y.size < FEWEST or np.ptp(y) == 0.0:
        return Sensitivity((), None, y.size)
    found = first_order(prior, x, y)
    rng = np.random.default_rng(seed)
    chance = max(float(first_order(prior, x, rng.permutation(y)).max()) for _ in range(SHUFFLES))
    listed = (
        Index(name, float(s), None, None, None, bool(s > chance))
        for name, s in zip(prior.names, found, strict=True)
    )
    return Sensitivity(tuple(listed), chance, y.size)


def _saltelli(prior: Prior, y: np.ndarray, seed: int) -> Sensitivity:
    """Indices from the base points of which every vector has the outcome."""
    from SALib.analyze import sobol  # noqa: PLC0415 - an extra, and slow to import

    rows = y.reshape(-1, len(prior.names) + 2)
    rows = rows[np.isfinite(rows).all(1)]
    if len(rows) < BASE or np.ptp(rows[:, [0, -1]]) == 0.0:
        return Sensitivity((), None, rows.size)
    problem = _problem(dict.fromkeys(prior.names, (0.0, 1.0)))
    # SALib takes a seed of 0 for none
    said = sobol.analyze(problem, rows.ravel(), calc_second_order=False, seed=seed + 1)
    columns = [np.asarray(said[key], float) for key in ("S1", "S1_conf", "ST", "ST_conf")]
    listed = []
    for name, *numbers in zip(prior.names, *columns, strict=True):
        first, first_error, total, total_error = map(float, numbers)
        clear = first > first_error or total > total_error
        listed.append(Index(name, first, first_error, total, total_error, clear))
    return Sensitivity(tuple(listed), None, rows.size)


def _problem(ranges: dict[str, tuple[float, float]]) -> dict[str, Any]:
    bounds = [list(b) for b in ranges.values()]
    return {"num_vars": len(ranges), "names": list(ranges), "bounds": bounds}
