"""A scenario with values replaced, validated: what `--set` and a fact's `under` ask for."""

import json
from collections.abc import Mapping
from typing import Any

from vertikal.engine import Params
from vertikal.scenario._overrides import overridden
from vertikal.scenario._parameters import parameters_with
from vertikal.scenario._problems import Problem, ScenarioError
from vertikal.scenario._raw import RawScenario
from vertikal.scenario._spec import ScenarioSpec
from vertikal.scenario._validate import validate

__all__ = ["changed", "written"]

STRUCTURAL = "parameters."
"""Paths that begin like this lead into the parameter vector, all others into the scenario."""


def changed(raw: RawScenario, changes: Mapping[str, Any]) -> tuple[ScenarioSpec, dict[str, Params]]:
    """Validate a scenario and its parameter vector with the values at dotted paths replaced.

    Raises
    ------
    ScenarioError
        With every problem found; `--set` is blamed for those that a change has brought.
    """
    structural = {p: v for p, v in changes.items() if p.startswith(STRUCTURAL)}
    others = {p: v for p, v in changes.items() if p not in structural}
    problems: list[Problem] = []
    spec, vector = None, None
    try:
        vector = parameters_with({p.removeprefix(STRUCTURAL): v for p, v in structural.items()})
    except ScenarioError as error:
        problems.extend(error.problems)
    try:
        spec = validate(overridden(raw, others))
    except ScenarioError as error:
        problems.extend(_blamed(p, others) for p in error.problems)
    if problems or spec is None or vector is None:
        raise ScenarioError(problems)
    return spec, vector


def written(changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Write changes as `path=value`, in order of path."""
    return tuple(
        f"{path}={value if isinstance(value, str) else json.dumps(value, default=str)}"
        for path, value in sorted(changes.items())
    )


def _blamed(problem: Problem, changes: Mapping[str, Any]) -> Problem:
    """Blame a problem on `--set` where the value came from there, not on a line of the file."""
    set_here = any(problem.path == p or problem.path.startswith(f"{p}.") for p in changes)
    return Problem("--set", None, problem.path, problem.says) if set_here else problem
