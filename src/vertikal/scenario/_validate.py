"""Turn a raw scenario into a spec, or say everything that is wrong with it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from vertikal.scenario import _spec
from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario, Table
from vertikal.scenario._spec import ScenarioSpec, UnitRow

__all__ = ["validate"]

EVENTS = {
    "national_vote": _spec.NationalVote,
    "reform": _spec.Reform,
    "shock": _spec.Shock,
    "rule": _spec.Rule,
    "incident": _spec.Incident,
}
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
    "latitude",
    "longitude",
    "tile_column",
    "tile_row",
    "founded",
)


def validate(raw: RawScenario) -> ScenarioSpec:
    """Check a raw scenario.

    Raises
    ------
    ScenarioError
        With every problem found: in the YAML file, in the tables, and between them.
    """
    problems: list[Problem] = []
    spec: ScenarioSpec | None = None
    try:
        spec = ScenarioSpec.model_validate(dict(raw.values))
    except ValidationError as error:
        problems.extend(_from_pydantic(error, raw))
    problems.extend(
        Problem(raw.file, raw.line(("units", "tables")), "units.tables", f"{name}: {why}")
        for name, why in raw.missing.items()
    )
    rows: list[tuple[UnitRow, Table, int]] = []
    offices = _mapping(raw.values.get("offices"))
    count = _mapping(_mapping(raw.values.get("units")).get("localities")).get("count")
    in_tables: list[Problem] = []
    for table in raw.tables:
        made, wrong = _rows(table, count if isinstance(count, str) else None)
        rows.extend(made)
        in_tables.extend(wrong)
    whole = all(name in table.columns for table in raw.tables for name in REQUIRED)
    broken = bool(in_tables) or bool(raw.missing)
    if whole and not raw.missing:
        codes = {row.code for row, _, _ in rows} | {c for t in raw.tables for c in _codes(t)}
        in_tables.extend(_tree_problems(rows, offices, codes))
        in_tables.extend(_people_problems(rows))
        problems.extend(_place_problems(raw, codes))
    problems.extend(in_tables)
    if spec is not None:
        problems.extend(_consistency(raw, spec, {row.kind for row, _, _ in rows}, broken))
    if problems or spec is None:
        raise ScenarioError(problems)
    return spec.model_copy(update={"rows": tuple(row for row, _, _ in rows)})


def _consistency(
    raw: RawScenario, spec: ScenarioSpec, kinds: set[str], tables_broken: bool
) -> list[Problem]:
    """Find what contradicts something elsewhere in the YAML file, or in the tables."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    if spec.until < spec.start:
        found.append((("until",), f"is {spec.until}; must not lie before start ({spec.start})"))
    order = ("region", "district", "locality")
    tiers = {office.tier for office in spec.offices.values()}
    for i, event in enumerate(spec.timeline):
        if isinstance(event, _spec.Reform) and event.tier not in tiers:
            says = f"is {event.tier!r}, but no office is of that tier; {_listed(sorted(tiers))}"
            found.append((("timeline", i, "tier"), says))
    made = spec.units.localities
    for name in ("kind", "below"):
        word = getattr(made, name) if made is not None else None
        if word is not None and word not in spec.offices:
            says = f"is {word!r}, which has no entry in offices; {did_you_mean(word, spec.offices)}"
            found.append((("units", "localities", name), says))
    if made is not None and made.kind in spec.offices and made.below in spec.offices:
        lower, upper = (order.index(spec.offices[k].tier) for k in (made.kind, made.below))
        if lower != upper + 1:
            says = f"is {made.kind!r}, which is not one tier below {made.below!r}"
            found.append((("units", "localities", "kind"), says))
    if made is not None and raw.tables and not any(made.count in t.columns for t in raw.tables):
        columns = [c for t in raw.tables for c in t.columns]
        says = f"is {made.count!r}, which is no column; {did_you_mean(made.count, columns)}"
        found.append((("units", "localities", "count"), says))
    drawn = spec.units.districts
    for i, kind in enumerate(drawn.kinds if drawn is not None and not tables_broken else ()):
        if kind not in kinds:
            says = f"is {kind!r}, which no unit is; {did_you_mean(kind, sorted(kinds))}"
            found.append((("units", "districts", "kinds", i), says))
    return [Problem(raw.file, raw.line(p), ".".join(map(str, p)), says) for p, says in found]


def _listed(words: Sequence[str]) -> str:
    return f"allowed: {', '.join(words)}"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


# --- the YAML file ---------------------------------------------------------------------------


def _from_pydantic(error: ValidationError, raw: RawScenario) -> list[Problem]:
    problems = []
    for one in error.errors():
        path = tuple(step for step in one["loc"] if not _is_type_step(step))
        if _of_the_other_kind(one, raw, path):
            continue
        dotted = ".".join(str(step) for step in path)
        says = _sentence(one, path)
        problems.append(Problem(raw.file, raw.line(path), dotted, says))
    return list(dict.fromkeys(problems))


def _of_the_other_kind(one: Any, raw: RawScenario, path: Sequence[str | int]) -> bool:  # noqa: ANN401
    """Complaints that a number is no path, or a path no number, where either may stand."""
    if tuple(path[:1]) != ("institutions",) or len(path) == 1:
        return False
    value = _mapping(raw.values.get("institutions")).get(str(path[1]))
    as_path = any(str(step).startswith("dict[") for step in one["loc"])
    return as_path != isinstance(value, Mapping)


def _is_type_step(step: str | int) -> bool:
    """True for the steps that pydantic adds for members of a union."""
    return isinstance(step, str) and (
        step in EVENTS
        or step.startswith(("constrained", "dict[", "function-"))
        or step in ("float", "[key]")
    )


def _sentence(  # noqa: PLR0911 - a phrase book: one return a kind of mistake
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
        tag = _mapping(found).get("event", "missing")
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
    if kind in plain and tuple(path) == ("country",):
        kind = "string_pattern_mismatch"
    if kind in plain:
        return f"is {found!r}; must be {plain[kind]}"
    if kind == "string_pattern_mismatch":
        return f"is {found!r}; must be two capital letters, as in ISO 3166-1: KZ"
    if kind == "value_error":
        return str(context.get("error", one["msg"]))
    return f"is {found!r}; {one['msg'][0].lower()}{one['msg'][1:]}"


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


# --- the tables ------------------------------------------------------------------------------


def _rows(
    table: Table, count: str | None
) -> tuple[list[tuple[UnitRow, Table, int]], list[Problem]]:
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
            problems.append(Problem(table.file, line, path, _sentence(one, one["loc"])))
    return None, problems


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _codes(table: Table) -> list[str]:
    """Codes of all rows, in order or not: a bad cell must not be blamed on the units below."""
    return [
        row.get("code") or f"{row.get('parent', '')}/{row.get('name', '')}" for row in table.rows
    ]


def _tree_problems(
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
    tiers = {name: _mapping(office).get("tier") for name, office in offices.items()}
    order = {"region": 0, "district": 1, "locality": 2}
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


def _people_problems(rows: Sequence[tuple[UnitRow, Table, int]]) -> list[Problem]:
    """Numbers of people that cannot be."""
    problems: list[Problem] = []
    below: dict[str, float] = {}
    for row, _, _ in rows:
        if row.parent is not None and row.population is not None:
            below[row.parent] = below.get(row.parent, 0.0) + row.population
    for row, table, line in rows:
        if row.parent is None and not row.population:
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


def _place_problems(raw: RawScenario, codes: set[str]) -> list[Problem]:
    """Places that the YAML file names and the tables do not know."""
    problems = []
    if not codes:
        return []
    capital = _mapping(raw.values.get("units")).get("capital")
    if isinstance(capital, str) and capital not in codes:
        says = f"is {capital!r}, which is no unit; {did_you_mean(capital, sorted(codes))}"
        problems.append(Problem(raw.file, raw.line(("units", "capital")), "units.capital", says))
    timeline = raw.values.get("timeline")
    for i, event in enumerate(timeline if isinstance(timeline, Sequence) else []):
        where = _mapping(event).get("where")
        if isinstance(where, str) and where not in codes:
            says = f"is {where!r}, which is no unit; {did_you_mean(where, sorted(codes))}"
            line = raw.line(("timeline", i, "where"))
            problems.append(Problem(raw.file, line, f"timeline.{i}.where", says))
    return problems
