"""Tables of units: from text to rows, and what is wrong with them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from vertikal.fields import TIERS
from vertikal.scenario._phrases import mapping, sentence
from vertikal.scenario._problems import Problem, did_you_mean
from vertikal.scenario._raw import Table
from vertikal.scenario._spec import UnitRow

__all__ = ["REQUIRED", "codes_of", "people_problems", "separator", "tree_problems", "unit_rows"]

REQUIRED = ("name", "kind")
ROUNDING = 1.001
"""Tolerated excess of the sum of parts over the whole."""
MOST_POSTS = 100_000
"""Localities that can be generated below one region."""
NUMBERS = (
    "population",
    "urban_population",
    "rent_dependence",
    "development",
    "competences",
    "leaning",
    "latitude",
    "longitude",
    "tile_column",
    "tile_row",
    "founded",
)


def separator(table: Table) -> str | None:
    """What separates the columns where it is no comma; None if all is well."""
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if "name" not in table.columns and any(mark in column for column in table.columns):
            return word
    return None


def unit_rows(
    table: Table, count: str | None
) -> tuple[list[tuple[UnitRow, Table, int]], list[Problem]]:
    if (found := separator(table)) is not None:
        says = f"columns are separated by {found}; use commas, and a point in numbers with a part"
        return [], [Problem(table.file, 1, "", says)]
    problems = [
        Problem(table.file, 1, name, f"column is missing; found: {', '.join(table.columns)}")
        for name in REQUIRED
        if name not in table.columns
    ]
    known = {*UnitRow.model_fields, *([count] if count else [])} - {"counts"}
    problems.extend(
        Problem(table.file, 1, name, f"no such column - {did_you_mean(name, sorted(known))}")
        for name in table.columns
        if name not in known
    )
    if problems:
        return [], problems
    made: list[tuple[UnitRow, Table, int]] = []
    taken: dict[str, str] = {}
    problems.extend(
        Problem(
            table.file,
            line,
            "",
            f"has more cells than the {len(table.columns)} columns; put "
            "text with commas in double quotes, and write numbers without commas",
        )
        for line in table.overlong
    )
    for values, line in zip(table.rows, table.lines, strict=True):
        row, wrong = _row(table, values, line, count)
        if row is not None and not values.get("code") and taken.get(row.code, row.kind) != row.kind:
            row = row.model_copy(update={"code": f"{row.code} ({row.kind})"})
        problems.extend(wrong)
        if row is not None:
            made.append((row, table, line))
            taken[row.code] = row.kind
    return made, problems


def _row(
    table: Table, values: Mapping[str, str], line: int, count: str | None
) -> tuple[UnitRow | None, list[Problem]]:
    problems: list[Problem] = []
    parsed: dict[str, Any] = {}
    for column, text in values.items():
        if text == "":
            continue
        if column in NUMBERS or column == count:
            number = _number(text)
            if number is None:
                hint = "write digits only, without spaces or thousands separators"
                says = f"is {text!r}; must be a number: {hint}"
                problems.append(Problem(table.file, line, column, says))
            elif column == count and not (0 <= number <= MOST_POSTS and number == int(number)):
                says = f"is {text}; must be a whole number from 0 to {MOST_POSTS}"
                problems.append(Problem(table.file, line, column, says))
            elif column == count:
                parsed["counts"] = {column: int(number)}
            else:
                parsed[column] = number
        else:
            parsed[column] = text == "1" if column == "seat" else text
    if "code" not in parsed:
        parsed["code"] = f"{parsed.get('parent', '')}/{parsed.get('name', '')}"
    if problems:
        return None, problems
    try:
        return UnitRow.model_validate(parsed), []
    except ValidationError as error:
        for one in error.errors():
            path = ".".join(str(step) for step in one["loc"])
            problems.append(Problem(table.file, line, path, sentence(one, one["loc"])))
    return None, problems


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def codes_of(table: Table) -> list[str]:
    """Codes of all rows, in order or not: a bad cell must not be blamed on the units below."""
    return [
        row.get("code") or f"{row.get('parent', '')}/{row.get('name', '')}" for row in table.rows
    ]


def tree_problems(
    rows: Sequence[tuple[UnitRow, Table, int]], offices: Mapping[str, Any], codes: set[str]
) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, tuple[int, Table]] = {}
    for row, table, line in rows:
        if row.code in seen:
            first, where = seen[row.code]
            place = "" if where is table else f" of {where.file}"
            says = f"{row.code!r} stands already in line {first}{place}; codes must differ"
            problems.append(Problem(table.file, line, "code", says))
        seen.setdefault(row.code, (line, table))
        if offices and row.kind not in offices:
            says = f"is {row.kind!r}, which has no entry in offices; "
            problems.append(
                Problem(table.file, line, "kind", says + did_you_mean(row.kind, offices))
            )
    parents = {row.code: row.parent for row, _, _ in rows}
    for row, table, line in rows:
        if row.parent is None:
            continue
        if row.parent not in codes:
            says = f"is {row.parent!r}, which is no unit; {did_you_mean(row.parent, sorted(codes))}"
            problems.append(Problem(table.file, line, "parent", says))
            continue
        chain = [row.code]
        step: str | None = row.parent
        while step is not None and step not in chain:
            chain.append(step)
            step = parents.get(step)
        if step == row.code:
            says = f"is its own ancestor ({' > '.join([*chain, str(step)])}); break the cycle"
            problems.append(Problem(table.file, line, "parent", f"{row.code!r} {says}"))
    tiers = {name: mapping(office).get("tier") for name, office in offices.items()}
    order = {tier: k for k, tier in enumerate(TIERS)}
    kinds = {row.code: row.kind for row, _, _ in rows}
    for row, table, line in rows:
        own = order.get(str(tiers.get(row.kind)))
        if own is None or (row.parent is not None and row.parent not in kinds):
            continue
        if row.parent is None and own > 0:
            says = f"is empty, but a {row.kind} is of tier {tiers[row.kind]}; name the unit above"
            problems.append(Problem(table.file, line, "parent", says))
        above = order.get(str(tiers.get(kinds.get(row.parent or "", ""))))
        if row.parent is not None and above is not None and above != own - 1:
            says = f"is {row.parent!r}, which is not one tier above a {row.kind}"
            problems.append(Problem(table.file, line, "parent", says))
    return problems


def people_problems(rows: Sequence[tuple[UnitRow, Table, int]]) -> list[Problem]:
    """Numbers of people that cannot be."""
    problems: list[Problem] = []
    below: dict[str, float] = {}
    lacking: set[str] = set()
    for row, _, _ in rows:
        if row.parent is not None and row.population is not None:
            below[row.parent] = below.get(row.parent, 0.0) + row.population
    for row, table, line in rows:
        if row.parent is None and "population" not in table.columns:
            if table.file not in lacking:  # once, not a line for each unit
                says = "column is missing; a unit without a parent needs its number of people"
                problems.append(Problem(table.file, 1, "population", says))
            lacking.add(table.file)
        elif row.parent is None and not row.population:
            says = "is empty or 0; a unit without a parent needs its number of people"
            problems.append(Problem(table.file, line, "population", says))
        if row.population is None:
            continue
        if row.urban_population is not None and row.urban_population > row.population:
            says = (
                f"is {row.urban_population:g}; must be at most the population, {row.population:g}"
            )
            problems.append(Problem(table.file, line, "urban_population", says))
        if below.get(row.code, 0.0) > ROUNDING * row.population:
            says = f"is {row.population:g}; the units below have {below[row.code]:g} together"
            problems.append(Problem(table.file, line, "population", says))
    return problems
