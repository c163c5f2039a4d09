"""Power of instruments that are known: of a coin, of one that looks where it was falsified."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from vertikal.experiments._elections import (
    HONEST,
    KINDS,
    elections,
    intensity,
    plain_world,
    simulated_world,
)
from vertikal.experiments._power import ANY, false_alarms, power
from vertikal.experiments._power_curve import Cell, Curve, crossing, words
from vertikal.instruments import Finding, Instrument
from vertikal.measures import MeasureError

BIG = np.array([20_000])
"""Stations in which a round percentage shows to a hundredth of a point."""


def instrument(name, read, needs=("ballots", "registered")):
    return Instrument(name, name, "1", needs, "zero", "blind", read)


def toss(stations, rng, draws):
    del stations, draws
    return Finding(0.0, p=float(rng.random()))


def whole(stations, rng, draws):
    """Stations with a whole percentage of turnout, by a binomial test: 2 % are by chance."""
    del rng, draws
    per_cent = 100 * stations.turnout
    hits = int((np.abs(per_cent - np.rint(per_cent)) < 0.01).sum())
    return Finding(float(hits), p=float(binom.sf(hits - 1, len(stations), 0.02)))


COIN, WHOLE = instrument("coin", toss), instrument("whole", whole)
MUTE = instrument("mute", lambda s, rng, draws: Finding(0.0))


class Kept:
    """Readings kept in memory; stops the study after so many, as a user would."""

    def __init__(self, stop=None):
        self.found, self.puts, self.stop = {}, 0, stop

    def get(self, key):
        return self.found.get(key)

    def put(self, key, values):
        self.found[key] = values
        self.puts += 1
        if self.stop is not None and self.puts >= self.stop:
            raise KeyboardInterrupt


def curve_of(curves, name, kind="rounded", n=120) -> Any:
    (found,) = [c for c in curves if (c.instrument, c.kind, c.stations) == (name, kind, n)]
    return found


@pytest.fixture(scope="module")
def studied():
    return power(
        plain_world(sizes=BIG),
        [COIN, WHOLE, MUTE],
        kinds=["rounded", "padded"],
        stations=[120, 40],
        amounts=[0.005, 0.01, 0.02, 0.5],
        repeats=60,
        seed=1,
    )


def test_an_instrument_sees_what_it_looks_at_and_not_what_it_does_not(studied):
    """At 2 % a third of 120 stations is rounded: 40 whole ones against 2 by chance."""
    seen = curve_of(studied, "whole")
    assert seen.cells[-1].share == 1.0
    assert curve_of(studied, "whole", "padded").cells[-1].share < 0.3
    assert seen.noticed() < 0.01
    assert curve_of(studied, "whole", "padded").noticed() is None


def test_fewer_stations_notice_less(studied):
    many, few = curve_of(studied, "whole", n=120), curve_of(studied, "whole", n=40)
    assert few.noticed() > many.noticed()


def test_alarms_of_a_coin_are_those_of_its_level():
    """2,000 tosses at 0.05: standard error 0.005."""
    rows = false_alarms(
        [COIN], worlds={"one": plain_world()}, stations=[30], repeats=2000, alpha=0.05
    )
    (mine,) = [cell for _, _, name, cell in rows if name == "coin"]
    assert abs(mine.share - 0.05) < 5 * 0.005
    assert mine.interval[0] < 0.05 < mine.interval[1]


def test_what_reads_nothing_is_counted_as_such(studied):
    mute = curve_of(studied, "mute")
    assert {c.unread for c in mute.cells} == {60}
    assert mute.noticed() is None
    assert curve_of(studied, "whole").cells[0].unread == 0


def test_all_together_share_the_level_among_those_that_read(studied):
    """Two of three instruments give a p: the smallest counts twice."""
    together = curve_of(studied, ANY)
    assert together.cells[0].unread == 0
    assert together.cells[-1].share == 1.0
    assert together.honest.share <= 0.2


def test_what_cannot_be_added_in_this_way_is_left_out_and_named(studied):
    seen = curve_of(studied, "whole")
    assert seen.impossible == (0.5,)
    assert [c.amount for c in seen.cells] == [0.0, 0.005, 0.01, 0.02]


@pytest.mark.parametrize("kind", KINDS)
def test_an_amount_is_a_share_of_the_leaders_declared_votes(kind):
    """Twenty elections of 2,000 stations; padding varies most, standard error below 0.002."""
    world = plain_world()
    (x,) = intensity(world, kind, [0.03], seed=0)
    data = elections(world, 2000, range(20), seed=0, kind=kind, amount=x)
    added = 1.0 - data["honest_leader"].sum() / data["leader"].sum()
    assert abs(added.item() - 0.03) < 0.004
    turnout = float(data["ballots"].sum() / data["honest_ballots"].sum())
    assert (turnout > 1.0) == (kind != "moved")


def test_the_same_election_votes_alike_whatever_is_done_to_it():
    world = plain_world(strongholds=2)
    first, other = (
        elections(world, 60, numbers, seed=3, kind=kind, amount=0.5)
        for kind, numbers in (("padded", [0, 1, 2]), ("made_up", [2]))
    )
    np.testing.assert_array_equal(
        first["honest_leader"].sel(member=2), other["honest_leader"].sel(member=2)
    )
    again = elections(world, 60, [2], seed=4, kind="honest", amount=0.0)
    assert (again["honest_leader"].values != other["honest_leader"].values).any()


def test_there_are_as_many_stations_as_asked_for_even_below_the_number_of_regions():
    world = plain_world(regions=50)
    for n in (30, 120, 500):
        data = elections(world, n, [0], seed=0, kind="honest", amount=0.0)
        assert data.sizes["station"] == n


@pytest.mark.parametrize("name", HONEST)
def test_honest_electorates_count_as_cast(name):
    data = elections(plain_world(name, **HONEST[name]), 40, [0, 1], seed=0, kind="x", amount=0.0)
    np.testing.assert_array_equal(data["ballots"], data["honest_ballots"])
    np.testing.assert_array_equal(data["leader"], data["honest_leader"])
    assert set(data["votes"].dims) == {"member", "station", "candidate"}


def test_strongholds_stand_out():
    """Two of twenty regions vote at 90 %; the others at 60 %, with a standard deviation of 7."""
    data = elections(
        plain_world(**HONEST["strongholds"]), 400, [0], seed=0, kind="honest", amount=0.0
    ).isel(member=0)
    turnout = (data["ballots"] / data["registered"]).groupby("station_region").mean().values
    assert (turnout[:2] > 0.87).all()
    assert (turnout[2:] < 0.85).all()


def test_a_study_that_was_stopped_goes_on_where_it_stood():
    asked: Any = {
        "kinds": ["rounded"], "stations": [40], "amounts": [0.02], "repeats": 12, "seed": 5
    }  # fmt: skip
    whole_study = power(plain_world(), [COIN, WHOLE], **asked)
    kept = Kept(stop=4)
    with pytest.raises(KeyboardInterrupt):
        power(plain_world(), [COIN, WHOLE], keep=kept, **asked)
    kept.stop = None
    told: list[Any] = []
    resumed = power(plain_world(), [COIN, WHOLE], keep=kept, tell=told.append, **asked)
    assert resumed == whole_study
    assert (told[-1].done, told[-1].total) == (48, 48)
    before = kept.puts
    assert power(plain_world(), [COIN, WHOLE], keep=kept, **asked) == whole_study
    assert kept.puts == before


def test_the_number_of_workers_moves_nothing():
    asked: Any = {"kinds": ["moved"], "stations": [40], "amounts": [0.02], "repeats": 30}
    one, two = (power(plain_world(), [COIN, WHOLE], workers=n, **asked) for n in (1, 2))
    assert one == two


def test_more_elections_begin_with_those_that_are_there():
    kept = Kept()
    asked: Any = {"kinds": [], "stations": [40], "seed": 5}
    power(plain_world(), [COIN], keep=kept, repeats=10, **asked)
    few = dict(kept.found)
    power(plain_world(), [COIN], keep=kept, repeats=25, **asked)
    assert set(few) == set(kept.found)
    for key, values in few.items():
        np.testing.assert_array_equal(kept.found[key][:10], values)
        assert len(kept.found[key]) == 25


@pytest.mark.parametrize(
    "change",
    [{"seed": 6}, {"draws": 99}, {"code": {"coin": "new"}}, {"code": {"": "new"}}],
    ids=["seed", "draws", "instrument", "elections"],
)
def test_readings_are_kept_by_all_they_depend_on(change):
    kept = Kept()
    asked: Any = {"kinds": [], "stations": [40], "seed": 5, "repeats": 3}
    power(plain_world(), [COIN], keep=kept, **asked)
    before = set(kept.found)
    power(plain_world(), [COIN], keep=kept, **{**asked, **change})
    assert {k for k in kept.found if len(kept.found[k]) == 3} != before


def test_another_world_is_read_anew():
    assert plain_world("a").id == plain_world("b").id
    assert plain_world(regions=21).id != plain_world().id
    assert plain_world(sizes=BIG).id != plain_world().id


def test_voters_of_a_run_vote_as_they_did(world, store):
    request = world(members=3)
    names = [v[0] for v in request.compiled.labels.votes]
    voters = simulated_world(request, names[0], store=store)
    turnout, leader = voters.truths(0, np.arange(5))
    np.testing.assert_array_equal(turnout[3], turnout[0])
    assert (turnout[0] != turnout[1]).any()
    data = elections(voters, 600, range(3), seed=0, kind="honest", amount=0.0)
    seen = (data["ballots"] / data["registered"]).groupby("station_region").mean()
    expected = turnout[:3, np.argsort(voters.codes)]
    np.testing.assert_allclose(seen.transpose("member", ...).values, expected, atol=0.04)
    assert ((leader > 0) & (leader < 1)).all()
    with pytest.raises(MeasureError, match="no vote 'never'"):
        simulated_world(request, "never", store=store)


def cell(added, alarms, n=100, done=0.0):
    return Cell(added, added, n, alarms, 0, done)


def test_the_smallest_amount_is_where_the_curve_crosses_for_good():
    assert crossing([0.0, 0.1, 0.2], [0.0, 0.6, 1.0], 0.8) == pytest.approx(0.15)
    assert crossing([0.0, 0.1, 0.2, 0.3], [0.0, 0.9, 0.7, 0.9], 0.8) == pytest.approx(0.25)
    assert crossing([0.0, 0.1], [0.0, 0.7], 0.8) is None
    assert crossing([0.0, 0.1], [0.9, 1.0], 0.8) == 0.0


def test_the_sentence_says_amount_and_range():
    curve: Any = Curve("x", "padded", 120, (cell(0.0, 5), cell(0.1, 60), cell(0.2, 100, done=1.0)))
    low, high = curve.noticed_within()
    assert low < curve.noticed() < high
    never = Curve("y", "padded", 120, (cell(0.0, 5), cell(0.2, 20, done=1.0)))
    said = words([never, curve], {"x": "odd things"})
    assert said[0].startswith("from 15 % of the leader's votes on (")
    assert said[0].endswith("done to 71 % of the stations): odd things")  # (15 : 85) / (20 : 80)
    assert said[1] == "not up to 20 %, the most that was tried: y"


def test_the_interval_of_a_share_is_wilsons():
    """Known values: 0 of 10 gives 0 to 27.75 %, 5 of 10 23.66 to 76.34 %."""
    np.testing.assert_allclose(cell(0.0, 0, 10).interval, (0.0, 0.2775), atol=1e-4)
    np.testing.assert_allclose(cell(0.0, 5, 10).interval, (0.2366, 0.7634), atol=1e-4)


def test_a_curve_is_said_in_a_fixed_shape(studied):
    said = curve_of(studied, "whole").as_json()
    assert set(said) == {
        "instrument", "kind", "stations", "noticed", "noticed_low", "noticed_high", "impossible",
        "amounts",
    }  # fmt: skip
    assert set(said["amounts"][0]) == {
        "amount", "added", "done", "share", "low", "high", "elections", "unread",
    }  # fmt: skip
