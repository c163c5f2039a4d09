"""Whole numbers as people write them; what may be two numbers is refused."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vertikal.sources._numbers import BLANK, FRACTION, GOOD, HUGE, TEXT, Style, whole

WAYS = {
    "plain": str,
    "comma": lambda n: f"{n:,}",
    "dot": lambda n: f"{n:,}".replace(",", "."),
    "space": lambda n: f"{n:,}".replace(",", " "),
    "no-break": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "narrow": lambda n: f"{n:,}".replace(",", "\u202f"),
    "swiss": lambda n: f"{n:,}".replace(",", "’"),
    "quoted": lambda n: f'"{n}"',
    "decimal": lambda n: f"{n}.0",
    "decimal comma": lambda n: f"{n},00",
    "both": lambda n: f"{n:,}.00",
    "german": lambda n: f"{n:,}".replace(",", ".") + ",0",
    "plus": lambda n: f"+{n}",
    "minus": lambda n: f"−{n}",
    "arabic": lambda n: str(n).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "padded": lambda n: f" {n}\u00a0",
}


def read(*cells, style=None):
    found = whole(pl.Series("x", list(cells)), style or Style())
    return list(zip(found.kind.tolist(), found.values.tolist(), strict=True))


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(n=st.integers(0, 10**9))
def test_a_number_is_read_however_it_is_written(way, n):
    sign = -1 if way == "minus" else 1
    assert read(WAYS[way](n)) == [(GOOD, sign * n)]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", BLANK), ("  ", BLANK), (None, BLANK), ("-", BLANK), ("N/A", BLANK), ("NaN", BLANK),
        ("12.5", FRACTION), ("12,5", FRACTION), ("1,234.5", FRACTION), ("0.001", FRACTION),
        ("abc", TEXT), ("12 voters", TEXT), ("1,23,456", TEXT), ("45 %", TEXT), ("345²", TEXT),
        ("1e3", TEXT), ("0x10", TEXT), ("1 2", TEXT), ("12\x00", TEXT), ("=SUM(A1)", TEXT),
        ("9" * 40, HUGE),
    ],
)  # fmt: skip
def test_what_is_no_whole_number(cell, kind):
    assert read(cell) == [(kind, 0)]


def test_columns_of_numbers():
    assert read(1.0, 2.5, float("nan"), None, float("inf")) == [
        (GOOD, 1), (FRACTION, 0), (BLANK, 0), (BLANK, 0), (HUGE, 0),
    ]  # fmt: skip
    assert read(7, None, -3) == [(GOOD, 7), (BLANK, 0), (GOOD, -3)]
    wide = whole(pl.Series([2**64 - 1, 5], dtype=pl.UInt64), Style())
    assert wide.kind.tolist() == [HUGE, GOOD]


@pytest.mark.parametrize(
    ("cells", "doubtful"),
    [
        (["1.234", "567"], None),
        (["1.234", "5.678"], None),
        (["1.000", "567"], None),
        (["1.000", "2.000"], "1.000"),
        (["1.234", "1234.000"], "1.234"),
        (["1,234", "0,000"], "1,234"),
        (["1,234", "1234.000"], None),
        (["12.0", "13.0"], None),
        (["12", "13"], None),
    ],
)
def test_a_column_that_can_be_read_in_two_ways_is_doubtful(cells, doubtful):
    style = Style()
    read(*cells, style=style)
    assert style.doubtful() == doubtful


@settings(max_examples=500, deadline=None, derandomize=True)
@given(cells=st.lists(st.none() | st.text(max_size=12), min_size=1, max_size=5))
def test_any_text_is_read_as_something(cells):
    for kind, value in read(*cells, "x"):
        assert kind in (GOOD, BLANK, TEXT, FRACTION, HUGE)
        assert value == 0 or kind == GOOD


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=st.text(st.sampled_from("0123456789.,  -+'"), max_size=9))
def test_batches_do_not_change_what_a_cell_is(text):
    """A cell is read alike alone and among others, so batches may end anywhere."""
    assert read(text)[0] == read("12", "1,234", text, "x")[2]
