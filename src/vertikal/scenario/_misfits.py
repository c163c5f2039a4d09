"""What pydantic finds wrong with one entry of a list, in the words of this project."""

from collections.abc import Iterable
from typing import Any

from vertikal.scenario._problems import Problem, did_you_mean
from vertikal.scenario._raw import RawScenario

__all__ = ["misfit"]


def misfit(
    raw: RawScenario,
    path: tuple[str | int, ...],
    one: Any,  # noqa: ANN401 - pydantic's own mapping
    fields: Iterable[str],
) -> Problem:
    """Put one of pydantic's errors into words, with its line; `fields` are the keys there are."""
    where = (*path, *one["loc"])
    if one["type"] == "extra_forbidden":
        says = f"no such key - {did_you_mean(str(one['loc'][-1]), fields)}"
    elif one["type"] == "missing":
        says = "is missing; add it"
    elif one["type"] == "value_error":
        says = str(one["ctx"]["error"])
    else:
        says = f"is {one.get('input')!r}; {one['msg'][0].lower()}{one['msg'][1:]}"
    return Problem(raw.file, raw.line(where), ".".join(str(step) for step in where), says)
