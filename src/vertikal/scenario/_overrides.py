"""`--set path=value`: a scenario with some of its values replaced, before it is validated."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario

__all__ = ["overridden"]


def overridden(raw: RawScenario, changes: Mapping[str, Any]) -> RawScenario:
    """Replace the values at dotted paths, e.g. `{"institutions.court_independence": 0.9}`.

    Raises
    ------
    ScenarioError
        If a path leads nowhere. Whether the new value is allowed, `validate` says.
    """
    values: Any = raw.values
    problems = []
    for path, value in changes.items():
        try:
            values = _with(values, path.split("."), value)
        except KeyError as error:
            step, allowed = error.args
            says = f"leads nowhere at {step!r} - {did_you_mean(step, allowed)}"
            problems.append(Problem("--set", None, path, says))
    if problems:
        raise ScenarioError(problems)
    return replace(raw, values=values)


def _with(node: Any, steps: Sequence[str], value: Any) -> Any:  # noqa: ANN401 - any YAML value
    first, rest = steps[0], steps[1:]
    if isinstance(node, Mapping):
        keys = {str(key): key for key in node}
        if first not in keys:
            raise KeyError(first, list(keys))
        key = keys[first]
        return {**node, key: _with(node[key], rest, value) if rest else value}
    if isinstance(node, list):
        places = [str(i) for i in range(len(node))]
        if first not in places:
            raise KeyError(first, places)
        i = int(first)
        return [*node[:i], _with(node[i], rest, value) if rest else value, *node[i + 1 :]]
    raise KeyError(first, ["(nothing stands below this value)"])
