"""What every mechanism must do, whatever it is about."""

import fnmatch
import importlib
import re

import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.engine import Mechanism, ModelError, Params, param_info
from vertikal.fields import FIELDS
from vertikal.mechanisms import NAMES, PHASES, load, says

EACH = pytest.mark.parametrize("name", NAMES)

GROUPS = {
    "fields of heads": {"tenure", "origin", "mandate", "term_left", "acting"},
    "fields of reform": {
        "reform_stage", "reform_age", "reform_mode", "mode_before", "experience",
    },
    "dockets": {"docket_won", "docket_lost", "docket_burden"},
    "both habits": {"habit_national", "habit_local"},
    "honest vote": {"turnout", "honest_incumbent", "honest_insider", "honest_outsider",
                    "direct_held"},
    "declared result": {"declared_turnout", "winner_share", "incumbent_won", "outsider_won"},
}  # fmt: skip
"""What docstrings call several fields at once."""


@pytest.fixture(scope="module")
def made(bench, states):
    """What each mechanism does in each of the random states; computed when first asked for."""
    known = {}

    def ask(name):
        if name not in known:
            known[name] = bench.each(name, states)
        return known[name]

    return ask


@EACH
def test_it_is_a_value(name):
    m = load(name)
    assert isinstance(m, Mechanism)
    assert m.name == name
    assert m.phase in PHASES
    assert issubclass(m.params, Params)


@EACH
def test_declared_fields_exist_and_are_named_once(name):
    m = load(name)
    for names in (m.reads, m.writes):
        assert [n for n in names if n not in FIELDS] == []
        assert len(set(names)) == len(names)
    assert m.writes
    assert m.only_if is None or FIELDS[m.only_if].dims == ()


@EACH
def test_it_writes_stocks_and_flows_only(name):
    assert {FIELDS[w].kind for w in load(name).writes} <= {"stock", "flow"}


@EACH
def test_it_returns_exactly_what_it_declares(name, made):
    assert set(made(name)) == set(load(name).writes)


@EACH
def test_changes_are_finite_and_fit_their_fields(name, made, bench, states):
    for field, value in made(name).items():
        own, full = value.shape[2:], bench.shape(field)  # behind state and member
        assert np.broadcast_shapes(own, full) == full, field
        assert np.isfinite(value.astype(float)).all(), field
        if FIELDS[field].dtype.startswith("int"):
            assert np.issubdtype(value.dtype, np.integer), f"{field} is counted, not measured"


@EACH
def test_flows_lie_within_their_support(name, made):
    for field, value in made(name).items():
        if FIELDS[field].kind == "flow":
            low, high = FIELDS[field].support
            assert value.min() >= low - 1e-6, field
            assert value.max() <= high + 1e-6, field


@EACH
def test_it_is_pure(name, made, bench, states):
    again = bench.each(name, states)
    for field, value in made(name).items():
        np.testing.assert_array_equal(value, again[field], err_msg=field)


@EACH
def test_it_looks_at_everything_it_declares_and_at_nothing_else(name, bench, states):
    from vertikal.engine import View

    m, seen = load(name), set()
    state = {k: jnp.asarray(v) for k, v in states[0].items()}

    class Watched(View):
        def __getitem__(self, key):
            seen.add(key)
            return super().__getitem__(key)

    view = Watched(state, frozenset(m.reads), bench.tree, name)
    try:
        m.act(view, m.params(), bench.draw(name))
    except ModelError as error:  # pragma: no cover - a failure, said in its own words
        pytest.fail(str(error))
    # a field that is written may be declared without being looked at: it comes in groups
    assert sorted(set(m.reads) - set(m.writes) - seen) == [], "declared, but not read"


@EACH
def test_each_parameter_is_declared_in_full(name):
    for p in param_info(load(name).params):
        low, high = p.bounds
        assert low < high, p.name
        assert low <= p.default <= high, f"{p.name}: default {p.default} not in {p.bounds}"
        assert p.unit.strip(), p.name
        assert len(p.doc) > 10, p.name
        assert p.doc.endswith("."), f"{p.name}: {p.doc!r} is no sentence"
        assert p.source.strip(), p.name
        assert isinstance(p.default, float), p.name


RARE = {"superiors_take_elections_away.restoration"}
"""Parameters whose effect is too rare for the bench; each has a test of its own."""


@EACH
def test_each_parameter_matters(name, bench, many_states):
    m = load(name)
    base = bench.each(name, many_states, members=30)
    idle = []
    for p in param_info(m.params):
        moved = False
        for bound in p.bounds:
            params = m.params(**{p.name: bound})
            other = bench.each(name, many_states, params, members=30)
            moved |= any(not np.array_equal(base[k], other[k]) for k in base)
        if not moved and f"{name}.{p.name}" not in RARE:
            idle.append(p.name)
    assert idle == []


@EACH
def test_it_says_whose_sentence_it_is(name):
    m = load(name)
    assert m.says
    assert set(m.says) <= set("ABCDEFGHIJKL")
    assert m.refs
    assert all(ref.strip() for ref in m.refs)


@EACH
def test_the_first_line_is_a_sentence(name):
    line = says(name)
    assert line[0].isupper()
    assert line.endswith(".")
    assert len(line.split()) > 4


def section(text, start, ends):
    """The part of a docstring from the word in bold `start` to the next in bold."""
    found = re.search(rf"\*\*{start}\*\*(.*?)(?:\*\*(?:{ends})\*\*|\Z)", text, re.S | re.I)
    return found.group(1) if found else ""


@EACH
def test_the_docstring_names_what_is_read_and_written(name):
    m = load(name)
    text = " ".join((m.act.__doc__ or "").split())
    assert re.search(r"\*\*Reads\*\*", text, re.I)
    assert re.search(r"\*\*Writes\*\*", text, re.I)
    assert re.search(r"\*\*Random\*\*", text, re.I)
    ends = "Reads|Writes|Random|Limits|Fixed point"
    reads, writes = (section(text, word, ends) for word in ("Reads", "Writes"))
    if re.search(r"\*\*Reads\*\* and \*\*writes\*\*", text):
        reads = writes
    for word, said, declared in (("reads", reads, m.reads), ("writes", writes, m.writes)):
        names = set(re.findall(r"`([^`]+)`", said))
        groups = [fields for words, fields in GROUPS.items() if words in said]
        unknown = {n for n in names if not fnmatch.filter(declared, n)}
        assert unknown == set(), f"{word}: in the docstring, but not declared"
        covered = {d for d in declared if any(fnmatch.fnmatch(d, n) for n in names)}
        covered |= set().union(*groups) if groups else set()
        assert set(declared) - covered == set(), f"{word}: declared, but not in the docstring"


@EACH
def test_randomness_is_said_where_it_is(name):
    import ast
    from pathlib import Path

    module = importlib.import_module(f"vertikal.mechanisms.{name}")
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    draws = any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "draw"
        for node in ast.walk(tree)
    )
    said = section(" ".join((load(name).act.__doc__ or "").split()), "Random", "Limits|Fixed point")
    assert said.strip().startswith("no") != draws
