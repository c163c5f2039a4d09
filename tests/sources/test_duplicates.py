"""Stations that are there twice, rows that repeat, totals below."""

import pytest

BODY = ("1,north,100,50,49,20", "2,north,200,150,149,120", "3,south,300,150,149,12",
        "4,south,310,151,149,13")  # fmt: skip


def test_the_same_row_again_is_kept_once(read, table):
    returns = read(table(*BODY, BODY[1]))
    assert [str(row) for row in returns.rejected.rows] == [
        "row 6: same station again (same counts as in row 3)"
    ]
    assert returns.data["station_row"].values.tolist() == [2, 3, 4, 5]


def test_of_two_counts_of_one_station_neither_is_believed(read, table):
    returns = read(table(*BODY, "2,north,200,150,149,121"))
    assert [str(row) for row in returns.rejected.rows] == [
        "row 3: two counts of one station (other counts in row 6)",
        "row 6: two counts of one station (other counts in row 3)",
    ]
    assert returns.data["station_row"].values.tolist() == [2, 4, 5]


def test_a_station_without_a_name_repeats_nothing(read, table):
    returns = read(table(*BODY, ",north,90,50,49,20", ",north,90,50,49,21"))
    assert not returns.rejected.rows
    assert len(returns) == 6


def test_a_column_that_names_no_station_is_refused(told, table):
    rows = [f"{k % 3},north,100,50,49,{k}" for k in range(30)]
    said = told(table(*rows))
    assert "30 of 30 rows share it with rows of other counts" in said
    assert "leave `station` out" in said


NAMELESS = "region,registered,ballots,valid,leader"


def test_without_names_equal_numbers_are_only_marked(read, table):
    rows = [f"north,{100 + k},50,49,20" for k in range(9)]
    returns = read(table(*rows, rows[3], header=NAMELESS))
    assert [str(row) for row in returns.unusual.rows] == [
        "row 11: same numbers as another row (as in row 5)"
    ]
    assert len(returns) == 10


def test_other_columns_may_stand_for_a_name(read, table):
    rows = [f"north,{100 + k},50,49,20,School {k}" for k in range(9)]
    returns = read(table(*rows, rows[3], header=f"{NAMELESS},place"))
    assert [str(row) for row in returns.rejected.rows] == [
        "row 11: same station again (the whole row as row 5)"
    ]


def test_other_columns_that_say_little_do_not(read, table):
    rows = [f"north,{100 + k},50,49,20,2011" for k in range(9)]
    returns = read(table(*rows, rows[3], header=f"{NAMELESS},year"))
    assert not returns.rejected.rows
    assert returns.unusual.counts == {"same numbers as another row": 1}


def test_a_total_below_is_no_station(read, table):
    returns = read(table(*BODY, "all,,910,501,496,165"))
    assert returns.rejected.counts == {"sum of the rows above": 1}
    assert len(returns) == 4
    nearly = read(table(*BODY, "all,,910,501,496,164"))
    assert len(nearly) == 5


def test_headers_that_come_again_are_left_out(read, table):
    text = table(*BODY)
    returns = read(text + text.replace(",north", ",east").replace("1,", "91,"))
    assert "rows that repeat the header, left out: 6" in returns.notes
    assert not returns.rejected.counts.get("not a whole number")


def test_a_header_that_comes_again_is_no_other_vote(read):
    header = "vote,registered,ballots,valid,leader\n"
    returns = read(f"{header}2011,9,5,5,3\n{header}2011,8,5,5,3\n")
    assert returns.data.attrs["vote"] == "2011"
    assert len(returns) == 2


@pytest.mark.parametrize("vote", ["2011", "2012"])
def test_duplicates_are_sought_within_a_vote(read, vote):
    text = "vote,station,registered,ballots,valid,leader\n" + "".join(
        f"{year},{k},{90 + k},50,49,20\n" for year in (2011, 2012) for k in range(5)
    )
    returns = read(text, vote=vote)
    assert len(returns) == 5
    assert not returns.rejected.rows
    assert "rows of other votes: 5" in returns.notes


def test_a_row_that_does_not_say_of_which_vote_it_is(read):
    text = "vote,registered,ballots,valid,leader\na,9,5,5,3\n,9,5,5,4\na,9,5,5,2\n"
    returns = read(text)
    assert len(returns) == 2
    assert "rows that do not say of which vote they are, left out: 1" in returns.notes
