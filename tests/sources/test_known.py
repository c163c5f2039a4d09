"""Known formats: each declares all it reads, and knows its own table and no other's."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vertikal import sources
from vertikal.sources import Batch, Collector, finish, load, plan, recognise
from vertikal.sources._expression import terms

ALL = sources.NAMES
MORE = {
    "argentina_deputies": ("l_0001", "l_0002"),
    "georgia_precincts": ("1 - Greens", "41 - Georgian Dream"),
    "mexico_casillas": ("pri_pvem", "pan", "prd_pt_conv", "panal"),
}
"""Columns that a format reads by pattern."""
LABELS = ("region", "station", "vote")


def columns_of(source):
    return (*source.marks, *MORE.get(source.name, ()))


def table_of(source, rows=40):
    """A lawful table of a format: candidates share what is left of the ballots."""
    columns = columns_of(source)
    bound = plan(source, columns)
    rng = np.random.default_rng(7)
    votes = [c for x in bound.candidates for c in dict.fromkeys(t.column for t in x.terms)]
    cells = {c: [f"{c} {k}" for k in range(rows)] for c in columns}
    cells.update({c: rng.integers(1, 9, rows).tolist() for c in bound.counts})
    parts = np.array([cells[c] for c in votes] or [np.zeros(rows, int)]).sum(0)
    invalid = bound.quantities.get("invalid", ())
    spoilt = np.array([cells[t.column] for t in invalid] or [np.zeros(rows, int)]).sum(0)
    whole = {"valid": 9 + parts, "ballots": 9 + parts + spoilt, "registered": 500 + parts}
    for name, value in whole.items():
        for k, term in enumerate(bound.quantities.get(name, ())):
            if name == "ballots" and len(bound.quantities[name]) > 1:
                continue  # a sum of columns that are set already
            cells[term.column] = (value if k == 0 else np.zeros(rows, int)).tolist()
    if source.vote:
        cells[source.vote] = ["one"] * rows
    return pl.DataFrame({c: [str(x) for x in cells[c]] for c in columns})


def test_every_file_is_registered_once():
    files = {path.stem for path in Path(sources.__file__).parent.glob("[!_]*.py")}
    assert files == set(ALL)
    assert len(set(ALL)) == len(ALL)
    assert list(ALL) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_format_is_called_like_its_file(name):
    assert load(name).name == name


@pytest.mark.parametrize("name", ALL)
def test_a_format_recognises_itself(name):
    found = recognise(columns_of(load(name)))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("name", ALL)
def test_all_that_a_format_needs_is_among_its_marks(name):
    source = load(name)
    plan(source, columns_of(source))  # raises if a column is neither a mark nor optional
    bound = plan(source, (*columns_of(source), "something", "else"))
    assert "something" not in bound.columns


@pytest.mark.parametrize("name", ALL)
def test_a_lawful_table_is_read_whole(name):
    source = load(name)
    frame = table_of(source)
    gathered = Collector(plan(source, frame.columns))
    gathered.take(Batch(frame, np.arange(2, 2 + frame.height)))
    returns = finish(gathered, file=name)
    assert (len(returns), len(returns.rejected), len(returns.apart)) == (40, 0, 0)
    for more, less in (("registered", "ballots"), ("ballots", "valid"), ("valid", "leader")):
        if more in returns.data:
            assert (returns.data[more] >= returns.data[less]).all()


@pytest.mark.parametrize("name", [n for n in ALL if n != "plain"])
def test_a_format_says_whose_it_is_and_what_may_be_done_with_it(name):
    source = load(name)
    assert source.licence
    assert source.origin
    assert re.fullmatch(r"[A-Z]{2}", source.country) or name == "rozenas_2017"


@pytest.mark.parametrize("name", ALL)
def test_a_limit_of_its_own_has_a_reason(name):
    source = load(name)
    said = " ".join(source.quirks)
    if source.beyond_roll:
        assert str(source.beyond_roll) in said
    if not source.registered:
        assert "registered" in said or "rolls" in said
    if source.relabel:
        assert all(label in recognised(source) for label in source.relabel)


def recognised(source):
    """Text of the file that declares a source."""
    return (Path(sources.__file__).parent / f"{source.name}.py").read_text(encoding="utf-8")


def test_a_file_name_breaks_a_tie_only():
    columns = columns_of(load("plain"))
    found = recognise(columns, "poland_president_2020")
    assert found is not None
    assert found.name == "plain"
    assert recognise(("a", "b")) is None


def test_the_expressions_of_a_format_can_be_read():
    for name in ALL:
        source = load(name)
        for text in (source.registered, source.ballots, source.valid, source.invalid):
            assert not text or terms(text, columns_of(source)) or text.endswith("?")
