"""A tracker that misses nothing counts what was; another misses as much as it says."""

from math import inf, log

import numpy as np
import pytest
import xarray as xr

from vertikal import measures
from vertikal.observers import Tracker, protest_tracker

MONTHS, REGIONS = 120, 6


def streets(*, peaceful=5, violent=1, people=500.0, members=4):
    shape = (members, MONTHS, REGIONS)
    dims = ("member", "time", "region")
    start = np.datetime64("2001-01", "M")
    return xr.Dataset(
        {
            "protests_peaceful": (dims, np.full(shape, peaceful, np.int16)),
            "protests_violent": (dims, np.full(shape, violent, np.int16)),
            "protesters": (dims, np.full(shape, people)),
        },
        coords={
            "member": np.arange(members),
            "time": (start + np.arange(MONTHS)).astype("datetime64[ns]"),
            "region": list("ABCDEF"),
            "unit": list("ABCDEF"),
            "unit_remoteness": ("unit", [0.3, 0.0, 0.5, 0.5, 0.7, 1.0]),
        },
        attrs={"seed": 1},
    )


def test_a_perfect_tracker_counts_what_was(italy):
    seen = protest_tracker(italy, Tracker(start=inf))
    for name in ("protests_peaceful", "protests_violent"):
        np.testing.assert_array_equal(seen[name].values, italy[name].values)
        assert seen[name].dims == italy[name].dims
    rate = measures.load("protests_per_month")
    np.testing.assert_array_equal(rate(seen), rate(italy))


def test_a_blind_tracker_counts_nothing():
    assert protest_tracker(streets(), Tracker(start=-inf))["protests"].values.sum() == 0


def test_it_misses_as_much_as_it_says():
    """Odds of 1 : 3 for every event: a quarter of 14,400 is seen; standard error 52."""
    flat = Tracker(start=-log(3.0), by_size=0.0, by_violence=0.0, by_capital=0.0)
    seen = protest_tracker(streets(), flat)
    assert abs(seen["protests_peaceful"].values.sum() - 3600) < 5 * 52
    assert abs(seen["protests_violent"].values.sum() - 720) < 5 * 24


def test_chances_are_those_of_the_formula():
    """One event a month with the whole crowd; 480 a region, standard error below 0.023."""
    data = streets(peaceful=1, violent=0, people=1000.0)
    seen = protest_tracker(data, Tracker(start=-0.5, by_size=1.0, by_capital=0.7))
    share = seen["protests_peaceful"].mean(("member", "time")).values
    assert abs(share[0] - 1 / (1 + np.exp(-0.5))) < 5 * 0.023
    assert abs(share[1] - 1 / (1 + np.exp(-1.2))) < 5 * 0.023
    violent = protest_tracker(streets(peaceful=0, violent=1, people=1000.0), Tracker(start=-0.5))
    share = violent["protests_violent"].mean(("member", "time")).values
    assert abs(share[0] - 1 / (1 + np.exp(-1.5))) < 5 * 0.023


def test_the_second_event_of_a_month_is_half_as_large():
    """Mean chance over ranks: crowds of 1000 and 500; 5,760 events, standard error 0.0065."""
    data = streets(peaceful=2, violent=0, people=1000.0)
    seen = protest_tracker(data, Tracker(start=-0.5, by_size=1.0, by_capital=0.0))
    chances = [1 / (1 + np.exp(0.5 - np.log10(n / 100))) for n in (1000, 500)]
    assert abs(seen["protests"].values.mean() / 2 - np.mean(chances)) < 5 * 0.0065


def test_it_never_counts_more_than_there_was(italy):
    seen = protest_tracker(italy)
    for name in ("protests_peaceful", "protests_violent"):
        assert (seen[name] <= italy[name]).all()
        assert (seen[name] >= 0).all()


def test_more_is_seen_where_there_is_more_with_the_same_luck():
    few, many = (protest_tracker(streets(peaceful=n))["protests_peaceful"] for n in (3, 5))
    assert (many >= few).all()
    assert (many > few).any()


@pytest.mark.parametrize("members", [[0], [3, 1]])
def test_a_history_does_not_depend_on_which_others_are_loaded(members):
    data = streets()
    alone = protest_tracker(data.isel(member=members))
    xr.testing.assert_identical(alone, protest_tracker(data).isel(member=members))
    one = protest_tracker(data.isel(member=2))
    xr.testing.assert_identical(one, protest_tracker(data).isel(member=2))


def test_the_same_seed_gives_the_same_records_and_another_others():
    one, two = (protest_tracker(streets()) for _ in "12")
    xr.testing.assert_identical(one, two)
    other = protest_tracker(streets().assign_attrs(seed=2))
    assert (other["protests"] != one["protests"]).any()


def test_what_is_lacking_is_said_at_once():
    with pytest.raises(ValueError, match="lacks protests_violent, protesters; run a scenario"):
        protest_tracker(streets()[["protests_peaceful"]])
