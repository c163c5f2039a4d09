"""Whatever a file holds: stations and reasons that account for every row, or an error."""

import contextlib
import csv
import io
import string
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vertikal.io import DatasetError, read_returns
from vertikal.io import _table_csv as table_csv

HEADER = ["station", "region", "registered", "ballots", "valid", "leader"]
BODY = [
    [str(k), f"region {k % 3}", str(900 + k), str(500 + k), str(490 + k), str(200 + k)]
    for k in range(12)
]
MAP = (
    "registered=registered,ballots=ballots,valid=valid,leader=leader,region=region,station=station"
)

cells = st.sampled_from(
    ["", "-", "1 234", "1,234", "1.234", "12.0", "-5", "1e9", "x", '"', '""', "9" * 30, "nan",
     "\x00", "leader", "Total", "\u202f7", "１２", "\n", "\r", ";", "\t"]
) | st.text(max_size=6)  # fmt: skip


def quick(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A file that every example writes anew."""
    return tmp_path_factory.mktemp("fuzz") / "returns.csv"


def outcome(path, content, **options):
    """What reading gives; None where it is refused, with a message and no traceback."""
    path.write_bytes(content)
    try:
        return read_returns(path, **options)
    except DatasetError as error:
        said = str(error)
    assert 0 < len(said.strip()) < 2000
    return None


def accounted(returns):
    """Every row is in one place, and the chain of counting holds at every station."""
    data = returns.data
    assert returns.rows == len(returns) + len(returns.rejected) + len(returns.apart)
    rows = data["station_row"].values.tolist()
    assert rows == sorted(set(rows))
    assert not {r.row for r in (*returns.rejected.rows, *returns.apart.rows)} & set(rows)
    assert {r.row for r in returns.unusual.rows} <= set(rows)
    for more, less in (("registered", "ballots"), ("ballots", "valid"), ("valid", "leader")):
        if more in data:
            assert (data[more] >= data[less]).all()
    assert (data["leader"] >= 0).all()
    assert (data["ballots"] > 0).all()


def text_of(rows):
    return "".join(",".join(row) + "\n" for row in rows)


@quick(100)
@given(content=st.binary(max_size=400))
def test_any_bytes(place, content):
    assert outcome(place, content) is None


@quick(150)
@given(content=st.binary(max_size=200), after=st.integers(0, len(BODY)))
def test_any_bytes_within_a_table(place, content, after):
    before, behind = text_of([HEADER, *BODY[:after]]), text_of(BODY[after:])
    if (returns := outcome(place, before.encode() + content + behind.encode())) is not None:
        accounted(returns)


@quick(150)
@given(content=st.text(max_size=200), separator=st.sampled_from([None, ",", ";", "tab"]))
def test_any_text_below_a_table(place, content, separator):
    text = text_of([HEADER, *BODY]) + content
    if (returns := outcome(place, text.encode(), separator=separator)) is not None:
        accounted(returns)


@quick(300)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(BODY)), st.integers(0, 5), cells), min_size=1, max_size=6
    ),
    separator=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_with_strange_cells(place, changes, separator, quoting, encoding, end):
    rows = [list(r) for r in [HEADER, *BODY]]
    for row, column, cell in changes:
        rows[row][column] = cell
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    returns = outcome(place, text.getvalue().encode(encoding, errors="replace"))
    if returns is not None:
        accounted(returns)
        touched = {row for row, _, _ in changes}
        if 0 not in touched and not any("\n" in c or "\r" in c for _, _, c in changes):
            found = set(returns.data["station_row"].values.tolist())
            alike = {station for k, (station, *_) in enumerate(BODY, 1) if k not in touched}
            lost = {k + 1 for k in range(1, 13) if k not in touched} - found
            assert lost <= {int(s) + 2 for s in alike if any(c.strip() == s for _, _, c in changes)}


@quick(300)
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["delete", "insert", "replace", "repeat"]),
            st.floats(0, 1),
            st.integers(1, 60),
            st.binary(min_size=1, max_size=8),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_table_that_was_damaged(place, edits):
    content = text_of([HEADER, *BODY]).encode()
    for kind, where, size, junk in edits:
        at = int(where * len(content))
        middle = {
            "delete": b"",
            "insert": junk + content[at : at + size],
            "replace": junk,
            "repeat": content[at : at + size] * 2,
        }[kind]
        content = content[:at] + middle + content[at + size :]
    if (returns := outcome(place, content)) is not None:
        accounted(returns)


@quick(200)
@given(
    text=st.lists(
        st.lists(st.text(st.sampled_from('ab1 ,"\n\r;é'), max_size=5), min_size=1, max_size=7),
        max_size=9,
    ),
    well=st.booleans(),
)
def test_both_ways_to_cut_a_table_agree(place, text, well):
    """polars cuts what is in order, Python the rest; a table must not depend on which."""
    buffer = io.StringIO()
    if well:
        csv.writer(buffer, lineterminator="\n").writerows(text)
    else:
        buffer.write("\n".join(",".join(r) for r in text))
    content = text_of([HEADER]) + buffer.getvalue() + text_of(BODY)
    fast = outcome(place, content.encode(), mapping=MAP, separator=",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_csv, "rows_of", lambda *_: None)
        slow = outcome(place, content.encode(), mapping=MAP, separator=",")
    assert (fast is None) == (slow is None)
    if fast is not None and slow is not None:
        assert fast.data.identical(slow.data)
        assert fast.rejected == slow.rejected
        assert fast.apart == slow.apart
        assert fast.notes == slow.notes


@quick(200)
@given(
    line=st.text(st.sampled_from(string.printable[:95] + "é\n"), max_size=40)
    | st.lists(
        st.sampled_from(
            ["registered", "votes", "leader", "valid", "=", ",", "+", "-", "*", "'", "x"]
        ),
        max_size=12,
    ).map("".join)
    | st.dictionaries(
        st.sampled_from(
            ["registered", "ballots", "valid", "invalid", "votes", "region", "station"]
        ),
        st.lists(st.sampled_from(HEADER), min_size=1, max_size=2).map("+".join),
    ).map(lambda d: ",".join(["ballots=ballots", *(f"{k}={v}" for k, v in d.items())][bool(d) :]))
)
def test_any_mapping_on_the_command_line(place, line):
    content = text_of([HEADER, *BODY]).encode()
    if (returns := outcome(place, content, mapping=line)) is not None:
        assert returns.rows == len(returns) + len(returns.rejected) + len(returns.apart)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(HEADER),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)
KEYS = ("registered", "ballots", "votes", "station", "region", "vote", "blank_is_zero", "largest",
        "ballots_may_exceed_registered", "title", "no such key")  # fmt: skip


@quick(300)
@given(key=st.sampled_from(KEYS), value=anything)
def test_any_value_in_a_mapping(place, key, value):
    content = text_of([HEADER, *BODY]).encode()
    mapping = {"ballots": "ballots", "votes": "leader", key: value}
    if (returns := outcome(place, content, mapping=mapping)) is not None:
        assert returns.rows == len(returns) + len(returns.rejected) + len(returns.apart)


@quick(60)
@given(text=st.text(max_size=60))
def test_any_mapping_file(place, text):
    mapping = Path(place).with_name("map.yaml")
    mapping.write_bytes(text.encode(errors="replace"))
    outcome(place, b"a,b\n1,2\n", mapping=mapping)


@quick(150)
@given(where=st.lists(st.floats(0.02, 0.99), min_size=1, max_size=8), byte=st.integers(0, 255))
def test_a_parquet_file_that_was_damaged(place, where, byte):
    frame = pl.DataFrame(BODY, schema=HEADER, orient="row").with_columns(
        pl.col(*HEADER[2:]).cast(pl.Int32)
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    content = bytearray(buffer.getvalue())
    for share in where:
        content[min(int(share * len(content)), len(content) - 1)] = byte
    with contextlib.suppress(MemoryError):
        outcome(place, bytes(content))
