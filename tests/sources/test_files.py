"""Files of every kind: separators, encodings, headers, torn rows; what is no table is said so."""

import gzip
import zipfile

import polars as pl
import pytest

from vertikal.io import DatasetError, read_returns

ROWS = ("1,Север,1100,950,949,820", "2,Юг,1200,850,849,120")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "utf-32")


def leaders(returns):
    return returns.data["leader"].values.tolist()


# --- how a table is written ------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(read, table, separator, end):
    text = table(*ROWS).replace(",", separator).replace("\n", end)
    assert leaders(read(text)) == [820, 120]
    assert not read(text).notes


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_found_out(read, table, encoding):
    returns = read(table(*ROWS).encode(encoding))
    assert returns.data["station_region"].values.tolist() == ["Север", "Юг"]
    assert leaders(returns) == [820, 120]
    told = any(note.startswith("read as") for note in returns.notes)
    assert told == (not encoding.startswith("utf-8"))


def test_western_letters_are_not_taken_for_cyrillic(read, table):
    text = table("1,Île-de-France,1100,950,949,820", "2,Évêché,1200,850,849,120")
    returns = read(text.encode("latin-1"))
    assert returns.data["station_region"].values.tolist() == ["Île-de-France", "Évêché"]
    assert "read as cp1252; if names look wrong, say --encoding" in returns.notes


def test_an_encoding_can_be_said(read, table):
    text = table("1,Łódź,1100,950,949,820").encode("cp1250")
    assert read(text, encoding="cp1250").data["station_region"].item() == "Łódź"
    assert read(text).data["station_region"].item() != "Łódź"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_blocks_may_end_anywhere(read, table, encoding, monkeypatch):
    """Within a letter, within a line's end, within quotation marks."""
    rows = [f'{k},"Се""вер, \n{k}",1100,950,949,{k}' for k in range(9)]
    content = table(*rows, "", "x,y").replace("\n", "\r\n").encode(encoding)
    whole = read(content)
    assert len(whole) == 9
    for block in (1, 2, 3, 7, 50):
        monkeypatch.setattr("vertikal.io._table_blocks.BLOCK", block)
        parts = read(content)
        assert parts.data.identical(whole.data)
        assert (parts.rejected, parts.notes) == (whole.rejected, whole.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_letters_that_come_late_decide(read, table, encoding, monkeypatch):
    """The first megabytes of a file may be plain letters in any encoding."""
    monkeypatch.setattr("vertikal.io._table_text.SAMPLE", 1000)
    monkeypatch.setattr("vertikal.io._table_csv.SAMPLE", 1000)
    monkeypatch.setattr("vertikal.io._table_blocks.BLOCK", 1500)
    rows = [f"{k},north,1100,950,949,820" for k in range(300)]
    returns = read(table(*rows, "x,Север,1,1,1,1").encode(encoding))
    assert returns.data["station_region"].values[-1] == "Север"
    assert len(returns) == 301


def test_bytes_that_are_in_no_encoding(read, table):
    text = table(*ROWS).encode() + b"3,J\xff,1200,850,849,7\n"
    for encoding in (None, "utf-8"):
        returns = read(text, encoding=encoding)
        assert returns.data["station_region"].values.tolist() == ["Север", "Юг", "J\ufffd"]
        assert any("bytes are no utf-8" in note for note in returns.notes)


def test_thousands_and_quotation_marks(read, table):
    text = table('1,"North, East",\u00a01\u202f100,"950","9 4 9",820', '2,S,"1,200",850.0,849,+120')
    returns = read(text.replace("9 4 9", "949"))
    assert returns.data["registered"].values.tolist() == [1100, 1200]
    assert returns.data["station_region"].values.tolist() == ["North, East", "S"]
    note = "registered: cells with signs between thousands, such as"
    assert any(x.startswith(note) for x in returns.notes)


def test_a_number_that_may_be_two_is_refused(told, table):
    said = told(table("1,n,1.000,950,949,820", "2,n,2.000,950,949,820"))
    assert "'registered' holds '1.000', which may be" in said


def test_quotation_marks_in_disorder(read, table):
    text = table('1,School "Sun",1100,950,949,820', '2,5" pipe,1200,850,849,120')
    assert leaders(read(text)) == [820, 120]


def test_a_cell_that_spans_lines(read, table):
    returns = read(table('1,"North\nEast",1100,950,949,820', "2,S,1200,850,849,x"))
    assert returns.data["station_region"].item() == "North\nEast"
    assert returns.rejected.rows[0].row == 3


@pytest.mark.parametrize("rows", [5, 300])
def test_a_quotation_mark_that_is_never_closed_costs_one_row_at_most(read, table, rows):
    body = [f"{k},north,1100,950,949,{k}" for k in range(rows)]
    body[2] = '2,"north,1100,950,949,2'
    returns = read(table(*body))
    assert leaders(returns) == [k for k in range(rows) if k != 2] or len(returns) == rows
    assert returns.rows == rows


def test_a_mark_that_opens_is_not_believed_for_long(read, table, monkeypatch):
    """What follows it is not gathered until memory is full."""
    for name, size in (("csv.OPEN", 1000), ("csv.LONGEST", 3000), ("blocks.BLOCK", 500)):
        monkeypatch.setattr(f"vertikal.io._table_{name}", size)
    body = [f"{k},north,1100,950,949,{k}" for k in range(300)]
    body[2] = '2,"north,1100,950,949,2'
    assert len(read(table(*body))) == 300


def test_lines_above_the_header_and_blank_rows(read, table):
    text = "Results of the vote\n\n" + table(ROWS[0], "", ",,,,,", ROWS[1])
    returns = read(text)
    assert returns.data["station_row"].values.tolist() == [4, 7]
    assert "lines above the header, left out: 1" in returns.notes
    assert "blank rows, left out: 2" in returns.notes


def test_a_separator_at_the_end_of_every_row(read, table):
    for header in ("", ","):
        text = table(*(f"{row}," for row in ROWS))
        text = text.replace("leader\n", f"leader{header}\n")
        assert leaders(read(text)) == [820, 120]


def test_names_of_rows_as_r_writes_them(read):
    header = '"registered","ballots","valid","leader"\n'
    returns = read(header + '"1",1100,950,949,820\n"2",1200,850,849,120\n')
    assert leaders(returns) == [820, 120]
    assert any("first has no name" in note for note in returns.notes)


def test_a_column_named_twice_is_never_taken_for_another(told, read):
    text = "registered,ballots,valid,leader,leader\n9,5,5,3,1\n"
    assert "leader (1), leader (2)" in told(text)
    line = "registered=registered,ballots=ballots,valid=valid,leader='leader (2)'"
    returns = read(text, mapping=line)
    assert leaders(returns) == [1]
    assert "columns named twice: 'leader'; they are called 'name (1)', 'name (2)'" in returns.notes


def test_a_wrong_ending_does_not_matter(tmp_path, read, table):
    pl.DataFrame({"registered": [9], "ballots": [5], "valid": [5], "leader": [3]}).write_parquet(
        tmp_path / "returns.csv"
    )
    assert leaders(read_returns(tmp_path / "returns.csv")) == [3]
    assert leaders(read(table(*ROWS), name="returns.parquet")) == [820, 120]


# --- what is no table ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty; a header and a row a station are needed"),
        (b"\n \r\n", "is empty; a header and a row a station are needed"),
        (b"\xff\xfe", "is empty; a header and a row a station are needed"),
        (b"\x00\x01\x02\x03" * 99, "holds bytes that no text has"),
        (bytes(range(256)) * 9, "holds bytes that no text has"),
        (b"word\n" * 9, "has one column only: none of comma, semicolon, tab, bar cuts it"),
        (b"1,2\n3,4\n", "row 1, which should be the header, holds numbers only (1, 2)"),
        (b"<!DOCTYPE html><p>a,b</p>", "is a web page or XML"),
        (b'{"a": 1, "b": 2}', "is JSON"),
        (b"PK\x03\x04rest", "is a zip archive or a workbook"),
        (b"\x1f\x8brest", "is compressed with gzip; unpack it"),
        (b"PAR1", "begins as a Parquet file and is cut short"),
        (b"PAR1" + bytes(40) + b"PAR1", "cannot be read as Parquet"),
        (b"a,b\n" + b"x" * (9 * 2**20), "has a line of more than 8,388,608 letters"),
    ],
)
def test_what_is_no_table(told, content, says):
    assert told(content, mapping="votes=a,ballots=b").startswith(f"returns.csv: {says}")


def test_a_header_and_nothing_below(told, table):
    assert told(table()).splitlines()[1] == (
        "  rows: the table has a header and no rows; a station a row is needed"
    )


def test_no_row_that_can_be_used(told, table):
    assert told(table("1,n,x,5,5,3", "2,n,9,10,5,3", "3,n,,,,")).splitlines()[1] == (
        "  rows: no row can be used (1 not a whole number; 1 more ballots than registered; "
        "1 no count). First: row 2: not a whole number (registered 'x'). "
        "Check which column is which"
    )


def test_a_mapping_of_the_wrong_columns_is_noticed(read, table):
    rows = [f"{k},north,100,50,60,20" for k in range(20)]
    returns = read(table(*rows, ROWS[0]))
    assert returns.notes[0] == "more rows were rejected than kept: check which column is which"


def test_places_without_a_table(tmp_path, table):
    for path, says in (
        (tmp_path, "is a folder; name a file in it"),
        (tmp_path / "no.csv", "no such file; check its name and folder"),
        ("/dev/null", "is no plain file; save it to disk first"),
        (tmp_path / ("x" * 400), "cannot be read (File name too long)"),
    ):
        with pytest.raises(DatasetError, match=r".") as caught:
            read_returns(path)
        assert str(caught.value) == f"{path}: {says}"
    (tmp_path / "returns.csv").write_text(table(*ROWS), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"no such file - did you mean 'returns\.csv'\?"):
        read_returns(tmp_path / "return.csv")


def test_archives(tmp_path, table):
    with zipfile.ZipFile(tmp_path / "a.csv", "w") as archive:
        archive.writestr("returns.csv", table(*ROWS))
    (tmp_path / "b.csv").write_bytes(gzip.compress(table(*ROWS).encode()))
    for name in ("a.csv", "b.csv"):
        with pytest.raises(DatasetError, match="unpack it"):
            read_returns(tmp_path / name)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"separator": "ab"}, "--separator: 'ab' is none"),
        ({"separator": "x"}, "--separator: 'x' is none"),
        ({"separator": ";"}, "cut at ';' it has one column only"),
        ({"encoding": "cp12511"}, "--encoding: 'cp12511' is unknown - did you mean 'cp1251'?"),
        ({"encoding": "base64"}, "--encoding: 'base64' is unknown"),
    ],
)
def test_options_that_will_not_do(told, table, options, says):
    assert says in told(table(*ROWS), **options)


# --- Parquet ---------------------------------------------------------------------------------


@pytest.fixture
def parquet(tmp_path):
    """A function that writes columns as Parquet and returns the path."""

    def action(**columns):
        path = tmp_path / "returns.parquet"
        pl.DataFrame(columns).write_parquet(path)
        return path

    return action


GOOD = {"ballots": [5, 6], "valid": [5, 6], "leader": [3, 4]}


@pytest.mark.parametrize(
    ("registered", "says"),
    [
        ([[1], [2]], "'registered' (List(Int64)): neither whole numbers nor labels"),
        ([{"a": 1}, {"a": 2}], "'registered' (Struct"),
        ([True, False], "'registered' (Boolean)"),
    ],
)
def test_columns_that_hold_no_counts(parquet, registered, says):
    with pytest.raises(DatasetError) as caught:
        read_returns(parquet(registered=registered, **GOOD))
    assert says in str(caught.value)


def test_a_nested_column_that_is_not_needed(parquet):
    returns = read_returns(parquet(registered=[9, 9], more=[[1], [2]], **GOOD))
    assert leaders(returns) == [3, 4]
    assert "columns with lists or structures are not read: more" in returns.notes


def test_numbers_and_texts_of_all_kinds(parquet):
    columns = {
        "ballots": [5.0, 6.5],
        "valid": ["5", "6"],
        "leader": pl.Series([3, 4], dtype=pl.UInt8),
    }
    returns = read_returns(
        parquet(registered=pl.Series(["9", "9"], dtype=pl.Categorical), **columns)
    )
    assert leaders(returns) == [3]
    assert returns.rejected.rows[0].found == "ballots '6.5'"


@pytest.mark.parametrize("cut", [1, 5, 60, 0.5])
def test_a_parquet_file_that_is_cut_short(parquet, cut, capfd):
    path = parquet(registered=[9, 9], **GOOD)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * cut) if cut < 1 else -cut])
    with pytest.raises(DatasetError, match="cut short"):
        read_returns(path)
    assert capfd.readouterr().err == ""


def test_an_empty_parquet_file(parquet):
    with pytest.raises(DatasetError, match="a header and no rows"):
        read_returns(parquet(registered=[], ballots=[], valid=[], leader=[]))


def test_parquet_is_read_in_steps(parquet, monkeypatch):
    monkeypatch.setattr("vertikal.io._table_parquet.CELLS", 1)
    n = 25_000
    columns = {k: [5] * n for k in ("registered", "ballots", "valid")}
    seen = []
    returns = read_returns(
        parquet(leader=[k % 5 for k in range(n)], **columns), progress=seen.append
    )
    assert leaders(returns) == [k % 5 for k in range(n)]
    assert returns.data["station_row"].values[-1] == n + 1
    assert [p.done <= p.total for p in seen] == [True] * 3
    assert seen[-1].done == seen[-1].total


def test_progress_is_told(read, table):
    seen = []
    text = table(*(f"{k},north,1100,950,949,820" for k in range(99)))
    read(text, progress=seen.append)
    assert [(p.phase, p.done, p.total) for p in seen] == [("reading", len(text), len(text))]


@pytest.mark.parametrize("name", ["*", "^a.*$", "^*$", "leader votes", "leader'", "5 - Labour"])
def test_strange_names_of_columns(tmp_path, read, name):
    columns = {"ballots": [5, 6], name: [3, 4], "a b": [1, 2]}
    pl.DataFrame(columns).write_parquet(tmp_path / "a.parquet")
    mapping = {"ballots": "ballots", "votes": [name]}
    assert leaders(read_returns(tmp_path / "a.parquet", mapping=mapping)) == [3, 4]
    assert leaders(read(pl.DataFrame(columns).write_csv(), mapping=mapping)) == [3, 4]
