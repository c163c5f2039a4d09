"""Moments, slope and full stations against numbers that can be worked out."""

import numpy as np
import pytest

from vertikal import instruments


def read(name, table):
    return instruments.load(name)(table)


def test_moments_of_two_towns(make_stations):
    """Half of the voters at turnout .4, half at .6: spread .1, no skew, as flat as can be."""
    n = np.full(60, 1000)
    ballots = np.where(np.arange(60) % 2, 600, 400)
    found = read("turnout_moments", make_stations(n, ballots, ballots, ballots // 2))
    assert found.value == pytest.approx(0.1)
    assert found.detail["mean"] == pytest.approx(0.5)
    assert found.detail["skewness"] == pytest.approx(0.0, abs=1e-9)
    assert found.detail["excess_kurtosis"] == pytest.approx(-2.0)


@pytest.mark.statistical
def test_intervals_cover_as_often_as_a_bootstrap(make_stations):
    """The error of the spread and of the skewness agrees with 2,000 resamples; seed fixed, 10 %."""
    rng = np.random.default_rng(2)
    n = rng.integers(200, 2000, 800)
    ballots = rng.binomial(n, rng.beta(6, 4, 800))
    found = read("turnout_moments", make_stations(n, ballots, ballots, ballots // 2))
    half = (found.high - found.low) / 2.0
    spreads, skews = [], []
    for _ in range(2000):
        k = rng.integers(0, 800, 800)
        again = read("turnout_moments", make_stations(n[k], ballots[k], ballots[k], ballots[k]))
        spreads.append(again.value)
        skews.append(again.detail["skewness"])
    assert half == pytest.approx(1.96 * np.std(spreads), rel=0.1)
    assert found.detail["skewness_error"] == pytest.approx(np.std(skews), rel=0.1)


def test_slope_of_added_ballots_is_one(make_stations):
    """All stations have 300 votes for the leader of 600; what is added to some is all his."""
    n = np.full(60, 2000)
    added = 10 * np.arange(60)
    ballots = 600 + added
    found = read("turnout_slope", make_stations(n, ballots, ballots, 300 + added))
    assert found.value == pytest.approx(1.0)
    fair = read("turnout_slope", make_stations(n, ballots, ballots, ballots // 2))
    assert fair.value == pytest.approx(0.5, abs=1e-3)
    assert fair.null == pytest.approx(0.5, abs=1e-3)


def test_regions_that_differ_give_no_slope(make_stations):
    """High turnout and high share go together over regions only: within them nothing is left."""
    region = np.repeat([0, 1], 40)
    n = np.full(80, 1000)
    wiggle = np.tile([-50, 50, -50, 50], 20)
    ballots = np.where(region, 800, 400) + wiggle
    leader = np.where(region, 700, 150) + np.tile([-20, -20, 20, 20], 20)
    found = read("turnout_slope", make_stations(n, ballots, ballots, leader, region=region))
    assert found.value == pytest.approx(0.0, abs=1e-9)


def test_full_stations_are_weighed_by_voters(make_stations):
    n = np.array([1000] * 39 + [1000 * 1])
    ballots = np.array([500] * 39 + [960])
    leader = np.array([300] * 39 + [950])
    found = read("full_stations", make_stations(n, ballots, ballots, leader))
    assert found.value == pytest.approx(1 / 40)
    assert found.detail["stations"] == 1


def test_a_fingerprint_keeps_every_voter(honest):
    table = honest(300)
    made = instruments.fingerprint(table, 20)
    assert made.voters.sum() == table.registered.sum()
    assert made.leader.sum() == table.leader.sum()
    assert (made.leader + made.others).sum() == table.valid.sum()
    assert made.voters.shape == (20, 20)
