"""The one structural parameter vector, the same for every scenario.

It is made of the declared parameters of all mechanisms. A scenario cannot set any of them; a run
may, to ask "what if this number were different" (`--set parameters.MECHANISM.NAME=VALUE`).
"""

import dataclasses
from collections.abc import Mapping

from vertikal.engine import Params, param_info
from vertikal.mechanisms import NAMES, load
from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean

__all__ = ["default_parameters", "parameters_with"]


def default_parameters() -> dict[str, Params]:
    """Return the vector with every parameter at its default."""
    return {name: load(name).params() for name in NAMES}


def parameters_with(changes: Mapping[str, object]) -> dict[str, Params]:
    """Return the vector with some parameters replaced, by `MECHANISM.NAME`.

    Raises
    ------
    ScenarioError
        For unknown names, and values that are no number or out of bounds.
    """
    vector = default_parameters()
    problems = []
    for path, value in changes.items():
        mechanism, _, name = path.partition(".")
        label = f"parameters.{path}"
        if mechanism not in vector:
            says = f"no such mechanism - {did_you_mean(mechanism, NAMES)}"
            problems.append(Problem("--set", None, label, says))
            continue
        declared = {p.name: p for p in param_info(type(vector[mechanism]))}
        if name not in declared:
            says = f"no such parameter - {did_you_mean(name, declared)}"
            problems.append(Problem("--set", None, label, says))
            continue
        low, high = declared[name].bounds
        if isinstance(value, bool) or not isinstance(value, int | float):
            says = f"is {value!r}; must be a number"
        elif not low <= value <= high:
            says = f"is {value:g}; must lie in {low:g} to {high:g} [{declared[name].unit}]"
        else:
            changed = {name: float(value)}
            vector[mechanism] = dataclasses.replace(vector[mechanism], **changed)  # type: ignore[type-var]
            continue
        problems.append(Problem("--set", None, label, says))
    if problems:
        raise ScenarioError(problems)
    return vector
