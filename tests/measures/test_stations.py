"""Measures of polling stations find what was planted, in drawn and in observed returns."""

import time

import numpy as np
import pytest
import xarray as xr

from vertikal import measures

NAMES = (
    "leader_spread", "leader_share", "turnout_leader_correlation", "machine_regions_share",
    "clean_regions_share", "anomalous_share", "klimek_fi", "klimek_fe",
)  # fmt: skip


def read(data, name, **options):
    return measures.load(name)(data, **options).values


def observed(rows, vote="v"):
    """Returns as they are published; rows of region, registered, ballots, valid, leader."""
    region, *columns = zip(*rows, strict=True)
    names = ("registered", "ballots", "valid", "leader")
    return xr.Dataset(
        {name: ("station", list(x)) for name, x in zip(names, columns, strict=True)},
        coords={
            "station_region": ("station", list(region)),
            "station_vote": ("station", [vote] * len(region)),
        },
    )


THREE = [
    ("A", 1000, 500, 400, 100),
    ("A", 1000, 500, 400, 200),  # A: turnout 0.5, share 0.375
    ("B", 800, 800, 800, 800),
    ("B", 200, 100, 100, 50),  # B: turnout 0.9, share 17 / 18; 80 % of voters at full turnout
    ("C", 990, 300, 300, 60),
    ("C", 10, 10, 10, 8),  # C: turnout 0.31, share 68 / 310; 1 % of voters at full turnout
]
SHARES = np.array([300 / 800, 850 / 900, 68 / 310])
TURNOUTS = np.array([0.5, 0.9, 0.31])


def test_sums_over_regions():
    data = observed(THREE)
    np.testing.assert_allclose(read(data, "leader_share", vote="v"), 1218 / 2010)
    np.testing.assert_allclose(read(data, "leader_spread", vote="v"), SHARES.std(ddof=1))
    np.testing.assert_allclose(
        read(data, "turnout_leader_correlation", vote="v"), np.corrcoef(TURNOUTS, SHARES)[0, 1]
    )
    np.testing.assert_allclose(read(data, "machine_regions_share", vote="v"), 1 / 3)
    np.testing.assert_allclose(read(data, "clean_regions_share", vote="v"), 2 / 3)


def test_a_station_that_stands_for_many_counts_for_many():
    """C's small station stands for 31: 24 % of its voters, neither clean nor a machine."""
    data = observed(THREE)
    data["weight"] = "station", [1.0, 1.0, 1.0, 1.0, 1.0, 31.0]
    np.testing.assert_allclose(read(data, "clean_regions_share", vote="v"), 1 / 3)
    np.testing.assert_allclose(read(data, "machine_regions_share", vote="v"), 1 / 3)
    np.testing.assert_allclose(read(data, "leader_share", vote="v"), 1458 / 2310)
    data["weight"] = "station", [1.0, 1.0, 1.0, 1.0, 1.0, 34.0]
    np.testing.assert_allclose(read(data, "machine_regions_share", vote="v"), 2 / 3)


def test_without_a_count_of_valid_ballots_all_are_valid():
    data = observed(THREE).drop_vars("valid")
    np.testing.assert_allclose(read(data, "leader_share", vote="v"), 1218 / 2210)


def test_a_region_where_nobody_voted_is_left_out():
    data = observed([*THREE, ("D", 1000, 0, 0, 0), ("D", 0, 0, 0, 0)])
    for name in ("leader_spread", "clean_regions_share", "turnout_leader_correlation"):
        np.testing.assert_array_equal(
            read(data, name, vote="v"), read(observed(THREE), name, vote="v")
        )


def test_machines_that_stay():
    """Machines: A B, then A C, then A. Two of four stay; of the others, one of two, then one."""
    full, none = (1000, 1000, 1000, 900), (1000, 500, 500, 200)
    plans = {"u": "AB", "v": "AC", "w": "A"}
    data = xr.concat(
        [
            observed([(r, *(full if r in machines else none)) for r in "ABCD"], vote)
            for vote, machines in plans.items()
        ],
        "station",
    )
    votes = list(plans)
    np.testing.assert_allclose(read(data, "machine_regions_stay", votes=votes), 2 / 4)
    np.testing.assert_allclose(read(data, "clean_regions_stay", votes=votes), 3 / 4)
    np.testing.assert_allclose(read(data, "machine_regions_stay", votes=["v", "w"]), 1 / 2)
    gone = data.isel(station=np.flatnonzero(data["station_region"].values != "A"))
    np.testing.assert_allclose(read(gone, "machine_regions_stay", votes=votes), 0.0)


def test_a_region_that_joins_later_is_not_compared():
    full = (1000, 1000, 1000, 900)
    data = xr.concat(
        [observed([("A", *full)], "u"), observed([("A", *full), ("B", *full)], "v")], "station"
    )
    assert read(data, "machine_regions_stay", votes=["u", "v"]) == 1.0
    assert np.isnan(read(data, "clean_regions_stay", votes=["u", "v"]))


def test_anomalous_votes():
    """Core: 500 to 500 at half turnout. At 80 %, 60 others' votes and 660 leader's: 600 anomalous.

    What lies below the core is not counted.
    """
    rows = [("A", 2000, 1000, 1000, 500), ("A", 900, 720, 720, 660), ("A", 1000, 200, 200, 10)]
    np.testing.assert_allclose(read(observed(rows), "anomalous_share", vote="v"), 600 / 1170)
    rows[1] = ("A", 500, 400, 400, 0)
    np.testing.assert_allclose(read(observed(rows), "anomalous_share", vote="v"), -400 / 510)


def test_the_core_is_seven_bins():
    rows = [("A", 10000, 5050, 5050, 2000), ("A", 10000, 5350, 5350, 3350)]
    assert read(observed(rows), "anomalous_share", vote="v") == 0.0
    rows[1] = ("A", 10000, 5450, 5450, 3450)
    assert read(observed(rows), "anomalous_share", vote="v") > 0.3


def test_several_votes_must_be_told_apart():
    data = observed(THREE).drop_vars("station_vote").assign_coords(vote=["u", "v"])
    with pytest.raises(measures.MeasureError, match="told apart by `station_vote`"):
        read(data, "leader_share", vote="u")
    one = data.drop_vars("vote").assign_coords(vote="u")
    np.testing.assert_allclose(read(one, "leader_share", vote="u"), 1218 / 2010)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_vote_of_observed_stations_is_an_error(name):
    with pytest.raises(measures.MeasureError, match="no stations of a vote 'x'; it has v"):
        read(observed(THREE), name, vote="x")


def country(fi, fe, *, members=6, regions=20, honest=0.6, leads=0.4, spread=0.05):
    """A run in which regions differ in turnout and taste, and count alike."""
    rng = np.random.default_rng(5)
    shape = (members, 1, regions)
    dims = ("member", "time", "region")
    return xr.Dataset(
        {
            "national_honest": (dims, rng.normal(honest, spread, shape)),
            "leader_honest": (dims, rng.normal(leads, spread, shape)),
            "stations_padded": (dims, np.full(shape, fi)),
            "stations_made_up": (dims, np.full(shape, fe)),
        },
        coords={
            "member": np.arange(members),
            "region": [f"R{i:02}" for i in range(regions)],
            "unit": [f"R{i:02}" for i in range(regions)],
            "unit_adults": ("unit", np.linspace(2e5, 8e5, regions)),
            "vote": ["v"],
            "vote_month": ("vote", [0]),
        },
    )


@pytest.mark.parametrize(
    ("fi", "fe", "honest", "leads"),
    [(0.0, 0.0, 0.6, 0.4), (0.2, 0.05, 0.6, 0.4), (0.4, 0.02, 0.5, 0.3), (0.3, 0.1, 0.75, 0.65),
     (0.6, 0.03, 0.6, 0.4)],
)  # fmt: skip
def test_planted_shares_of_falsified_stations_are_found(fi, fe, honest, leads):
    """Median of six histories of 1,200 stations; one history misses by 0.1 at times."""
    data = country(fi, fe, honest=honest, leads=leads)
    assert abs(np.median(read(data, "klimek_fi", vote="v")) - fi) < 0.1
    assert abs(np.median(read(data, "klimek_fe", vote="v")) - fe) < 0.02


def test_honest_counts_have_no_anomalous_votes_and_falsified_ones_do():
    honest = read(country(0.0, 0.0), "anomalous_share", vote="v")
    padded = read(country(0.4, 0.05), "anomalous_share", vote="v")
    assert abs(np.median(honest)) < 0.04
    assert np.median(padded) > 0.15


def test_made_up_counts_make_machines():
    data = country(0.0, 0.0)
    data["stations_made_up"][..., :5] = 0.6
    np.testing.assert_allclose(read(data, "machine_regions_share", vote="v"), 0.25)
    assert (read(data, "clean_regions_share", vote="v") <= 0.75).all()
    assert (read(data, "clean_regions_share", vote="v") > 0.5).all()


def test_drawn_and_published_stations_are_read_alike():
    """What the observer draws, stored and read as if it had been published."""
    from vertikal.observers import polling_stations

    data = country(0.3, 0.03)
    published = polling_stations(data, "v")
    for name in NAMES:
        np.testing.assert_array_equal(read(published, name, vote="v"), read(data, name, vote="v"))


def test_hundreds_of_histories_are_read_in_a_moment():
    data = country(0.3, 0.03, members=100, regions=83)
    start = time.perf_counter()
    read(data, "anomalous_share", vote="v")
    assert time.perf_counter() - start < 3.0  # a third of a second on an idle core
