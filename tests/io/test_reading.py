"""Lines of YAML and CSV; booleans as in YAML 1.2; Norway."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vertikal.io import beside, parse_value, read_facts, read_scenario
from vertikal.scenario import ScenarioError


@pytest.fixture
def write(tmp_path):
    """A function that writes files into a folder and reads the scenario."""

    def read(scenario, **tables):
        (tmp_path / "scenario.yaml").write_text(scenario, encoding="utf-8")
        for name, text in tables.items():
            (tmp_path / f"{name}.csv").write_bytes(text.encode())
        return read_scenario(str(tmp_path))

    return read


def test_every_value_has_its_line(write):
    raw = write(
        "# a comment\n"
        "title: A\n"
        "\n"
        "units:\n"
        "  capital: X  # beside\n"
        "  path: {2001: 0.1,\n"
        "         2002: 0.2}\n"
        "timeline:\n"
        "  - {date: 2001-01-01,\n"
        "     size: 3}\n"
        "  # between\n"
        "  - date: 2002-01-01\n"
        "    size: 4\n"
        "text: |\n"
        "  two\n"
        "  lines\n"
        "last: 1\n"
    )
    assert raw.lines == {
        ("title",): 2,
        ("units",): 4,
        ("units", "capital"): 5,
        ("units", "path"): 6,
        ("units", "path", 2001): 6,
        ("units", "path", 2002): 7,
        ("timeline",): 8,
        ("timeline", 0): 9,
        ("timeline", 0, "date"): 9,
        ("timeline", 0, "size"): 10,
        ("timeline", 1): 12,
        ("timeline", 1, "date"): 12,
        ("timeline", 1, "size"): 13,
        ("text",): 14,
        ("last",): 17,
    }


def test_a_value_that_has_no_line_gets_that_of_what_encloses_it(write):
    raw = write("title: A\nunits:\n  capital: X\n")
    assert raw.line(("units", "tables", 0)) == 2
    assert raw.line(("nothing",)) is None


def test_windows_line_ends_and_byte_order_mark(write):
    raw = write(
        "title: A\r\nunits:\r\n  tables: [a.csv]\r\n", a="\ufeffcode,name\r\nX,Ex\r\nY,Why\r\n"
    )
    assert raw.lines[("units", "tables")] == 3
    (table,) = raw.tables
    assert table.columns == ("code", "name")
    assert list(table.lines) == [2, 3]
    assert table.rows[1] == {"code": "Y", "name": "Why"}


def test_lines_of_a_table_with_newlines_in_quotes_and_blank_lines(write):
    text = 'code,name\nA,"Upper\nand Lower"\nB,Plain\n\nC,"one, two"\n'
    (table,) = write("units: {tables: [a.csv]}\n", a=text).tables
    assert [row["code"] for row in table.rows] == ["A", "B", "C"]
    assert list(table.lines)[1:] == [4, 6]
    assert table.lines[0] in (2, 3)
    assert table.rows[0]["name"] == "Upper\nand Lower"


def test_a_row_with_newlines_stands_where_it_begins(write):
    text = 'code,name\nA,"Upper\nand\nLower"\n'
    (table,) = write("units: {tables: [a.csv]}\n", a=text).tables
    assert list(table.lines) == [2]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("true", True), ("False", False), ("12:30", "12:30"), ("0o14", 12), ("014", 14),
        ("1_000", 1000), ("1e3", 1000.0), ("0.5", 0.5), ("[1, 2]", [1, 2]), ("", None),
        ("2021-06", "2021-06"), ("KZ-71", "KZ-71"), ("'1'", "1"), ("~", None),
    ],
)  # fmt: skip
def test_values_are_read_as_in_a_scenario(write, text, value):
    alone, inside = parse_value(text), write(f"a: {text}\n").values["a"]
    assert type(alone) is type(value)
    assert alone == value
    assert inside == alone


def test_what_is_no_yaml_is_text():
    assert parse_value("[1, 2") == "[1, 2"


def test_a_table_that_is_no_text(write, tmp_path):
    (tmp_path / "b.csv").write_bytes(b"code,name\n\xff\xfe,x\n")
    raw = write("units: {tables: [b.csv, c.csv]}\n")
    assert set(raw.missing) == {"b.csv", "c.csv"}
    assert raw.missing["c.csv"] == (
        "cannot be read (No such file or directory); put it beside scenario.yaml"
    )


def test_a_table_with_a_quote_that_does_not_end(write):
    raw = write("units: {tables: [a.csv]}\n", a='code,name\nA,"open\n')
    assert "a.csv" in raw.missing


def test_facts_keep_their_lines(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("facts:\n  - id: a\n    band: [1, 2]\n  - id: b\n", encoding="utf-8")
    assert read_facts(str(path)).lines[("facts", 1, "id")] == 4


def test_files_beside_a_scenario(write, tmp_path):
    write("title: A\n")
    assert beside(str(tmp_path), "facts.yaml") is None
    (tmp_path / "facts.yaml").write_text("facts: []\n", encoding="utf-8")
    assert beside(str(tmp_path), "facts.yaml") == str(tmp_path / "facts.yaml")
    assert beside(str(tmp_path / "scenario.yaml"), "facts.yaml") == str(tmp_path / "facts.yaml")


SEED = "title: A\nunits: {tables: [], x: [1, 2]}\ntimeline:\n  - {date: 2001-01-01}\n"


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    at=st.integers(0, len(SEED)),
    cut=st.integers(0, 4),
    put=st.text("\t\n :-{}[]\"'&*!|>%@`#?0123456789aéNO\x00\x07\u2028", max_size=4),
)
def test_any_text_is_read_or_refused_with_a_place(write, at, cut, put):
    with contextlib.suppress(ScenarioError):
        write(SEED[:at] + put + SEED[at + cut :])
