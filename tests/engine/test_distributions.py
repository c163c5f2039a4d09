"""Draws have the distributions that they are named after.

Failure rate: every seed is fixed. Had the streams been ideal, a test with a p-value would fail for
one choice of seed in a million, a test on a mean for one in 1.7 million (five standard errors). The
file makes about 40 such comparisons: one in twenty thousand choices of the seed, at most, would
fail somewhere.
"""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from vertikal.engine import Draw, Streams, name_word

P = 1e-6
SE = 5.0
N = 1 << 16
IDS = {
    "sequential": np.arange(N, dtype=np.uint32),
    "high": (np.arange(N, dtype=np.uint32) << np.uint32(16)),
    "hashed": np.array([name_word("unit", str(k)) for k in range(N)], np.uint32),
}


def draw(ids) -> Draw:
    """Draws of a mechanism for 65,536 units, numbered in one of three ways."""
    streams = Streams.of(1, 0).then(0).then(name_word("m"))
    return Draw(streams, "m", {"unit": jnp.asarray(IDS[ids], jnp.uint32)})


def standard(x) -> tuple[float, float]:
    """Mean in standard errors, and variance in standard errors (from the fourth moment)."""
    x = np.asarray(x, np.float64)
    spread = (np.mean((x - x.mean()) ** 4) - x.var() ** 2) ** 0.5
    return abs(x.mean()) * x.size**0.5 / x.std(), abs(x.var() - 1.0) * x.size**0.5 / spread


@pytest.mark.statistical
@pytest.mark.parametrize("ids", IDS)
def test_normal_numbers_are_normal(ids):
    x = np.asarray(draw(ids).normal("x", "unit"))
    mean, variance = standard(x)
    assert mean < SE
    assert variance < SE
    assert stats.kstest(x, "norm").pvalue > P


@pytest.mark.statistical
@pytest.mark.parametrize("ids", IDS)
def test_noise_has_mean_0_variance_1_and_bounds(ids):
    x = np.asarray(draw(ids).noise("x", "unit"))
    mean, variance = standard(x)
    assert mean < SE
    assert variance < SE
    assert np.max(np.abs(x)) <= 3.5
    assert abs(stats.skew(x)) < SE * (6 / N) ** 0.5
    # the sum of four uniform numbers has excess kurtosis -1.2 / 4
    assert abs(stats.kurtosis(x) + 0.3) < SE * (24 / N) ** 0.5


@pytest.mark.statistical
def test_exponential_numbers_are_exponential():
    x = np.asarray(draw("sequential").exponential("x", "unit"))
    assert stats.kstest(x, "expon").pvalue > P


@pytest.mark.statistical
@pytest.mark.parametrize("probability", [0.001, 0.3, 0.999])
def test_happens_with_the_probability_asked_for(probability):
    share = np.asarray(draw("sequential").happens("x", "unit", probability)).mean()
    assert abs(share - probability) < SE * (probability * (1 - probability) / N) ** 0.5


def test_what_is_certain_happens_and_what_is_impossible_does_not():
    made = draw("sequential")
    assert np.asarray(made.happens("x", "unit", 1.0)).all()
    assert not np.asarray(made.happens("x", "unit", 0.0)).any()


@pytest.mark.statistical
@pytest.mark.parametrize("mean", [0.02, 0.5, 1.4, 2.0])
def test_counts_are_poisson(mean):
    x = np.asarray(draw("sequential").count("x", "unit", mean, most=12))
    chances = stats.poisson.pmf(np.arange(13), mean)
    chances[12] += stats.poisson.sf(12, mean)
    keep = N * chances > 5
    found = np.append(np.bincount(x, minlength=13)[keep], 0)
    found[-1] = N - found.sum()
    expected = np.append(N * chances[keep], N * chances[~keep].sum())
    if expected[-1] < 5:
        found, expected = found[:-1], expected[:-1] * found[:-1].sum() / expected[:-1].sum()
    assert stats.chisquare(found, expected).pvalue > P


@pytest.mark.statistical
@pytest.mark.parametrize("mean", [0.3, 3.0, 6.0, 40.0, 500.0])
def test_large_counts_have_the_mean_and_variance_of_a_poisson_number(mean):
    x = np.asarray(draw("sequential").count("x", "unit", mean, large=True), np.float64)
    assert (x >= 0).all()
    # rounding a normal number adds 1/12 to the variance; folding above 8 takes little off at 3
    assert abs(x.mean() - mean) < SE * (mean / N) ** 0.5 + 0.01 * mean
    assert abs(x.var() - mean) < SE * mean * (2 / N + 1 / (mean * N)) ** 0.5 + 0.1 + 0.02 * mean


def test_counts_above_the_limit_are_folded_into_it():
    x = np.asarray(draw("sequential").count("x", "unit", 30.0, most=8))
    assert x.max() == 8


def test_a_larger_mean_never_gives_a_smaller_count():
    made = draw("sequential")
    few, many = (np.asarray(made.count("x", "unit", mean)) for mean in (0.7, 0.9))
    assert (many >= few).all()
