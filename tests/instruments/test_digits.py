"""Second and last digits: the published tests, and what neighbouring counts give."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from vertikal import instruments
from vertikal.instruments import last_digit, second_digit
from vertikal.instruments._digits import BENFORD, against_neighbours, chi2, second
from vertikal.instruments._smooth import blur

TESTS = {"second_digit": second_digit.TEST, "last_digit": last_digit.TEST}
both = pytest.mark.parametrize("name", TESTS)


@pytest.mark.parametrize(
    ("count", "digit"), [(10, 0), (19, 9), (99, 9), (100, 0), (123, 2), (1057, 0), (25_310, 5)]
)
def test_second_digits(count, digit):
    assert second(np.array([count]))[0] == digit


def test_benfords_law_for_the_second_digit():
    assert BENFORD.sum() == pytest.approx(1.0)
    assert BENFORD[[0, 1, 9]] == pytest.approx([0.11968, 0.11389, 0.08500], abs=1e-5)


def test_the_published_statistic():
    """One count each of 10 to 99, and four that are too small: 9 for each second digit."""
    counts = np.concatenate([np.arange(10, 100), [0, 3, 7, 9]])
    expected = ((9 - 90 * BENFORD) ** 2 / (90 * BENFORD)).sum()
    assert chi2(counts, second, BENFORD) == pytest.approx(expected)
    assert chi2(counts, TESTS["last_digit"].digit, np.full(10, 0.1)) == pytest.approx(0.0)


@pytest.mark.parametrize("half", [1, 2, 5, 10])
def test_blurring_is_a_weighted_mean(half):
    rng = np.random.default_rng(1)
    table = rng.random((40, 3))
    weight = (half - np.abs(np.arange(1 - half, half))) / half**2
    by_hand = np.stack([np.convolve(column, weight, "same") for column in table.T], 1)
    np.testing.assert_allclose(blur(table, half), by_hand, atol=1e-12)


@both
@pytest.mark.parametrize(("size", "share"), [(300, 0.5), (750, 0.4), (1100, 0.62), (2400, 0.3)])
def test_stations_that_are_all_alike_have_no_excess(name, size, share):
    """The hardest honest case, 100,000 stations of one size and share, as expected frequencies.

    Benford's law is rejected with hundreds of thousands. The honest statistic stays below 0.5 with
    7 to 9 degrees of freedom, so that chance alone decides.
    """
    k = np.arange(size + 1)
    times = np.rint(1e5 * stats.binom.pmf(k, size, share)).astype(int)
    counts = np.repeat(k, times)
    found = against_neighbours(TESTS[name], counts, np.full(counts.size, size))
    assert found is not None
    assert found.df >= 7
    assert found.chi2 < 0.5
    if name == "second_digit":
        assert chi2(counts, second, BENFORD) > 10_000


def capped(rng, n):
    """Mesas of at most 300 voters; the leader has a fifth of the votes, less in many places."""
    registered = 300 - rng.integers(0, 60, n) * (rng.random(n) < 0.6)
    ballots = rng.binomial(registered, np.clip(rng.normal(0.7, 0.06, n), 0.05, 0.99))
    return registered, ballots, ballots, rng.binomial(ballots, rng.beta(1.2, 4.8, n))


@pytest.mark.statistical
@both
def test_capped_mesas_mislead_the_published_test_only(name, make_stations):
    """Seed fixed; p is uniform, below 0.01 once in a hundred."""
    found = instruments.load(name)(make_stations(*capped(np.random.default_rng(2), 40_000)))
    published = [found.detail[f"published_{which}"] for which in ("votes", "turnout")]
    assert max(published) > 100.0
    assert found.p > 0.01
    assert found.null == 18.0


@pytest.mark.statistical
@both
@pytest.mark.parametrize("kind", ["towns", "mesas"])
def test_honest_elections_are_quiet(name, kind, honest, make_stations):
    """300 elections of 300 stations: more than 28 below 5 %, or 10 below 1 %, once in 1,000."""
    p = []
    for seed in range(300):
        rng = np.random.default_rng([3, seed])
        table = honest(300, seed=seed) if kind == "towns" else make_stations(*capped(rng, 300))
        p.append(instruments.load(name)(table).p)
    p = np.array(p)[np.isfinite(p)]
    assert p.size > 140
    assert np.sum(p < 0.05) <= 28
    assert np.sum(p < 0.01) <= 10


@both
def test_counts_rounded_to_tens_are_found(name, honest):
    """At 200 of 4,000 stations the leader's votes were rounded to the next ten."""
    table = honest(4000, seed=5)
    here = np.arange(4000) < 200
    leader = np.where(here, table.leader // 10 * 10, table.leader)
    found = instruments.load(name)(replace(table, leader=leader))
    assert instruments.load(name)(table).p > 0.01
    assert found.p < (1e-6 if name == "last_digit" else 0.3)
    assert found.detail["p_turnout"] > 0.01


def test_doubled_counts_are_found(honest):
    """As a table does in which some rows stand twice and were added up."""
    table = honest(1500, seed=6)
    here = np.arange(1500) < 400
    leader = np.where(here, table.leader // 2 * 2, table.leader)
    assert instruments.load("last_digit")(replace(table, leader=leader)).p < 1e-4


@both
def test_too_small_counts_are_not_read(name, make_stations):
    rng = np.random.default_rng(7)
    n = np.full(60, 40)
    ballots = rng.binomial(n, 0.4)
    found = instruments.load(name)(make_stations(n, ballots, ballots, ballots // 4))
    assert np.isnan(found.value)
    assert found.why_not == "too few counts are large enough"
