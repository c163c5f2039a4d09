"""A mapping, from the command line or a YAML file, validated with the line of every problem."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vertikal.io._scenario import read_facts
from vertikal.io._writer import DatasetError
from vertikal.scenario import Problem, RawScenario, ScenarioError, did_you_mean, misfit

if TYPE_CHECKING:
    from vertikal.sources import Source, SourceError

__all__ = ["described", "mapped", "told"]

COUNTS = ("registered", "ballots", "valid", "invalid", "votes")
"""What only a mapping can ask for; other words may come from an option or from the table."""


def mapped(
    mapping: str | Path | Mapping[str, Any],
) -> "tuple[Source, RawScenario, list[Problem]]":
    """Source that a mapping describes, the mapping with its lines, and what is wrong with it.

    Keys that are wrong are left out of the source, so that the rest can be held against a table
    and all problems be told at once.

    Parameters
    ----------
    mapping
        `key=value,key=value`; or the path of a YAML file; or its keys and values.

    Raises
    ------
    DatasetError
        If it cannot be read, or nothing of it can be used.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - loaded only where a mapping is read

    from vertikal.sources import MappingSpec, source_of  # noqa: PLC0415 - likewise

    raw = _read(mapping)
    values, fields = dict(raw.values), tuple(MappingSpec.model_fields)
    problems: list[Problem] = []
    for _ in range(2):  # as it stands, then without what is wrong
        try:
            return source_of(MappingSpec.model_validate(values)), raw, problems
        except ValidationError as error:
            found = [_outermost(one) for one in error.errors()]
            problems = problems or [misfit(raw, (), one, fields) for one in found]
            wrong = {str(one["loc"][0]) for one in found if one["loc"]}
            values = {key: value for key, value in values.items() if str(key) not in wrong}
    raise told(problems)


def _read(mapping: str | Path | Mapping[str, Any]) -> RawScenario:
    from vertikal.sources import SourceError, parse_map  # noqa: PLC0415 - as above

    if isinstance(mapping, Mapping):
        return RawScenario("mapping", mapping, {})
    try:
        if isinstance(mapping, Path):
            raw = read_facts(str(mapping))
            return RawScenario(raw.file, {str(k): v for k, v in raw.values.items()}, raw.lines)
        return RawScenario("--map", parse_map(mapping), {})
    except ScenarioError as error:
        raise DatasetError(error.text()) from None
    except SourceError as error:
        raise told(described(error, None, "--map")) from None


def _outermost(one: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own mapping
    """An error with the key it stands under, not with pydantic's path through types."""
    return {**one, "loc": tuple(one["loc"][:1]), "ctx": dict(one.get("ctx") or {})}


def described(error: "SourceError", raw: RawScenario | None, file: str) -> list[Problem]:
    """All that a table cannot give; what a mapping asks for bears its name and line."""
    problems = []
    for one in error.misfits:
        key, _, inner = one.path.partition(".")
        asks = raw if raw is not None and (key in raw.values or key in COUNTS) else None
        steps = (key, int(inner) if inner.isdecimal() else inner) if inner else (key,)
        where = file if asks is None else asks.file
        line = None if asks is None else asks.line(steps)
        hint = f" - {did_you_mean(one.found, one.allowed)}" if one.allowed else ""
        problems.append(Problem(where, line, one.path, f"{one.says}{hint}"))
    return problems


def told(problems: Iterable[Problem]) -> DatasetError:
    """Put problems into an error."""
    return DatasetError(ScenarioError(problems).text())
