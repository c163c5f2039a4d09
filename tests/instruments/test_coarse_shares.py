"""Coarse shares: fractions alone are no finding, targets written down are."""

import numpy as np
import pytest
from scipy.stats import poisson

from vertikal import instruments
from vertikal.instruments import _rkd as density

COARSE = instruments.load("coarse_shares")


@pytest.fixture(scope="module")
def small_stations(make_stations):
    """Stations of 20 to 300 voters: one half is common by the mere arithmetic of fractions."""

    def build(seed, n=2000, written=0.0, most=300):
        rng = np.random.default_rng(seed)
        registered = rng.integers(20, most + 1, n)
        ballots = rng.binomial(registered, np.clip(rng.normal(0.65, 0.1, n), 0.05, 0.95))
        leader = rng.binomial(ballots, np.clip(rng.normal(0.55, 0.15, n), 0.02, 0.98))
        chosen = (rng.random(n) < written) & (ballots > 100)
        aim = np.ceil(20 * leader / np.maximum(ballots, 1)) / 20
        leader = np.where(chosen, np.rint(aim * ballots).astype(int), leader)
        return make_stations(registered, ballots, ballots, leader)

    return build


@pytest.mark.statistical
def test_fractions_alone_are_no_finding(small_stations):
    """Of 40 alarms at 5 %, more than 6 ring in 3 of 1,000 runs by chance."""
    found = [COARSE(small_stations(seed, 400), draws=199) for seed in range(40)]
    assert sum(f.p <= 0.05 for f in found) <= 6
    assert np.mean([f.detail["round"] for f in found]) == pytest.approx(0.0, abs=0.01)


def test_one_half_is_common_in_honest_returns(small_stations):
    """What the test must not fall for: far more stations at .500 than just beside it."""
    table = small_stations(1)
    share = np.rint(1000 * table.leader / np.maximum(table.ballots, 1)).astype(int)
    assert (share == 500).sum() > 3 * max((share == 499).sum(), (share == 501).sum())


def test_targets_written_down_are_found(small_stations):
    found = COARSE(small_stations(1, written=0.1, most=3000))
    assert found.p < 0.01
    assert found.value > 3 * found.null
    assert found.detail["round"] > 0.01


def test_a_small_station_cannot_hit_a_target(small_stations):
    """65 % of 170 ballots is 110.5 votes: what `blind` says."""
    assert COARSE(small_stations(1, written=0.1), draws=200).p > 0.01


def test_more_resamples_leave_less(small_stations):
    """The largest of more resamples is larger: the published figures are for a thousand."""
    values = [COARSE(small_stations(2), draws=draws).value for draws in (30, 1000)]
    assert values[0] > 2 * values[1]


def test_registered_voters_are_not_needed(small_stations, make_stations):
    table = small_stations(1, written=0.1, most=3000)
    bare = make_stations(valid=table.ballots, leader=table.leader)
    assert COARSE(bare).p < 0.01


def test_a_table_without_ballots_is_a_reason(make_stations):
    n = np.full(60, 500)
    found = COARSE(make_stations(n, 0 * n, 0 * n, 0 * n))
    assert "0 stations have ballots" in found.why_not


def test_resamples_have_the_mean_of_the_table(small_stations):
    table = small_stations(3)
    counts = density.Counts(table.registered, table.ballots, table.leader)
    drawn = density.resample(counts, np.random.default_rng(1), 20)
    assert drawn.counts.sum(axis=1) == pytest.approx(len(table))
    mean = drawn.counts.mean(axis=0) @ np.linspace(0, 1, density.BINS) / len(table)
    assert mean == pytest.approx((table.leader / table.ballots).mean(), abs=0.005)


def test_the_density_is_that_of_r():
    """R's `density(c(.25, .5), bw=1e-4, n=1001, from=0, to=1)` is a tent of one step's width."""
    found, variance = density._density(np.array([0.25, 0.5]))
    assert found[500] == pytest.approx(0.5, abs=0.01)
    assert found[[500, 250]] == pytest.approx(found[[500, 250]].clip(0.45, 1.0))
    assert np.flatnonzero(found).size <= 8
    assert (variance <= found + 1e-12).all()


def test_the_largest_of_many_is_that_of_poisson_counts():
    """Mean of the largest of 1,000 counts with mean 9, against their exact distribution."""
    rng = np.random.default_rng(2)
    drawn = density._largest(np.full(20_000, 9.0), np.full(20_000, 9.0), rng, 1000)
    levels = np.arange(200)
    exact = (1.0 - poisson.cdf(levels, 9.0) ** 1000).sum()
    assert drawn.mean() == pytest.approx(exact, abs=0.5)
