"""A scenario with values replaced, validated: what `--set` and a fact's `under` ask for."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

Place = tuple[str | int, ...]


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
    places: dict[str, Place] = {}
    try:
        world, places = overridden(raw, others)
        spec = validate(world)
    except ScenarioError as error:
        problems.extend(_blamed(error.problems, raw, places) if others else error.problems)
    if problems or spec is None or vector is None:
        raise ScenarioError(problems)
    return spec, vector


def written(changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Write changes as `path=value`, in order of path."""
    return tuple(
        f"{path}={value if isinstance(value, str) else json.dumps(value, default=str)}"
        for path, value in sorted(changes.items())
    )


def _blamed(
    problems: Iterable[Problem], raw: RawScenario, places: Mapping[str, Place]
) -> Iterator[Problem]:
    """Blame on `--set` what the file by itself does not bring, by the paths that were written."""
    found = {_found(problem) for problem in _problems_of(raw)}
    for problem in problems:
        steps = problem.path.split(".")
        shared = {path: _shared(place, steps) for path, place in places.items()}
        set_here = [path for path, place in places.items() if shared[path] == len(place)]
        if problem.file != raw.file or (_found(problem) in found and not set_here):
            yield problem
            continue
        # of several changes the last has brought the value; of none, the nearest is meant
        path = set_here[-1] if set_here else max(shared, key=lambda p: shared[p], default="")
        said = [path] if set_here else path.split(".")[: shared.get(path, 0)]
        own = ".".join([*said, *steps[shared.get(path, 0) :]])
        yield Problem("--set", None, own, problem.says)


def _problems_of(raw: RawScenario) -> Sequence[Problem]:
    """Problems that the files have as they are."""
    try:
        validate(raw)
    except ScenarioError as error:
        return error.problems
    return ()


def _found(problem: Problem) -> tuple[str, int | None, str, str]:
    """What tells a problem from others, wherever entries before it were left out."""
    last = problem.path.rpartition(".")[2]
    return problem.file, problem.line, "" if last.isdigit() else last, problem.says


def _shared(place: Place, steps: Sequence[str]) -> int:
    """Number of steps from the top that a place and a path have in common."""
    same = [str(a) == b for a, b in zip(place, steps, strict=False)]
    return [*same, False].index(False)
