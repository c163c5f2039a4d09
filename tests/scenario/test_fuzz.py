"""Whatever stands in a scenario: it compiles, or the error says where."""

import copy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vertikal.io import read_scenario
from vertikal.scenario import (
    ScenarioError,
    compile_scenario,
    overridden,
    parameters_with,
    validate,
)

TOY = read_scenario(str(Path(__file__).parent.parent / "data" / "toy"))
KAZAKHSTAN = read_scenario("kazakhstan")

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["KZ-71", "raion", "region", "2013-01-01", "regions.csv", "appointed", 2013])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.integers(2000, 2030), inner, max_size=3)
    ),
    max_leaves=4,
)


def paths(node, path=()):
    """Every place in a tree of values."""
    steps = node.items() if isinstance(node, dict) else enumerate(node)
    for step, value in steps:
        yield (*path, step)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, step))


def mutated(raw, path, value, *, drop):
    values = copy.deepcopy(dict(raw.values))
    node = values
    for step in path[:-1]:
        node = node[step]
    if drop:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return replace(raw, values=values)


def problems_of(action):
    """What a `ScenarioError` says of an action; nothing if it goes through."""
    try:
        action()
    except ScenarioError as error:
        return error.problems
    return ()


def quick(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )


@quick(120)
@given(path=st.sampled_from(list(paths(KAZAKHSTAN.values))), value=anything, drop=st.booleans())
def test_validation_of_a_mutated_scenario_raises_scenario_errors_only(path, value, drop):
    problems = problems_of(lambda: validate(mutated(KAZAKHSTAN, path, value, drop=drop)))
    assert all(p.says for p in problems)


@quick(150)
@given(path=st.sampled_from(list(paths(TOY.values))), value=anything, drop=st.booleans())
def test_a_scenario_that_validates_compiles(path, value, drop):
    try:
        spec = validate(mutated(TOY, path, value, drop=drop))
    except ScenarioError:
        return
    compile_scenario(spec, until=min(spec.until, spec.start + 1))


@quick(150)
@given(
    table=st.integers(0, 1),
    row=st.integers(0, 2),
    column=st.integers(0, 9),
    text=st.sampled_from(["", "0", "-1", "90", "nan", "x", "TY-1", "TY-1/Left Bank", "1"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
def test_a_table_that_validates_compiles(table, row, column, text):
    old = TOY.tables[table]
    name = old.columns[column % len(old.columns)]
    rows = [dict(r) for r in old.rows]
    rows[row][name] = text.strip()
    tables = list(TOY.tables)
    tables[table] = replace(old, rows=rows)
    try:
        spec = validate(replace(TOY, tables=tuple(tables)))
    except ScenarioError:
        return
    compile_scenario(spec, until=spec.start)


@quick(100)
@given(
    path=st.text(max_size=30)
    | st.sampled_from(["timeline.0", "timeline.+", "timeline.2001-12-31", "units.", ".", "a.b"])
)
def test_any_override_path_is_taken_or_refused(path):
    problems = problems_of(lambda: overridden(TOY, {path: 1}))
    assert {p.file for p in problems} <= {"--set"}


@quick(100)
@given(path=st.text(max_size=30), value=anything)
def test_any_parameter_path_is_refused(path, value):
    with pytest.raises(ScenarioError):
        parameters_with({path: value})
