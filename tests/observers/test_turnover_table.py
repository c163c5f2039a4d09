"""A table of heads: what the record shows is there, and what it does not is not invented."""

import numpy as np
import pytest
import xarray as xr

from vertikal.observers import turnover_table

APPOINTED, INDIRECT, ELECTED = 0, 1, 2
OFFICIAL, OUTSIDER = 0, 3


def posts(*, mode=(APPOINTED, ELECTED, APPOINTED), members=1, **cells):
    """Two regions and a district over five years; `removed={(month, region): 1}` and so on."""
    months, years, units = 60, 5, 3
    data = xr.Dataset(
        {
            "removed": (("time", "region"), np.zeros((months, 2), np.uint8)),
            "rotated": (("time", "region"), np.zeros((months, 2), np.uint8)),
            "case_target": (("time", "case"), np.full((months, 2), -1, np.int16)),
            "unit_mode": (("year", "unit"), np.tile(np.array(mode, np.uint8), (years, 1))),
            "unit_origin": (("year", "unit"), np.zeros((years, units), np.uint8)),
            "unit_direct_elections": (("year", "unit"), np.zeros((years, units), np.uint8)),
        },
        coords={
            "time": (np.datetime64("2001-01", "M") + np.arange(months)).astype("datetime64[ns]"),
            "year": np.arange(2001, 2006),
            "region": ["A", "B"],
            "unit": ["A", "B", "A/1"],
            "unit_tier": ("unit", ["region", "region", "district"]),
        },
        attrs={"seed": 1},
    )
    for name, values in cells.items():
        for cell, value in values.items():
            data[name].values[cell] = value
    return data.expand_dims(member=np.arange(members)) if members > 1 else data


def rows(table, unit="A"):
    """Start, end, how the head came and left, of one unit."""
    at = np.flatnonzero(table["spell_unit"].values == unit)
    months = [table[n].values.astype("datetime64[M]").astype(str)[at] for n in ("start", "end")]
    return list(zip(*months, table["came"].values[at], table["left"].values[at], strict=True))


def test_an_appointed_head_is_followed_month_by_month():
    table = turnover_table(posts(rotated={(7, 0): 1}, removed={(30, 0): 1}))
    assert rows(table) == [
        ("2001-01", "2001-08", "appointed", "rotated"),
        ("2001-08", "2003-07", "appointed", "removed"),
        ("2003-07", "NaT", "appointed", "in office"),
    ]
    assert table["start_seen"].values.tolist() == [False, True, True, False]
    assert rows(table, "B") == [("2001-01", "NaT", "elected", "in office")]


def test_an_elected_head_who_leaves_early_is_followed_by_an_acting_one_and_an_election():
    elections = {(3, 1): 1, (4, 1): 1}
    table = turnover_table(posts(rotated={(34, 1): 1}, unit_direct_elections=elections))
    assert rows(table, "B") == [
        ("2001-01", "2003-11", "elected", "rotated"),
        ("2003-11", "2004-12", "acting", "election"),
        ("2004-12", "NaT", "elected", "in office"),
    ]
    exact = table["start_exact"].values[table["spell_unit"].values == "B"]
    assert exact.tolist() == [False, True, False]


def test_an_election_shows_only_if_it_brings_a_head_of_another_origin():
    held = {(k, 1): k for k in range(1, 5)}
    same = turnover_table(posts(unit_direct_elections=held))
    assert len(rows(same, "B")) == 1
    origin = {(k, 1): OUTSIDER for k in (2, 3, 4)}
    other = turnover_table(posts(unit_direct_elections=held, unit_origin=origin))
    assert rows(other, "B") == [
        ("2001-01", "2003-12", "elected", "election"),
        ("2003-12", "NaT", "elected", "in office"),
    ]


def test_below_the_regions_removal_shows_by_month_and_rotation_by_origin():
    table = turnover_table(
        posts(case_target={(15, 0): 2, (40, 1): 0}, unit_origin={(4, 2): 2}), tier="district"
    )
    assert rows(table, "A/1") == [
        ("2001-01", "2002-04", "appointed", "removed"),
        ("2002-04", "2005-12", "appointed", "replaced"),
        ("2005-12", "NaT", "appointed", "in office"),
    ]
    assert set(table["spell_unit"].values) == {"A/1"}


def test_an_assembly_is_told_from_a_superior():
    data = posts(mode=(INDIRECT, ELECTED, APPOINTED), unit_origin={(4, 0): 2, (3, 0): 2})
    assert [row[2] for row in rows(turnover_table(data))] == ["indirect", "indirect"]


def test_every_early_departure_of_a_run_is_there(italy):
    table = turnover_table(italy)
    left = table["left"].values
    assert (left == "removed").sum() == italy["removed"].values.sum()
    assert (left == "rotated").sum() == italy["rotated"].values.sum()
    assert (left == "in office").sum() == 10 * 21
    start, end = table["start"].values, table["end"].values
    assert (start[~np.isnat(end)] <= end[~np.isnat(end)]).all()


def many(missing=0.0, date_error=0.0):
    """One change a region in each of 400 histories."""
    data = posts(rotated={(30, 0): 1, (30, 1): 1}, members=400)
    return turnover_table(data, missing=missing, date_error=date_error)


def test_it_misses_as_much_as_it_says():
    """800 changes: standard error 0.016."""
    seen = (many(missing=0.25)["left"].values == "rotated").sum()
    assert abs(seen / 800 - 0.75) < 5 * 0.016


def test_dates_are_off_by_as_much_as_it_says():
    """800 dates: standard error of a standard deviation of 4 months is 0.1."""
    table = many(date_error=4.0)
    came = table["start"].values[table["start_seen"].values].astype("datetime64[M]")
    off = (came - np.datetime64("2003-07")).astype(int)
    assert off.size == 800
    assert abs(off.std() - 4.0) < 0.5
    assert abs(off.mean()) < 0.75


@pytest.mark.parametrize("members", [[4], [6, 1]])
def test_a_history_does_not_depend_on_which_others_are_loaded(italy, members):
    options = {"tier": "district", "missing": 0.2, "date_error": 2.0}
    whole = turnover_table(italy, **options)
    alone = turnover_table(italy.isel(member=members), **options)
    for number in members:
        xr.testing.assert_identical(
            alone.isel(spell=alone["spell_member"].values == number),
            whole.isel(spell=whole["spell_member"].values == number),
        )


def test_the_same_seed_gives_the_same_records_and_another_others(italy):
    one, two = (turnover_table(italy, missing=0.5) for _ in "12")
    xr.testing.assert_identical(one, two)
    assert turnover_table(italy.assign_attrs(seed=9), missing=0.5).sizes != one.sizes


def test_errors_say_what_there_is():
    with pytest.raises(ValueError, match="no tier 'village'; tiers: region, district"):
        turnover_table(posts(), tier="village")
    with pytest.raises(ValueError, match="date_error is -1; must be 0 months or more"):
        turnover_table(posts(), date_error=-1)
    with pytest.raises(ValueError, match="lacks rotated, case_target"):
        turnover_table(posts().drop_vars(["rotated", "case_target"]))
