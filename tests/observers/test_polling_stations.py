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
    nothing: list[Any] = [{"per_region": 0}, {"stations": 0}]
    for asked in nothing:
        with pytest.raises(ValueError, match="at least one station"):
            polling_stations(country(), "president_2020", **asked)


def per_cent_is_whole(part, whole, within=0.05):
    """Where a percentage is as close to a whole number as counts of this size can come."""
    share = 100 * part / whole
    return np.abs(share - np.rint(share)) < within


def falsified(**options: Any):
    """Stations of four histories, with what was cast; nobody pads or makes up unless told."""
    truth = {k: options.pop(k, 0.0) for k in ("padded", "made_up")}
    return polling_stations(country(**truth), "president_2020", truth=True, **options)


NUMBERS = ("registered", "ballots", "valid", "leader")


@pytest.mark.parametrize(
    "options",
    [{"rounded": 0.7}, {"written": 0.5}, {"moved": 0.3}, {"candidates": (0.7, 0.3)}],
    ids=str,
)
def test_what_is_done_to_a_count_moves_no_draw_of_what_was_cast(options):
    plain, other = falsified(), falsified(**options)
    for name in ("registered", "honest_ballots", "honest_leader"):
        np.testing.assert_array_equal(plain[name], other[name])


def test_without_options_the_numbers_are_those_of_before():
    """Sums of the table that version 0.3 drew from the same truth."""
    drawn = polling_stations(country(), "president_2020")
    sums = [int(drawn[name].values.sum()) for name in NUMBERS]
    assert sums == [2112485, 1400552, 1381228, 716717]
    assert "honest_leader" not in drawn
    assert "votes" not in drawn


def test_honest_counts_are_what_was_cast():
    drawn = falsified()
    np.testing.assert_array_equal(drawn["ballots"], drawn["honest_ballots"])
    np.testing.assert_array_equal(drawn["leader"], drawn["honest_leader"])
    padded = falsified(padded=0.5)
    assert (padded["leader"] >= padded["honest_leader"]).all()
    assert (padded["leader"] > padded["honest_leader"]).any()


def test_targets_are_written_as_round_percentages():
    """Stations of 20,000 voters can show a round percentage to 0.0025 points."""
    big = np.full(10, 20_000)
    drawn = falsified(written=1.0, sizes=big)
    assert per_cent_is_whole(drawn["ballots"], drawn["registered"], 0.01).all()
    assert per_cent_is_whole(drawn["leader"], drawn["valid"], 0.01).all()
    added = (drawn["ballots"] - drawn["honest_ballots"]) / drawn["registered"]
    assert (added >= 0).all()
    assert (added < 0.0501).all()
    fives = np.abs(20 * drawn["ballots"] / drawn["registered"] % 1 - 0.5) > 0.49
    assert abs(fives.mean() - (0.5 + 0.5 / 5)) < 0.06  # 1,920 stations: standard error 0.011
    honest = falsified(sizes=big)
    assert per_cent_is_whole(honest["ballots"], honest["registered"], 0.01).mean() < 0.04


def test_made_up_counts_are_rounded_where_somebody_writes_a_target():
    """Half of the made-up stations: 960, standard error 0.016; 2 % are round by chance."""
    drawn = falsified(made_up=1.0, rounded=0.5, sizes=np.full(10, 20_000))
    round_share = per_cent_is_whole(drawn["ballots"], drawn["registered"], 0.01).mean().item()
    assert 0.5 - 0.08 < round_share < 0.62
    never = falsified(made_up=0.0, rounded=1.0)
    np.testing.assert_array_equal(never["ballots"], never["honest_ballots"])


def test_moved_ballots_leave_turnout_alone():
    """A fifth of 1.9 million stations' rivals: standard error below 0.001."""
    drawn = falsified(moved=0.2)
    np.testing.assert_array_equal(drawn["ballots"], drawn["honest_ballots"])
    rivals = drawn["valid"] - drawn["honest_leader"]
    moved = (drawn["leader"] - drawn["honest_leader"]).sum() / rivals.sum()
    assert abs(moved.item() - 0.2) < 0.005


@pytest.mark.parametrize(
    "options",
    [
        {"padded": 0.5, "made_up": 0.3, "rounded": 1.0, "written": 1.0, "moved": 0.5},
        {"sizes": np.array([1, 2, 3]), "written": 1.0, "padded": 0.4},
        {"sizes": "capped", "made_up": 1.0, "rounded": 1.0, "correlation": 0.9, "by_size": -0.9},
    ],
    ids=["all at once", "tiny", "capped"],
)
def test_the_chain_of_counting_holds_whatever_is_done(options):
    drawn = falsified(candidates=(0.5, 0.3, 0.2), **options)
    registered, ballots, valid, leader = (drawn[n].values for n in NUMBERS)
    assert (leader >= 0).all()
    assert (leader <= valid).all()
    assert (valid <= ballots).all()
    assert (ballots <= registered).all()
    np.testing.assert_array_equal(drawn["votes"].sum("candidate").values, valid)
    np.testing.assert_array_equal(drawn["votes"].isel(candidate=0).values, leader)


def test_rivals_share_what_is_not_the_leaders():
    """About 700,000 votes: standard error 0.0006."""
    votes = falsified(candidates=(0.6, 0.4))["votes"].sum(("member", "station")).values
    assert abs(votes[1] / votes[1:].sum() - 0.6) < 0.003


def test_stations_have_the_sizes_that_were_asked_for():
    capped = falsified(sizes="capped")["registered"].values
    assert capped.max() <= 750
    assert capped.min() >= 100
    assert np.median(capped) > 400
    seen = np.array([100, 100, 100, 900])
    like = falsified(sizes=seen)["registered"].values  # 1,920: standard error 0.01
    assert set(np.unique(like)) == {100, 900}
    assert abs((like == 900).mean() - 0.25) < 0.05


def test_turnout_goes_with_size_and_with_the_leader_as_asked():
    """1,920 stations a pair: standard error 0.02."""
    drawn = falsified(correlation=0.6, by_size=-0.5)
    turnout = (drawn["ballots"] / drawn["registered"]).values.ravel()
    leader = (drawn["leader"] / drawn["valid"]).values.ravel()
    size = np.log(drawn["registered"].values.ravel())
    assert abs(np.corrcoef(turnout, leader)[0, 1] - 0.6) < 0.1
    assert abs(np.corrcoef(turnout, size)[0, 1] + 0.5) < 0.1


def test_options_out_of_bounds_are_named_at_once():
    with pytest.raises(ValueError, match=r"rounded is 2, moved is -1; must lie in 0 to 1"):
        polling_stations(country(), "president_2020", rounded=2.0, moved=-1.0)
    with pytest.raises(ValueError, match="must be shares of rivals' votes, 1 in all"):
        polling_stations(country(), "president_2020", candidates=(0.5, 0.2))
    with pytest.raises(ValueError, match="sizes is 'big'; must be lognormal or capped"):
        polling_stations(country(), "president_2020", sizes="big")
    with pytest.raises(ValueError, match="observed sizes of stations must be 1 or more; found 0"):
        polling_stations(country(), "president_2020", sizes=np.array([0, 5]))
