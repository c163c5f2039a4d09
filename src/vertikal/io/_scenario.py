"""Read scenarios and facts: YAML and CSV with the line of every value and row."""

import contextlib
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vertikal.io._paths import below
from vertikal.io._yaml import parse_yaml, read_yaml, reason
from vertikal.scenario import Problem, RawScenario, ScenarioError, Table

__all__ = [
    "beside",
    "claim_files",
    "parse_scenario",
    "read_facts",
    "read_margins",
    "read_scenario",
    "shipped",
]

LARGEST = 5_000_000
"""Bytes of a table of units; the largest that ships has a hundredth of it."""
SHIPPED = Path(__file__).parent.parent / "scenarios"


def shipped() -> dict[str, Mapping[str, Any]]:
    """Scenarios that ship with the package, by id: title, years, licence."""
    values, _ = read_yaml(SHIPPED / "index.yaml")
    return {str(name): entry for name, entry in values.items()}


def read_scenario(name: str) -> RawScenario:
    """Read a shipped scenario by id, or a scenario file (or its folder) by path.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or its YAML cannot be parsed.
    """
    path = _find(name)
    values, lines = read_yaml(path)
    tables, missing = [], {}
    units = values.get("units")
    listed = units.get("tables") if isinstance(units, Mapping) else None
    for table in listed if isinstance(listed, Sequence) and not isinstance(listed, str) else []:
        if not isinstance(table, str):
            continue
        try:
            tables.append(_table(below(path.parent, table, most=LARGEST)))
        except (OSError, ValueError, csv.Error) as error:
            missing[table] = f"cannot be read ({reason(error)}); put it beside {path.name}"
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
    values, lines = parse_yaml(text, "scenario.yaml")
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
    values, lines = read_yaml(path)
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


def _find(name: str) -> Path:
    known = shipped()
    if name in known:
        return SHIPPED / name / "scenario.yaml"
    path = Path(name)
    with contextlib.suppress(OSError, ValueError):  # too long a name, or none: no such file
        if path.is_dir():
            path = path / "scenario.yaml"
        if path.is_file():
            return path
    says = f"no such file, and no scenario of that name ships; shipped: {', '.join(known)}"
    raise ScenarioError([Problem(name, None, "", says)])


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
