"""What pydantic found, in words that name what is allowed and what to do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from vertikal.scenario import _spec
from vertikal.scenario._problems import did_you_mean
from vertikal.scenario._spec import ScenarioSpec

__all__ = ["EVENTS", "mapping", "sentence"]

EVENTS = {
    "national_vote": _spec.NationalVote,
    "reform": _spec.Reform,
    "government": _spec.Government,
    "recentralisation": _spec.Recentralisation,
    "shock": _spec.Shock,
    "rule": _spec.Rule,
    "incident": _spec.Incident,
}


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def sentence(  # noqa: PLR0911 - a phrase book: one return a kind of mistake
    one: Any,  # noqa: ANN401 - pydantic's own dictionary
    path: Sequence[str | int],
) -> str:
    kind, context, found = one["type"], one.get("ctx") or {}, one.get("input")
    if kind == "extra_forbidden":
        known = _keys_at(path[:-1])
        return f"no such key - {did_you_mean(str(path[-1]), known)}"
    if kind == "missing":
        return "is missing; add it"
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "")
        words = [w.strip() for part in expected.split(" or ") for w in part.split(",")]
        return f"is {found!r}; {did_you_mean(str(found), words)}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tag = mapping(found).get("event", "missing")
        return f"event is {tag!r}; {did_you_mean(str(tag), EVENTS)}"
    limits = {
        "greater_than_equal": ("ge", "at least"),
        "greater_than": ("gt", "more than"),
        "less_than_equal": ("le", "at most"),
        "less_than": ("lt", "less than"),
    }
    if kind in limits:
        key, words = limits[kind]
        return f"is {found!r}; must be {words} {context[key]}"
    plain = {
        "float_type": "a number",
        "float_parsing": "a number",
        "int_type": "a whole number",
        "int_parsing": "a whole number",
        "int_from_float": "a whole number",
        "string_type": "text in quotes or a word",
        "bool_type": "true or false",
        "bool_parsing": "true or false",
        "date_from_datetime_parsing": "a date like 2021-05-24",
        "date_type": "a date like 2021-05-24",
        "date_parsing": "a date like 2021-05-24",
        "list_type": "a list",
        "dict_type": "keys with values",
        "model_type": "keys with values",
    }
    if kind.startswith("date_") and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", str(found)):
        return f"is {found!r}, a day that no calendar has; {_no_day(str(found))}"
    if kind in plain and tuple(path) == ("country",):
        kind = "string_pattern_mismatch"
    if kind in plain:
        return f"is {found!r}; must be {plain[kind]}"
    if kind == "string_pattern_mismatch":
        return f"is {found!r}; must be two capital letters, as in ISO 3166-1: KZ"
    if kind == "value_error":
        return str(context.get("error", one["msg"]))
    return f"is {found!r}; {one['msg'][0].lower()}{one['msg'][1:]}"


def _no_day(text: str) -> str:
    """Say which part of a date cannot be, and how a date is written."""
    _, month, day = text.split("-")
    if not 1 <= int(month) <= 12:  # noqa: PLR2004 - months of a year
        return f"there is no month {int(month)}: write year-month-day, as in 2021-05-24"
    if len(month) == len(day) == 2:  # noqa: PLR2004 - digits
        return f"that month has no day {int(day)}"
    return "write two digits for month and day, as in 2021-05-04"


def _keys_at(path: Sequence[str | int]) -> list[str]:
    """Names that may stand below `path` in a scenario."""
    model: Any = ScenarioSpec
    for step in path:
        if model is None:
            return []
        if isinstance(step, int):
            continue
        fields = getattr(model, "model_fields", {})
        if step == "timeline":
            return sorted({key for event in EVENTS.values() for key in event.model_fields})
        if step in fields:
            model = _model_in(fields[step].annotation)
        # else: a key of a dictionary, e.g. a kind of office: the model stays
    names = list(getattr(model, "model_fields", {}))
    return [name for name in names if name != "rows"]


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type expression
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        if found := _model_in(part):
            return found
    return None
