"""The chain of counting, row by row: what cannot be is kept apart, with its row and its numbers."""

import numpy as np
import pytest

from vertikal.sources import finish, plan
from vertikal.sources._collect import Batch, Collector
from vertikal.sources._source import Source

GOOD = ("1,north,100,50,49,20", "2,north,200,150,149,120")


@pytest.mark.parametrize(
    ("row", "problem", "found"),
    [
        ("3,south,100,101,90,20", "more ballots than registered", "registered 100, ballots 101"),
        ("3,south,100,50,51,20", "more valid ballots than ballots", "ballots 50, valid 51"),
        ("3,south,100,50,49,50", "more votes than valid ballots", "valid 49, leader 50"),
        ("3,south,100,50,49,-1", "negative count", "leader '-1'"),
        ("3,south,100,50,49,19.5", "not a whole number", "leader '19.5'"),
        ("3,south,100,fifty,x,20", "not a whole number", "ballots 'fifty', valid 'x'"),
        ("3,south,100,,49,20", "missing count", "ballots empty"),
        ("3,south,1000001,50,49,20", "too large a count", "registered '1000001'"),
        ("3,south,99999999999999999999,50,49,20", "too large a count",
         "registered '99999999999999999999'"),
        ("3,south,100,50,49", "wrong number of cells", "5 cells, the header has 6: "
         "'3 | south | 100 | 50 | 49'"),
        ("3,south,100,50,49,20,7", "wrong number of cells", "7 cells, the header has 6: "
         "'3 | south | 100 | 50 | 49 | 20 | 7'"),
    ],
)  # fmt: skip
def test_what_cannot_be(read, table, row, problem, found):
    returns = read(table(GOOD[0], row, GOOD[1]))
    (only,) = returns.rejected.rows
    assert (only.row, only.problem, only.found) == (3, problem, found)
    assert returns.data["station_row"].values.tolist() == [2, 4]
    assert returns.rejected.counts == {problem: 1}
    assert returns.rows == 3


def test_what_there_is_nothing_to_count_of(read, table):
    returns = read(table(*GOOD, "3,south,100,0,0,0", "4,south,0,0,0,0", "5,south,80,,,"))
    assert [str(row) for row in returns.apart.rows] == [
        "row 4: no ballots (registered 100, ballots 0)",
        "row 5: no ballots (registered 0, ballots 0)",
        "row 6: no count (all counts empty)",
    ]
    assert not returns.rejected.rows
    assert len(returns) == 2
    assert "registered voters in rows without ballots: 100" in returns.notes


def test_what_is_odd_and_lawful(read, table):
    text = table(*GOOD, "3,south,0,40,40,9", "4,south,40,45,45,9")
    strict = read(text)
    assert strict.rejected.counts == {"more ballots than registered": 2}
    mapping = "registered=registered,ballots=ballots,valid=valid,leader=leader,"
    for law, odd in (
        ("true", {"more ballots than registered, as may be": 1, "nobody registered, as may be": 1}),
        ("5", {"more ballots than registered, as may be": 1}),
        ("4", {}),
    ):
        returns = read(text, mapping=f"{mapping}ballots_may_exceed_registered={law}")
        assert returns.unusual.counts == odd
        assert len(returns) == 2 + sum(odd.values())


def test_the_stations_are_those_of_the_file(read, table):
    data = read(table(*GOOD)).data
    assert data.sizes == {"station": 2}
    assert {k: v.values.tolist() for k, v in data.data_vars.items()} == {
        "registered": [100, 200], "ballots": [50, 150], "valid": [49, 149], "leader": [20, 120],
    }  # fmt: skip
    assert data["station_region"].values.tolist() == ["north", "north"]
    assert data.attrs["source"] == "plain"


def test_ballots_given_out_are_read_beside_those_found(read):
    text = "roll,out,box,A\n100,60,59,30\n100,70,71,30\n"
    data = read(text, mapping="registered=roll,issued=out,ballots=box,votes=A").data
    assert data["issued"].values.tolist() == [60, 70]
    assert data["ballots"].values.tolist() == [59, 71]


CANDIDATES = "name,roll,A,B,C,null"
MAP = "registered=roll,invalid=null,votes=A+B+C,region=name"


def test_candidates_and_what_follows_from_them(read):
    returns = read(f"{CANDIDATES}\nx,100,10,20,5,1\ny,100,30,1,5,2\n", mapping=MAP)
    data = returns.data
    assert data["valid"].values.tolist() == [35, 36]
    assert data["ballots"].values.tolist() == [36, 38]
    assert data["leader"].values.tolist() == [10, 30]
    assert data.attrs["leader"] == "A"
    assert data["candidate"].values.tolist() == ["A", "B", "C"]
    assert data["votes"].values.tolist() == [[10, 20, 5], [30, 1, 5]]
    assert "valid ballots are the votes of all 3 candidates together" in returns.notes


def test_the_leader_may_be_named(read):
    text = f"{CANDIDATES}\nx,100,10,20,5,1\ny,100,30,1,5,2\n"
    assert read(text, mapping=MAP, leader="b").data["leader"].values.tolist() == [20, 1]


def test_an_empty_cell_is_nothing_or_unknown_as_the_mapping_says(read):
    text = f"{CANDIDATES}\nx,100,10,,5,1\ny,100,30,1,5,2\n"
    assert read(text, mapping=MAP).rejected.counts == {"missing count": 1}
    returns = read(text, mapping=f"{MAP},blank_is_zero=votes")
    assert returns.data["votes"].values.tolist() == [[10, 0, 5], [30, 1, 5]]
    returns = read(text.replace(",1\n", ",\n", 1), mapping=f"{MAP},blank_is_zero=true")
    assert "invalid: empty cells read as 0: 1" in returns.notes


def test_all_votes_together_may_not_exceed_the_valid_ones(read):
    text = "r,v,A,B\n100,50,30,30\n100,60,30,30\n"
    returns = read(text, mapping="registered=r,valid=v,votes=A+B")
    assert [str(x) for x in returns.rejected.rows] == [
        "row 2: more votes than valid ballots (valid 50, votes 60)"
    ]


def test_valid_and_invalid_together_may_not_exceed_the_ballots(read):
    text = "b,v,i,A\n100,90,20,30\n100,80,20,30\n"
    returns = read(text, mapping="ballots=b,valid=v,invalid=i,votes=A")
    assert returns.rejected.rows[0].found == "ballots 100, valid 90, invalid 20"
    assert len(returns) == 1


def test_a_difference_below_zero_is_negative(read):
    text = "b,i,A\n10,20,5\n100,20,30\n"
    returns = read(text, mapping="ballots=b,invalid=i,votes=A")
    assert [str(x) for x in returns.rejected.rows] == ["row 2: negative count (valid -10)"]


def test_only_the_leader_is_kept_where_all_would_not_fit(read, monkeypatch):
    text = f"{CANDIDATES}\n" + "".join(f"x,100,{k % 30},20,5,1\n" for k in range(300))
    whole = read(text, mapping=MAP)
    monkeypatch.setattr("vertikal.sources._collect.MOST_CELLS", 30)
    narrow = read(text, mapping=MAP)
    assert "votes" in whole.data
    assert "votes" not in narrow.data
    assert narrow.data.attrs["leader"] == whole.data.attrs["leader"] == "B"
    assert narrow.data["leader"].values.tolist() == whole.data["leader"].values.tolist()
    assert any("would not fit in memory" in note for note in narrow.notes)


def test_more_stations_than_any_country_has_are_refused(told, table, monkeypatch):
    monkeypatch.setattr("vertikal.sources._collect.MOST_STATIONS", 3)
    said = told(table(*(f"{k},north,100,50,49,20" for k in range(4))))
    assert "more than 3 stations of one vote" in said


def test_batches_may_end_anywhere():
    """A table gives the same stations in one batch and in many."""
    import polars as pl

    rng = np.random.default_rng(3)
    n = 60
    registered = rng.integers(0, 90, n)
    frame = pl.DataFrame(
        {
            "id": [f"s{k % 50}" for k in range(n)],
            "region": [f"r{k % 7}" for k in rng.integers(0, 9, n)],
            "registered": registered,
            "ballots": (registered * rng.random(n) * 1.1).astype(int),
            "leader": rng.integers(0, 40, n),
        }
    )
    source = Source(
        "test", "Test", registered="registered", ballots="ballots", leader="leader",
        region="region", station=("id",),
    )  # fmt: skip
    found = []
    for step in (n, 7, 1):
        gathered = Collector(plan(source, frame.columns))
        for start in range(0, n, step):
            part = frame.slice(start, step)
            gathered.take(Batch(part, np.arange(start + 2, start + 2 + part.height)))
        found.append(finish(gathered, file="test"))
    assert found[0].data.identical(found[1].data)
    assert found[0].data.identical(found[2].data)
    assert found[0].rejected == found[1].rejected == found[2].rejected
    assert found[0].rows == n
