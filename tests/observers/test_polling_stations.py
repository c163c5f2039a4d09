"""Stations add up, repeat themselves, and show on average what was true of their region."""

from typing import Any

import numpy as np
import pytest
import xarray as xr

from vertikal.observers import month_of, polling_stations

REGIONS = 8
ADULTS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]) * 1e5
TRUTH = ("national_honest", "leader_honest", "stations_padded", "stations_made_up")


def country(members=4, *, honest: Any = 0.6, leads=0.4, padded=0.3, made_up=0.05):
    """Eight regions, two months, a vote in the second; the same truth in all histories."""
    shape = (members, 2, REGIONS)
    variables = {
        name: (("member", "time", "region"), np.broadcast_to(value, shape) * [[0.0], [1.0]])
        for name, value in zip(TRUTH, (honest, leads, padded, made_up), strict=True)
    }
    return xr.Dataset(
        variables,
        coords={
            "member": np.arange(members),
            "region": list("ABCDEFGH"),
            "unit": [*"ABCDEFGH", "A/1"],
            "unit_adults": ("unit", [*ADULTS, 1e5]),
            "vote": ["president_2020"],
            "vote_month": ("vote", [1]),
        },
        attrs={"seed": 3},
    )


@pytest.fixture(scope="module")
def drawn():
    return polling_stations(country(honest=np.linspace(0.3, 0.8, REGIONS)), "president_2020")


def total(drawn, name):
    """Weighted sum over a region's stations, `(member, region)`."""
    x = (drawn[name] * drawn["weight"]).groupby("station_region").sum()
    return x.transpose("member", "station_region").values


def test_the_chain_of_counting_holds(drawn):
    registered, ballots, valid, leader = (
        drawn[n].values for n in ("registered", "ballots", "valid", "leader")
    )
    assert (leader >= 0).all()
    assert (leader <= valid).all()
    assert (valid <= ballots).all()
    assert (ballots <= registered).all()
    assert all(np.issubdtype(x.dtype, np.integer) for x in (registered, ballots, valid, leader))


def test_regions_weigh_by_their_adults(drawn):
    np.testing.assert_allclose(total(drawn, "registered"), np.broadcast_to(ADULTS, (4, REGIONS)))


def test_there_are_as_many_stations_as_asked_for():
    assert polling_stations(country(1), "president_2020").sizes["station"] == 60 * REGIONS
    assert polling_stations(country(1), "president_2020", per_region=7).sizes["station"] == 56
    shared = polling_stations(country(1), "president_2020", stations=360)
    _, counts = np.unique(shared["station_region"].values.astype(str), return_counts=True)
    assert counts.tolist() == [10, 20, 30, 40, 50, 60, 70, 80]


def test_stations_are_of_the_usual_size(drawn):
    """Mean 1,100; standard error of 1,920 sizes 16."""
    assert abs(drawn["registered"].values.mean() - 1100) < 5 * 16
    assert drawn["registered"].values.min() >= 50


@pytest.mark.parametrize("honest", [0.3, 0.6, 0.9])
def test_honest_stations_show_their_regions_turnout_and_share(honest):
    """60 x 8 x 20 stations, spread 0.1, weighted by size: standard error 0.0013."""
    data = country(20, honest=honest, leads=0.4, padded=0.0, made_up=0.0)
    drawn = polling_stations(data, "president_2020")
    turnout = drawn["ballots"].values / drawn["registered"].values
    leader = drawn["leader"].values / drawn["valid"].values
    assert abs(turnout.mean() - honest) < 0.006
    assert abs(leader.mean() - 0.4) < 0.006
    assert abs(leader.std() - 0.1) < 0.01
    assert abs(np.corrcoef(turnout.ravel(), leader.ravel())[0, 1]) < 0.06
    assert abs(1 - drawn["valid"].values.sum() / drawn["ballots"].values.sum() - 0.015) < 0.001


def test_falsified_counts_are_those_of_the_formula():
    """Means of x and x^1.5: 0.317 and 0.214 where padded (capped at 1), 0.940 and 0.912 made up.

    Truth: turnout 0.5, leader 0.4; 9,600 stations, standard error of either share below 0.003.
    """
    for padded, made_up, x, moved in ((1.0, 0.0, 0.317, 0.214), (0.0, 1.0, 0.940, 0.912)):
        data = country(20, honest=0.5, leads=0.4, padded=padded, made_up=made_up)
        drawn = polling_stations(data, "president_2020")
        registered = drawn["registered"].values
        assert abs((drawn["ballots"].values / registered).mean() - (0.5 + 0.5 * x)) < 0.012
        leader = 0.5 * 0.4 + 0.5 * x + 0.5 * 0.6 * moved
        assert abs((drawn["leader"].values / registered).mean() - leader) < 0.012


def test_made_up_counts_come_first():
    """Where all stations are padded and half made up, half show full turnout and full support."""
    drawn = polling_stations(country(20, padded=0.5, made_up=0.5), "president_2020")
    full = (drawn["ballots"] > 0.9 * drawn["registered"]).values.mean()
    assert full > 0.5 * 0.95


def test_the_same_name_draws_the_same_stations():
    one, two = (polling_stations(country(), "president_2020") for _ in "12")
    assert one.identical(two)


@pytest.mark.parametrize("members", [[0], [2], [3, 1]])
def test_a_history_does_not_depend_on_which_others_are_loaded(members):
    data = country(4)
    alone = polling_stations(data.isel(member=members), "president_2020")
    xr.testing.assert_identical(
        alone, polling_stations(data, "president_2020").isel(member=members)
    )


def test_one_history_keeps_its_number():
    data = country(4)
    alone = polling_stations(data.isel(member=2), "president_2020")
    assert alone["ballots"].dims == ("station",)
    xr.testing.assert_identical(alone, polling_stations(data, "president_2020").isel(member=2))


def test_histories_and_seeds_differ(drawn):
    assert (drawn["registered"].isel(member=0) != drawn["registered"].isel(member=1)).any()
    other = polling_stations(country().assign_attrs(seed=4), "president_2020")
    same = polling_stations(country(), "president_2020")
    assert (other["registered"] != same["registered"]).any()


def test_two_scenarios_are_drawn_alike():
    """The same stations, of the same size; only what is true of them differs."""
    calm, busy = (
        polling_stations(country(honest=h), "president_2020")["registered"] for h in (0.4, 0.6)
    )
    assert calm.identical(busy)


def test_no_vote_no_ballots():
    drawn = polling_stations(country(honest=0.0), "president_2020")
    assert drawn["ballots"].values.sum() == 0
    assert drawn["leader"].values.sum() == 0


def test_an_unknown_vote_is_an_error_that_names_the_others():
    with pytest.raises(ValueError, match="no vote 'x'; it has president_2020"):
        polling_stations(country(), "x")
    assert month_of(country(), "president_2020") == 1


def test_no_stations_cannot_be_drawn():
    for asked in ({"per_region": 0}, {"stations": 0}):
        with pytest.raises(ValueError, match="at least one station"):
            polling_stations(country(), "president_2020", **asked)
