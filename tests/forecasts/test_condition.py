"""Histories weighed by facts: against what can be computed by hand."""

import numpy as np
import pytest

from vertikal.forecasts import conditioned
from vertikal.forecasts._condition import FAR, share_of

COUNT = 20_000


@pytest.fixture
def drawn():
    """A quantity that is standard normal before anything is known."""
    return np.random.default_rng(0).standard_normal(COUNT)


def test_a_normal_prior_and_a_normal_error_give_the_known_posterior(drawn):
    """Prior N(0, 1), error .8, observed .5: mean .5 / (1 + .64), variance .64 / 1.64.

    With 14,000 effective draws the mean is off by less than .02 but for one seed in ten thousand.
    """
    found = conditioned(drawn[:, None], np.array([0.5]), np.array([0.8]))
    mean = found.weights @ drawn
    assert found.power == 1.0
    assert mean == pytest.approx(0.5 / 1.64, abs=0.02)
    assert found.weights @ (drawn - mean) ** 2 == pytest.approx(0.64 / 1.64, abs=0.03)
    assert found.weights.sum() == pytest.approx(1.0)


def test_facts_that_leave_too_few_histories_are_believed_less(drawn):
    facts = np.repeat(drawn[:, None], 5, axis=1)
    found = conditioned(facts, np.full(5, 1.5), np.full(5, 0.01))
    assert found.power < 1.0
    assert found.effective == pytest.approx(0.1 * COUNT, rel=1e-3)
    assert found.weights @ drawn > 0.1


def test_a_fact_beyond_reach_chooses_nobody(drawn):
    found = conditioned(drawn[:, None], np.array([500.0]), np.array([1.0]))
    np.testing.assert_allclose(found.weights, 1.0 / COUNT)


def test_nothing_to_read_is_as_far_as_can_be():
    readings = np.array([[1.0], [1.0 + FAR], [np.nan], [50.0]])
    weights = conditioned(readings, np.array([1.0]), np.array([1.0])).weights
    assert weights[0] > weights[1]
    assert weights[1] == weights[2] == weights[3]


def test_without_facts_all_count_alike():
    found = conditioned(np.zeros((8, 0)), np.zeros(0), np.zeros(0))
    assert found.weights.tolist() == [0.125] * 8
    assert (found.power, found.effective) == (1.0, 8.0)


def test_a_share_is_never_certain():
    even = np.full(99, 1.0 / 99)
    p, error, read = share_of(np.ones(99), even)
    assert p == pytest.approx(99.5 / 100)
    assert error == pytest.approx(np.sqrt(0.995 * 0.005 / 100))
    assert read == pytest.approx(1.0)


def test_what_is_void_is_left_out_of_a_share():
    held = np.array([1.0, 0.0, np.nan, np.nan])
    p, _, read = share_of(held, np.array([0.3, 0.1, 0.3, 0.3]))
    own = 1.0 / (0.75**2 + 0.25**2)
    assert p == pytest.approx((0.75 * own + 0.5) / (own + 1.0))
    assert read == pytest.approx(0.4)
    assert np.isnan(share_of(np.array([np.nan]), np.array([1.0]))[0])
