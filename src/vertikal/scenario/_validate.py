"""Turn a raw scenario into a spec, or say everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from vertikal.fields import TIERS
from vertikal.scenario import _spec
from vertikal.scenario._phrases import EVENTS, mapping, sentence
from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario, Table
from vertikal.scenario._spec import ScenarioSpec, UnitRow
from vertikal.scenario._tables import (
    REQUIRED,
    codes_of,
    people_problems,
    separator,
    tree_problems,
    unit_rows,
)

__all__ = ["validate"]


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
    offices = mapping(raw.values.get("offices"))
    count = mapping(mapping(raw.values.get("units")).get("localities")).get("count")
    in_tables: list[Problem] = []
    for table in raw.tables:
        made, wrong = unit_rows(table, count if isinstance(count, str) else None)
        rows.extend(made)
        in_tables.extend(wrong)
    whole = all(name in table.columns for table in raw.tables for name in REQUIRED)
    broken = bool(in_tables) or bool(raw.missing)
    if whole and not raw.missing:
        codes = {row.code for row, _, _ in rows} | {c for t in raw.tables for c in codes_of(t)}
        in_tables.extend(tree_problems(rows, offices, codes))
        in_tables.extend(people_problems(rows))
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
    order = TIERS
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
    readable = bool(raw.tables) and not any(separator(t) for t in raw.tables)
    if made is not None and readable and not any(made.count in t.columns for t in raw.tables):
        columns = [c for t in raw.tables for c in t.columns]
        says = f"is {made.count!r}, which is no column; {did_you_mean(made.count, columns)}"
        found.append((("units", "localities", "count"), says))
    found.extend(_sample_problems(spec))
    drawn = spec.units.districts
    for i, kind in enumerate(drawn.kinds if drawn is not None and not tables_broken else ()):
        if kind not in kinds:
            says = f"is {kind!r}, which no unit is; {did_you_mean(kind, sorted(kinds))}"
            found.append((("units", "districts", "kinds", i), says))
    return [Problem(raw.file, raw.line(p), ".".join(map(str, p)), says) for p, says in found]


def _sample_problems(spec: ScenarioSpec) -> list[tuple[tuple[str | int, ...], str]]:
    """Kinds of sampled units, and of those they lie below, that fit no office."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    offices = spec.offices
    for i, sample in enumerate(spec.units.samples):
        place = ("units", "samples", i)
        above = [((*place, "below", k), kind) for k, kind in enumerate(sample.below)]
        for path, kind in [((*place, "kind"), sample.kind), *above]:
            if kind not in offices:
                says = f"is {kind!r}, which has no entry in offices; {did_you_mean(kind, offices)}"
                found.append((path, says))
        if sample.kind not in offices:
            continue
        lower = TIERS.index(offices[sample.kind].tier)
        for path, kind in above:
            if kind in offices and TIERS.index(offices[kind].tier) != lower - 1:
                says = f"is {kind!r}, which is not one tier above {sample.kind!r}"
                found.append((path, says))
    return found


def _listed(words: Sequence[str]) -> str:
    return f"allowed: {', '.join(words)}"


def _from_pydantic(error: ValidationError, raw: RawScenario) -> list[Problem]:
    problems = []
    for one in error.errors():
        key = one["loc"][-1:] if one["type"] == "extra_forbidden" else ()  # may be any word
        way = one["loc"][: len(one["loc"]) - len(key)]
        path = (*(step for step in way if not _is_type_step(step)), *key)
        if _of_the_other_kind(one, raw, path):
            continue
        dotted = ".".join(str(step) for step in path)
        says = sentence(one, path)
        problems.append(Problem(raw.file, raw.line(path), dotted, says))
    return list(dict.fromkeys(problems))


def _of_the_other_kind(one: Any, raw: RawScenario, path: Sequence[str | int]) -> bool:  # noqa: ANN401
    """Complaints that a number is no path, or a path no number, where either may stand."""
    if tuple(path[:1]) != ("institutions",) or len(path) == 1:
        return False
    if one["type"] in ("extra_forbidden", "missing"):  # about the key, whatever stands behind it
        return False
    value = mapping(raw.values.get("institutions")).get(str(path[1]))
    as_path = any(str(step).startswith("dict[") for step in one["loc"])
    return as_path != isinstance(value, Mapping)


def _is_type_step(step: str | int) -> bool:
    """True for the steps that pydantic adds for members of a union."""
    return isinstance(step, str) and (
        step in EVENTS
        or step.startswith(("constrained", "dict[", "function-"))
        or step in ("float", "[key]")
    )


def _place_problems(raw: RawScenario, codes: set[str]) -> list[Problem]:
    """Places that the YAML file names and the tables do not know."""
    problems = []
    if not codes:
        return []
    capital = mapping(raw.values.get("units")).get("capital")
    if isinstance(capital, str) and capital not in codes:
        says = f"is {capital!r}, which is no unit; {did_you_mean(capital, sorted(codes))}"
        problems.append(Problem(raw.file, raw.line(("units", "capital")), "units.capital", says))
    timeline = raw.values.get("timeline")
    for i, event in enumerate(timeline if isinstance(timeline, Sequence) else []):
        where = mapping(event).get("where")
        if isinstance(where, str) and where not in codes:
            says = f"is {where!r}, which is no unit; {did_you_mean(where, sorted(codes))}"
            line = raw.line(("timeline", i, "where"))
            problems.append(Problem(raw.file, line, f"timeline.{i}.where", says))
    return problems
