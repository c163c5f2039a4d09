"""Columns, sums, differences and patterns, though names hold the same signs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vertikal.sources._expression import Term, Unknown, terms

FRANCE = ("Inscrits", "MACRON", "LE PEN", "DUPONT-AIGNAN", "DUPONT", "AIGNAN")
GEORGIA = ("registered", "1 - Greens", "12 - Our Georgia", "41 - Georgian Dream")
names = st.text(st.sampled_from("ab+- _*[]"), min_size=1, max_size=5).filter(
    lambda x: x.strip() == x and "*" not in x and "[" not in x
)


def columns_of(text, columns):
    return [(t.sign, t.column) for t in terms(text, columns)]


def test_a_name_with_signs_in_it_is_one_column():
    assert columns_of("DUPONT-AIGNAN", FRANCE) == [(1, "DUPONT-AIGNAN")]
    assert columns_of("MACRON+DUPONT-AIGNAN", FRANCE) == [(1, "MACRON"), (1, "DUPONT-AIGNAN")]
    assert columns_of("1 - Greens+41 - Georgian Dream", GEORGIA) == [
        (1, "1 - Greens"),
        (1, "41 - Georgian Dream"),
    ]


def test_a_difference_is_one_where_no_such_column_is():
    assert columns_of("DUPONT - AIGNAN", FRANCE) == [(1, "DUPONT"), (-1, "AIGNAN")]
    assert columns_of("'DUPONT'-'AIGNAN'", FRANCE) == [(1, "DUPONT"), (-1, "AIGNAN")]


def test_patterns_follow_the_order_of_the_table():
    assert columns_of("[0-9]*", GEORGIA) == [(1, c) for c in GEORGIA[1:]]
    assert columns_of("*Georgi*", GEORGIA) == [(1, GEORGIA[2]), (1, GEORGIA[3])]


def test_what_may_be_missing():
    assert columns_of("blanc?+MACRON", FRANCE) == [(1, "MACRON")]
    assert columns_of("blanc?", FRANCE) == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("MACRN", ["MACRN"]),
        ("MACRN+LE PEM+DUPONT", ["MACRN", "LE PEM"]),
        ("list_*", ["list_*"]),
        ("-MACRON", ["-MACRON"]),
        ("'MACRN'", ["'MACRN'"]),
    ],
)
def test_names_that_are_no_columns_are_told(text, lost):
    with pytest.raises(Unknown) as caught:
        terms(text, FRANCE)
    assert list(caught.value.names) == lost


@settings(max_examples=300, deadline=None, derandomize=True)
@given(columns=st.lists(names, min_size=1, max_size=4, unique=True), data=st.data())
def test_every_column_is_found_by_its_own_name(columns, data):
    name = data.draw(st.sampled_from(columns))
    assert terms(name, columns) == (Term(1, name),)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=st.text(max_size=40), columns=st.lists(st.text(max_size=5), max_size=4))
def test_any_text_gives_columns_or_names_that_are_lost(text, columns):
    try:
        found = terms(text, columns)
    except Unknown:
        return
    assert {t.column for t in found} <= set(columns)
