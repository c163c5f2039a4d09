"""`--set path=value`: a scenario with some of its values replaced, before it is validated.

A path is written with dots. A place in a list is its number from 0 or, of dated events, the date:
`timeline.2022-02-24.size`, or `timeline.2016-04-24/rule.burden` where two fall on one day. The
value `null` leaves out an entry of a list; the place `+` adds one, or several given as a list.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario

__all__ = ["overridden"]

Path = tuple[str | int, ...]

LEFT_OUT = object()
"""Holds the place of an entry that is left out until all changes are made, so that numbers stay."""
ADD = "+"


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
            problems.append(Problem("--set", None, path, str(error.args[0])))
    if problems:
        raise ScenarioError(problems)
    moved: dict[Path, Path] = {}
    kept = _kept(values, (), (), moved)
    lines = {moved[path]: line for path, line in raw.lines.items() if path in moved}
    return replace(raw, values=kept, lines=lines)


def _with(node: Any, steps: Sequence[str], value: Any) -> Any:  # noqa: ANN401 - any YAML value
    first, rest = steps[0], steps[1:]
    if isinstance(node, Mapping):
        keys = {str(key): key for key in node}
        if first not in keys:
            raise KeyError(_nowhere(first, list(keys)))
        key = keys[first]
        return {**node, key: _with(node[key], rest, value) if rest else value}
    if isinstance(node, list):
        if first == ADD and not rest:
            return [*node, *(value if isinstance(value, list) else [value])]
        i = _place(node, first)
        old = node[i]
        new = _with(old, rest, value) if rest else (LEFT_OUT if value is None else value)
        return [*node[:i], new, *node[i + 1 :]]
    raise KeyError(_nowhere(first, ["(nothing stands below this value)"]))


def _place(entries: list[Any], step: str) -> int:
    """Find an entry by its number or, if it is dated, by its date."""
    numbers = {str(i): i for i in range(len(entries))}
    dated = {
        i: (str(entry["date"]), f"{entry['date']}/{entry.get('event')}")
        for i, entry in enumerate(entries)
        if isinstance(entry, Mapping) and "date" in entry
    }
    shared = Counter(name for names in dated.values() for name in names)
    names = {name: i for i, both in dated.items() for name in both if shared[name] == 1}
    if step in numbers:
        return numbers[step]
    if step in names:
        return names[step]
    same = [full for date, full in dated.values() if step in (date, full)]
    if same:
        says = f"{step} is more than one entry; write {' or '.join(same)}, or the number"
        raise KeyError(says)
    last = len(entries) - 1
    raise KeyError(_nowhere(step, [f"0 to {last}", *(full for _, full in dated.values())]))


def _nowhere(step: str, allowed: Sequence[str]) -> str:
    return f"leads nowhere at {step!r} - {did_you_mean(step, allowed)}"


def _kept(node: Any, path: Path, was: Path, moved: dict[Path, Path]) -> Any:  # noqa: ANN401
    """Drop what is left out, and note in `moved` where each value that was at a path is now."""
    moved[was] = path
    if isinstance(node, Mapping):
        return {key: _kept(value, (*path, key), (*was, key), moved) for key, value in node.items()}
    if isinstance(node, list):
        stay = [i for i, entry in enumerate(node) if entry is not LEFT_OUT]
        return [_kept(node[i], (*path, new), (*was, i), moved) for new, i in enumerate(stay)]
    return node
