"""Shpilkin's method on returns of which the anomalous votes are known."""

from dataclasses import replace

import numpy as np
import pytest

from vertikal import instruments
from vertikal.instruments.anomalous_votes import anomalous_votes, core_of

ONE = instruments.load("anomalous_votes")


@pytest.fixture
def even(make_stations):
    """Everywhere as many for the leader as against him; turnout around 50 %."""

    def build(n=3000, seed=1):
        rng = np.random.default_rng(seed)
        registered = rng.integers(300, 3000, n)
        half = rng.binomial(registered, np.clip(rng.normal(0.25, 0.03, n), 0.05, 0.45))
        return make_stations(registered, 2 * half, 2 * half, half)

    return build


def test_one_ratio_everywhere_is_zero(even):
    found = ONE(even(), draws=200)
    assert found.value == pytest.approx(0.0, abs=1e-6)
    assert found.low <= 0.0 <= found.high
    assert found.detail["core_share"] == pytest.approx(0.5)
    assert found.detail["core_turnout"] == pytest.approx(0.5, abs=0.04)
    assert np.isnan(found.p)


def test_added_votes_are_counted_one_by_one(even):
    """To a tenth of the stations, away from usual turnout, 200 of the leader's were added."""
    table = even()
    room = table.registered - table.ballots > 0.4 * table.registered
    here = room & (table.registered > 800) & (np.arange(len(table)) % 10 == 0)
    added = np.where(here, np.rint(0.3 * table.registered), 0).astype(int)
    stuffed = replace(
        table,
        ballots=table.ballots + added,
        valid=table.valid + added,
        leader=table.leader + added,
    )
    found = ONE(stuffed, draws=200)
    assert found.value == pytest.approx(added.sum(), rel=1e-9)
    assert found.detail["share"] == pytest.approx(added.sum() / stuffed.leader.sum())
    assert found.low < found.value < found.high


def test_a_bin_is_closed_on_the_right(make_stations):
    """Turnout of 50 % belongs to (49, 50]; a voter more does not."""
    n = np.full(60, 1000)
    ballots = np.where(np.arange(60) < 40, 500, 501)
    leader = np.where(np.arange(60) < 40, 250, 300)
    table = make_stations(n, ballots, ballots, leader)
    rng = np.random.default_rng(0)
    at = anomalous_votes(table, rng, 10, core=0.50)
    assert at.value == pytest.approx(20 * (300 - 201))
    above = anomalous_votes(table, rng, 10, core=0.51)
    assert above.value == pytest.approx(40 * (250 - 250 * 300 / 201))


def test_the_smallest_stations_are_left_out(make_stations):
    n = np.where(np.arange(80) < 40, 100, 101)
    ballots = np.full(80, 50)
    leader = np.where(np.arange(80) < 40, 50, 20)
    found = ONE(make_stations(n, ballots, ballots, leader), draws=10)
    assert found.value == pytest.approx(0.0)


def test_a_lone_bin_at_the_top_is_not_the_core():
    """As where votes are cast by computer in one city: one bin has most, the hump is elsewhere."""
    turnout = np.arange(1, 101) / 100
    others = 1000 * np.exp(-0.5 * ((turnout - 0.4) / 0.06) ** 2)
    others += 400 * np.exp(-0.5 * ((turnout - 0.8) / 0.05) ** 2)
    others[94] = 2000.0
    core = core_of(others)
    assert core.place + 1 == pytest.approx(40, abs=1)
    assert core.first <= core.place < core.after


def test_an_impossible_core_is_refused(even):
    with pytest.raises(ValueError, match="core: found 44; allowed are turnouts above 0"):
        anomalous_votes(even(), np.random.default_rng(0), 10, core=44)


def test_without_other_votes_there_is_no_ratio(make_stations):
    n = np.full(60, 1000)
    ballots = np.full(60, 500)
    found = ONE(make_stations(n, ballots, ballots, ballots), draws=10)
    assert np.isnan(found.value)
    assert "at usual turnout" in found.why_not


@pytest.mark.statistical
def test_the_interval_is_that_of_stations_drawn_anew(honest):
    """Its width agrees with a bootstrap in loops, core fixed; seed fixed, within 10 %."""
    table = honest(4000, seed=3)
    rng = np.random.default_rng(4)
    at = ONE(table, draws=10).detail["core_turnout"]
    found = anomalous_votes(table, rng, 4000, core=at)
    again = [
        anomalous_votes(table.take(rng.integers(0, 4000, 4000)), rng, 1, core=at).value
        for _ in range(1500)
    ]
    low, high = np.percentile(again, [2.5, 97.5])
    assert found.high - found.low == pytest.approx(high - low, rel=0.1)
