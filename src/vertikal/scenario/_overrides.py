"""`--set path=value`: a scenario with some of its values replaced, before it is validated.

A path is written with dots. A place in a list is its number from 0 or, of dated events, the date:
`timeline.2022-02-24.size`, or `timeline.2016-04-24/rule.burden` where two fall on one day. The
value `null` leaves out an entry of a list; the place `+` adds one, or several given as a list. The
last step may be a key that the file does not write: `offices.town.term_years`, or a year.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from vertikal.scenario._phrases import EVENTS
from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario
from vertikal.scenario._spec import ScenarioSpec

__all__ = ["overridden"]

Place = tuple[str | int, ...]

ADD = "+"
LONGEST_NUMBER = 9
"""Digits beyond which a key is no number, and no year by far."""


@dataclass(frozen=True)
class LeftOut:
    """Holds the place of an entry that is left out until all changes are made: numbers stay."""

    entry: Any
    by: str
    """Path of the change that leaves it out."""


def overridden(
    raw: RawScenario, changes: Mapping[str, Any]
) -> tuple[RawScenario, dict[str, Place]]:
    """Replace the values at dotted paths, e.g. `{"institutions.court_independence": 0.9}`.

    Returns
    -------
    The scenario with the values replaced, and the place in it of each value that a change has set,
    by the path as it was written. Of several entries that one `+` adds, the path goes on with the
    number among them: `timeline.+.1`. What a change has left out has no place.

    Raises
    ------
    ScenarioError
        If a path leads nowhere. Whether the new value is allowed, `validate` says.
    """
    values: Any = raw.values
    places: dict[str, Place] = {}
    problems = []
    for path, value in changes.items():
        try:
            values, own = _with(values, path, value)
        except KeyError as error:
            problems.append(Problem("--set", None, path, str(error.args[0])))
        else:
            places.update(own)
    for path, place in places.items():  # after all changes: one may set an event's kind
        if says := _unfit(values, place):
            problems.append(Problem("--set", None, path, says))
    if problems:
        raise ScenarioError(problems)
    moved: dict[Place, Place] = {}
    kept = _kept(values, (), (), moved)
    lines = {moved[place]: line for place, line in raw.lines.items() if place in moved}
    stand = {path: moved[place] for path, place in places.items() if place in moved}
    return replace(raw, values=kept, lines=lines), stand


def _with(
    values: Any,  # noqa: ANN401 - any YAML value
    path: str,
    value: Any,  # noqa: ANN401
) -> tuple[Any, dict[str, Place]]:
    """Make one change; return the values, and the place of what it has set, by path."""
    *way, last = path.split(".")
    node: Any = values
    place: Place = ()
    for i, step in enumerate(way):
        if isinstance(node, list) and step == ADD:
            whole = f"{'.'.join(way[: i + 1])}={_sketch(values, place)}"
            says = f"`+` adds an entry as a whole, and nothing can follow it; write {whole}"
            raise KeyError(says)
        key = _key(node, step)
        if key is None:
            raise KeyError(_unwritten(values, place, path, i))
        node, place = node[key], (*place, key)
    if isinstance(node, list) and last == ADD:
        if value == []:
            says = "is an empty list, which adds nothing; write an entry, or a list of several"
            raise KeyError(says)
        several = isinstance(value, list)
        added = value if several else [value]
        own: dict[str, Place] = {
            f"{path}.{i}" if several else path: (*place, len(node) + i) for i in range(len(added))
        }
        return _put(values, place, [*node, *added]), own
    key: Any = _key(node, last)
    if isinstance(node, list):
        value = _instead(node[key], value, path)
    elif key is None:
        key = _new_key(node, last)
    place = (*place, key)
    return _put(values, place, value), {path: place}


def _instead(entry: Any, value: Any, path: str) -> Any:  # noqa: ANN401
    """What comes in place of an entry of a list."""
    if value is None:
        return entry if isinstance(entry, LeftOut) else LeftOut(entry, path)
    if isinstance(entry, LeftOut):
        raise KeyError(_left_out(entry))
    return value


def _put(node: Any, place: Sequence[Any], value: Any) -> Any:  # noqa: ANN401
    """Return the values with one of them replaced; those that were given stay as they are."""
    if not place:
        return value
    key, rest = place[0], place[1:]
    if isinstance(node, list):
        return [*node[:key], _put(node[key], rest, value), *node[key + 1 :]]
    return {**node, key: _put(node.get(key), rest, value)}


def _key(node: Any, step: str) -> Any:  # noqa: ANN401
    """Key or number by which a step leads on; None if it is a key that is not written."""
    if isinstance(node, Mapping):
        return {str(key): key for key in node}.get(step)
    if isinstance(node, list):
        return _number(node, step)
    if isinstance(node, LeftOut):
        raise KeyError(_left_out(node))
    raise KeyError(_nowhere(step, ["(nothing stands below this value)"]))


def _new_key(node: Mapping[Any, Any], step: str) -> str | int:
    """Key to be added to a mapping; a year is a number, as it is in a file."""
    if step == ADD:
        says = "leads nowhere at '+', which adds to a list, and here are keys; write a key instead"
        raise KeyError(says)
    if not step:
        raise KeyError(_nowhere(step, list(node)))
    is_number = step.isascii() and step.isdigit() and len(step) <= LONGEST_NUMBER
    return int(step) if is_number else step


def _number(entries: list[Any], step: str) -> int:
    """Find an entry by its number or, if it is dated, by its date."""
    numbers = {str(i): i for i in range(len(entries))}
    if step in numbers:
        return numbers[step]
    dated = {i: names for i, entry in enumerate(entries) if (names := _names_of(entry))}
    shared = Counter(name for names in dated.values() for name in names)
    names = {name: i for i, both in dated.items() for name in both if shared[name] == 1}
    if step in names:
        return names[step]
    same = [full for date, full in dated.values() if step in (date, full)]
    if same:
        says = f"{step} is more than one entry; write {' or '.join(same)}, or the number"
        raise KeyError(says)
    for i, entry in enumerate(entries):
        if isinstance(entry, LeftOut) and step in _names_of(entry.entry):
            return i
    if not entries:
        raise KeyError(_nowhere(step, ["+, since the list is empty"]))
    if near := _nearest(step, dated.values(), names):
        says = f"leads nowhere at {step!r} - did you mean {near!r}?"
        raise KeyError(says)
    last = len(entries) - 1
    raise KeyError(_nowhere(step, [f"0 to {last}", *(full for _, full in dated.values())]))


def _names_of(entry: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Date of an entry, and date with kind; nothing if it has no date."""
    if not isinstance(entry, Mapping) or "date" not in entry:
        return ()
    return str(entry["date"]), f"{entry['date']}/{entry.get('event')}"


def _nearest(step: str, dated: Iterable[tuple[str, ...]], names: Mapping[str, int]) -> str | None:
    """Name of the entry that is nearest in days, of the kind that was written if two are as near.

    None if the step is no date.
    """
    date, slash, kind = step.partition("/")
    wanted = _day(date)
    found = []
    for short, full in dated:
        day = _day(short)
        if wanted is not None and day is not None:
            other = full.rpartition("/")[2] != kind
            found.append((abs((day - wanted).days), other, short, full))
    if not found:
        return None
    _, _, short, full = min(found)
    return full if slash or short not in names else short


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _nowhere(step: str, allowed: Sequence[str]) -> str:
    return f"leads nowhere at {step!r} - {did_you_mean(step, allowed)}"


def _left_out(entry: LeftOut) -> str:
    says = f"is left out by {entry.by}=null, and what is left out cannot be changed"
    return f"{says}; write only one of the two"


def _unwritten(values: Any, place: Place, path: str, i: int) -> str:  # noqa: ANN401
    """Say that step `i` of a path is a key that is not written, and the path goes on below it."""
    steps = path.split(".")
    node, kinds = _at(values, place)
    model = _model(node, kinds)
    if model is None or steps[i] not in _names(model):
        return _nowhere(steps[i], [str(key) for key in node])
    says = f"leads nowhere at {steps[i]!r}, which is not written; set it as a whole: "
    return f"{says}{'.'.join(steps[: i + 1])}={_sketch(values, (*place, steps[i]))}"


def _unfit(values: Any, place: Place) -> str | None:  # noqa: ANN401
    """Say why nothing, or nothing of the kind, can stand in a place; None if it can."""
    holder, kinds = _at(values, place[:-1])
    step = place[-1]
    model = _model(holder, kinds)
    if model is not None and step not in _names(model):
        return _nowhere(str(step), _names(model))
    if isinstance(holder, list) and not isinstance(step, str) and step < len(holder):
        entry, wanted = holder[step], _within(holder, kinds, step)
        if _models(wanted) and not isinstance(entry, Mapping | LeftOut):
            return f"is {entry!r}; must be keys with values: write {_outline(wanted)}"
    return None


def _sketch(values: Any, place: Place) -> str:  # noqa: ANN401
    """Show what can be written in a place, or, if it is a list, for an entry of it."""
    node, kinds = _at(values, place)
    if isinstance(node, list):
        return _outline(_within(node, kinds, 0))
    inside = [k for kind in kinds if get_origin(kind) is list for k in _kinds(get_args(kind)[0])]
    return f"[{_outline(inside)}]" if inside else _outline(kinds)


def _outline(kinds: Sequence[Any]) -> str:
    """Keys that whatever can stand in a place must have."""
    models = _models(kinds)
    if not models:
        return "VALUE"
    needed = [{n for n, f in m.model_fields.items() if f.is_required()} for m in models]
    names = [name for name in _names(models[0]) if all(name in own for own in needed)]
    return f"{{{', '.join(f'{name}: ...' for name in names)}, ...}}"


def _at(values: Any, place: Place) -> tuple[Any, list[Any]]:  # noqa: ANN401
    """Return what stands in a place, and the kinds of value that the spec has there."""
    node, kinds = values, [ScenarioSpec]
    for step in place:
        kinds = _within(node, kinds, step)
        node = dict(_items(node)).get(step)
    return node, kinds


def _items(node: Any) -> Any:  # noqa: ANN401
    if isinstance(node, Mapping):
        return node.items()
    return enumerate(node) if isinstance(node, list) else ()


def _within(node: Any, kinds: Sequence[Any], step: str | int) -> list[Any]:  # noqa: ANN401
    """Kinds of value that the spec has in a place within a value; none if it has no such place."""
    if model := _model(node, kinds):
        field = model.model_fields.get(str(step))
        return [] if field is None else _kinds(field.annotation)
    holder = list if isinstance(node, list) else dict
    held = [get_args(kind)[-1] for kind in kinds if get_origin(kind) is holder]
    return [kind for annotation in held for kind in _kinds(annotation)]


def _kinds(annotation: Any) -> list[Any]:  # noqa: ANN401 - a type expression
    """Types of which a value may be."""
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _kinds(part)]
    return [annotation]


def _models(kinds: Sequence[Any]) -> list[type[BaseModel]]:
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


def _model(node: Any, kinds: Sequence[Any]) -> type[BaseModel] | None:  # noqa: ANN401
    """Which object of the spec a mapping is; None if it may have any key, or nobody knows."""
    models = _models(kinds) if isinstance(node, Mapping) else []
    if len(models) > 1:
        return EVENTS.get(str(node.get("event")))
    return models[0] if models else None


def _names(model: type[BaseModel]) -> list[str]:
    """Keys that a file may write."""
    return [name for name in model.model_fields if name != "rows"]


def _kept(node: Any, place: Place, was: Place, moved: dict[Place, Place]) -> Any:  # noqa: ANN401
    """Drop what is left out, and note in `moved` where each value that was in a place is now."""
    moved[was] = place
    if isinstance(node, Mapping):
        return {k: _kept(value, (*place, k), (*was, k), moved) for k, value in node.items()}
    if isinstance(node, list):
        stay = [i for i, entry in enumerate(node) if not isinstance(entry, LeftOut)]
        return [_kept(node[i], (*place, new), (*was, i), moved) for new, i in enumerate(stay)]
    return node
