"""Paired differences: exact where nothing differs, and right where something does."""

import numpy as np
import pytest

from vertikal.experiments import Outcome, effect_of, headlines, readings
from vertikal.fields import TIERS

COURT = {"institutions.court_independence": 0.95}
LITIGATED = Outcome("litigated", "litigated_share")


def test_the_effect_is_the_mean_difference_with_its_error():
    here, there = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 4.0, 4.0, 6.0])
    found = effect_of(there, here)
    assert (found.effect, found.here, found.there, found.pairs) == (1.5, 2.5, 4.0, 4)
    error = np.std([1, 2, 1, 2], ddof=1) / 2
    assert found.error == pytest.approx(error)
    assert (found.low, found.high) == pytest.approx((1.5 - 1.96 * error, 1.5 + 1.96 * error))


def test_unpaired_the_error_is_that_of_two_ensembles():
    here, there = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, np.nan, 6.0])
    found = effect_of(there, here, paired=False)
    assert found.effect == 2.0
    assert found.error == pytest.approx(np.sqrt(1.0 / 3 + 4.0 / 3))


def test_histories_that_lack_the_outcome_in_one_world_do_not_count():
    found = effect_of(np.array([1.0, np.nan, 5.0]), np.array([0.0, 1.0, np.nan]))
    assert (found.effect, found.pairs) == (1.0, 1)
    assert np.isnan(found.error)
    nothing = effect_of(np.array([np.nan]), np.array([1.0]))
    assert nothing.pairs == 0
    assert nothing.as_json()["effect"] is None


def test_identical_worlds_differ_by_exactly_nothing(world, store):
    request = world()
    outcomes = [o for _, o in headlines(request.compiled, TIERS[:3])]
    first, second = (readings(world(), outcomes, store=store, workers=n) for n in (1, 2))
    np.testing.assert_array_equal(first, second)
    effects = [effect_of(second[:, i], first[:, i]) for i in range(len(outcomes))]
    assert all((e.effect, e.error) == (0.0, 0.0) for e in effects if e.pairs > 1)
    assert sum(e.pairs > 1 for e in effects) > 100


@pytest.mark.statistical
def test_paired_and_brute_force_estimates_agree_within_their_errors(world, store):
    """Four standard errors: fails once in 16,000."""
    treated, here = (
        readings(world(c, members=60), [LITIGATED], store=store)[:, 0] for c in (COURT, {})
    )
    other = readings(world(COURT, members=200, seed=77), [LITIGATED], store=store)[:, 0]
    paired, brute = effect_of(treated, here), effect_of(other, here, paired=False)
    assert paired.effect > 0.05
    assert abs(paired.effect - brute.effect) < 4.0 * np.hypot(paired.error, brute.error)
