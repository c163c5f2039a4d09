"""`vertikal measure`: a table of returns from the command line."""

import csv

import numpy as np
import pytest

PLAIN = ["station", "region", "registered", "ballots", "valid", "leader", "other"]
MAP = ("--map", "station=station,region=region,registered=registered,ballots=ballots,valid=valid,"
       "leader=leader")  # fmt: skip


def write(path, rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture(scope="module")
def counts():
    """Four hundred honest stations in four regions."""
    rng = np.random.default_rng(4)
    n = 400
    registered = rng.integers(300, 2500, n)
    ballots = rng.binomial(registered, 0.6)
    valid = rng.binomial(ballots, 0.98)
    leader = rng.binomial(valid, 0.5)
    region = [f"R{k % 4}" for k in range(n)]
    return [[k, region[k], registered[k], ballots[k], valid[k], leader[k], valid[k] - leader[k]]
            for k in range(n)]  # fmt: skip


@pytest.fixture
def table(counts, tmp_path):
    return write(tmp_path / "returns.csv", [PLAIN, *counts])


def test_it_prints_its_shape(command, table):
    done = command("measure", table, *MAP, "--json", "--draws", 100)
    assert done.code == 0
    assert set(done.json) >= {"stations", "rejected", "measures"}
    assert (done.json["stations"], done.json["rejected"]) == (400, [])
    for one in done.json["measures"]:
        assert set(one) >= {"id", "value", "low", "high", "p", "null"}
    assert done.json["verdict"]["level"] in ("nothing", "unread")
    assert done.err == ""


def test_in_words(command, table):
    done = command("measure", table, *MAP, "--draws", 100)
    assert "(400 stations)" in done.out
    assert "fraud" not in done.out.lower()


def test_rows_that_cannot_be_are_named_and_kept_apart(command, counts, tmp_path):
    odd = [list(row) for row in counts]
    odd[6][5] = odd[6][4] + 5  # row 8 of the file: more votes than valid ballots
    odd[9][3] = -3  # row 11
    table = write(tmp_path / "odd.csv", [PLAIN, *odd])
    out = tmp_path / "apart.csv"
    done = command("measure", table, *MAP, "--json", "--draws", 100, "--rejected", out)
    assert done.code == 0
    assert [r["row"] for r in done.json["rejected"]] == [8, 11]
    assert done.json["stations"] == 398
    with out.open(newline="") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["8", "11"]
    said = command("measure", table, *MAP, "--draws", 100).out
    assert "2 rows kept apart" in said
    assert "row 8:" in said


def test_by_region(command, table):
    done = command("measure", table, *MAP, "--by", "region", "--json", "--draws", 100)
    assert [r["region"] for r in done.json["regions"]] == ["R0", "R1", "R2", "R3"]
    assert {r["stations"] for r in done.json["regions"]} == {100}
    assert "Regions: " in command("measure", table, *MAP, "--by", "region", "--draws", 100).out


def test_the_same_seed_gives_the_same_numbers(command, table):
    first, again = (
        command("measure", table, *MAP, "--json", "--seed", 5, "--draws", 200).out for _ in range(2)
    )
    assert first == again


def test_one_page_is_drawn(command, table, tmp_path):
    out = tmp_path / "page.png"
    done = command("measure", table, *MAP, "--draws", 100, "--figure", out)
    assert done.code == 0
    assert out.stat().st_size > 20_000


def test_a_run_is_measured_as_a_table_is(command, dataset):
    done = command("measure", dataset, "--vote", "nothing")
    assert done.code == 3
    assert "has no vote 'nothing'; its votes are" in done.err
    vote = done.err.strip().split("its votes are ")[1].split(", ")[0]
    said = command("measure", dataset, "--vote", vote, "--member", 2, "--json", "--draws", 100)
    assert said.code == 0
    assert said.json["stations"] > 30
    assert command("measure", dataset, "--vote", vote, "--member", 99).code == 3
    assert command("measure", dataset, "--vote", vote, *MAP).code == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nowhere.csv",), 3, "no such file"),
        (("TABLE",), 0, ""),
        (("TABLE", "--map", "votes=leadr"), 3, "leader"),
        (("TABLE", *MAP, "--only", "tea_leaves"), 2, "there are"),
        (("TABLE", *MAP, "--by", "weather"), 2, "must be region"),
        (("TABLE", *MAP, "--figure", "page.bmp"), 3, "must end in"),
        (("TABLE", *MAP, "--mapping", "m.yaml"), 2, "not both"),
    ],
)
def test_what_cannot_be_is_said(command, table, words, code, says):
    done = command("measure", *(table if w == "TABLE" else w for w in words), "--draws", 100)
    assert done.code == code
    assert says in done.err + done.out
    assert "Traceback" not in done.err
