"""Read scenarios and facts: YAML 1.2 with the line of every value, CSV with the line of every row.

In YAML 1.1 `NO` is false and `12:30` is a number; here `country: NO` is Norway.
"""

import csv
import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.tokens import AliasToken

from vertikal.scenario import Problem, RawScenario, ScenarioError, Table

__all__ = [
    "beside",
    "claim_files",
    "parse_scenario",
    "parse_value",
    "read_facts",
    "read_margins",
    "read_scenario",
    "shipped",
]

SHIPPED = Path(__file__).parent.parent / "scenarios"


def shipped() -> dict[str, Mapping[str, Any]]:
    """Scenarios that ship with the package, by id: title, years, licence."""
    values, _ = _yaml(SHIPPED / "index.yaml")
    return {str(name): entry for name, entry in values.items()}


def read_scenario(name: str) -> RawScenario:
    """Read a shipped scenario by id, or a scenario file (or its folder) by path.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or its YAML cannot be parsed.
    """
    path = _find(name)
    values, lines = _yaml(path)
    tables, missing = [], {}
    units = values.get("units")
    listed = units.get("tables") if isinstance(units, Mapping) else None
    for table in listed if isinstance(listed, Sequence) and not isinstance(listed, str) else []:
        if not isinstance(table, str):
            continue
        try:
            tables.append(_table(path.parent / table))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            missing[table] = f"cannot be read ({_reason(error)}); put it beside {path.name}"
    return RawScenario(path.name, values, lines, tuple(tables), missing)


def parse_scenario(text: str, base: str) -> RawScenario:
    """Read the text of a scenario that has no file: its tables are those of one that ships.

    A table is looked up by name among the shipped scenario's own, never as a path.

    Parameters
    ----------
    text
        YAML, as it would stand in a file.
    base
        Shipped scenario whose tables it may name.

    Raises
    ------
    ScenarioError
        If the text cannot be parsed.
    """
    if base not in shipped():
        says = f"no such scenario; shipped: {', '.join(shipped())}"
        raise ScenarioError([Problem(base, None, "", says)])
    try:
        tokens = list(YAML(typ="safe", pure=True).scan(text))
        if any(
            isinstance(token, AliasToken) for token in tokens
        ):  # a few lines could mean gigabytes
            says = "has an alias (*name); write the value out"
            line = next(t.start_mark.line + 1 for t in tokens if isinstance(t, AliasToken))
            raise ScenarioError([Problem("scenario.yaml", line, "", says)])
    except ScenarioError:
        raise
    except (YAMLError, ValueError, RecursionError):
        tokens = []  # what is wrong with it, the parser says with its line
    try:
        values, lines = _parsed(text, "scenario.yaml")
    except RecursionError:
        says = "is nested too deeply"
        raise ScenarioError([Problem("scenario.yaml", None, "", says)]) from None
    own = read_scenario(base)
    known = {table.file: table for table in own.tables}
    units = values.get("units")
    listed = units.get("tables") if isinstance(units, Mapping) else None
    names = listed if isinstance(listed, Sequence) and not isinstance(listed, str) else []
    wanted = [name for name in names if isinstance(name, str)]
    missing = {
        name: f"is no table of {base}; name one of {', '.join(known)}"
        for name in wanted
        if name not in known
    }
    tables = tuple(known[name] for name in wanted if name in known)
    return RawScenario("scenario.yaml", values, lines, tables, missing)


def read_facts(name: str) -> RawScenario:
    """Read a facts file.

    Raises
    ------
    ScenarioError
        If it cannot be read or parsed.
    """
    path = Path(name)
    values, lines = _yaml(path)
    return RawScenario(path.name, values, lines)


def read_margins(scenario: str) -> RawScenario | None:
    """Read the margins of a scenario's null model; None where it has none."""
    path = beside(scenario, "null.yaml")
    return None if path is None else read_facts(path)


def beside(scenario: str, name: str) -> str | None:
    """Path of a file beside a scenario; None if there is no such file."""
    path = _find(scenario).with_name(name)
    return str(path) if path.is_file() else None


def claim_files() -> list[Path]:
    """Files of the claims that ship, one claim each, in order of their names."""
    return sorted((SHIPPED.parent / "claims").glob("*.yaml"))


def parse_value(text: str) -> Any:  # noqa: ANN401 - any YAML value
    """Read a value as it would stand in a scenario file."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError):
        return text


def _find(name: str) -> Path:
    known = shipped()
    if name in known:
        return SHIPPED / name / "scenario.yaml"
    path = Path(name)
    if path.is_dir():
        path = path / "scenario.yaml"
    if path.is_file():
        return path
    says = f"no such file, and no scenario of that name ships; shipped: {', '.join(known)}"
    raise ScenarioError([Problem(name, None, "", says)])


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _yaml(path: Path) -> tuple[dict[str, Any], dict[tuple[str | int, ...], int]]:
    """Values and lines of a YAML file whose top level is a mapping."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(
            [Problem(path.name, None, "", f"cannot be read: {_reason(error)}")]
        ) from None
    return _parsed(text, path.name)


def _parsed(text: str, file: str) -> tuple[dict[str, Any], dict[tuple[str | int, ...], int]]:
    """Values and lines of YAML whose top level is a mapping."""
    reader = YAML(typ="rt", pure=True)
    reader.allow_duplicate_keys = False
    try:
        node = reader.load(text)
    except (YAMLError, ValueError) as error:  # ValueError: 30 February
        if not isinstance(error, MarkedYAMLError):
            says = f"is no YAML here: {str(error).splitlines()[0]}"
            raise ScenarioError([Problem(file, _guess(text, error), "", says)]) from None
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        says = f"is no YAML here: {error.problem or error.context}"
        raise ScenarioError([Problem(file, line, "", says.split("\n", maxsplit=1)[0])]) from None
    if not isinstance(node, CommentedMap):
        says = "must hold keys with values at its top level"
        raise ScenarioError([Problem(file, 1, "", says)])
    lines: dict[tuple[str | int, ...], int] = {}
    return _plain(node, (), lines), lines


def _guess(text: str, error: Exception) -> int | None:
    """Line of an error that does not know its own: a character's place, or an impossible date."""
    place = getattr(error, "position", None)
    if isinstance(place, int):
        return text.count("\n", 0, place) + 1
    for number, line in enumerate(text.splitlines(), start=1):
        for found in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", line):
            try:
                datetime.date.fromisoformat(found)
            except ValueError:
                return number
    return None


def _plain(node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Any:  # noqa: ANN401 - any YAML value
    """Plain Python values; notes the line of each on the way."""
    if isinstance(node, CommentedMap):
        out: dict[Any, Any] = {}
        for key, value in node.items():
            lines[(*path, key)] = node.lc.key(key)[0] + 1
            out[key] = _plain(value, (*path, key), lines)
        return out
    if isinstance(node, CommentedSeq):
        for i in range(len(node)):
            lines[(*path, i)] = node.lc.item(i)[0] + 1
        return [_plain(value, (*path, i), lines) for i, value in enumerate(node)]
    for plain in (bool, float, int, str):  # ruamel's own kinds remember how they were written
        if isinstance(node, plain):
            return plain(node)
    return node


def _table(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows, lines, overlong = [], [], []
        for row in reader:
            cells = [c for v in row.values() for c in (v if isinstance(v, list) else [v or ""])]
            line = reader.line_num - sum(c.count("\n") for c in cells)  # where the row begins
            if None in row:
                overlong.append(line)
            rows.append({k: (v or "").strip() for k, v in row.items() if k is not None})
            lines.append(line)
        columns = tuple(reader.fieldnames or ())
    return Table(path.name, columns, rows, lines, overlong)
