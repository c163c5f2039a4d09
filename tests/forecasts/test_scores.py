"""Scores of probabilities, and statements made of the past."""

import numpy as np
import pytest

from vertikal.experiments import Outcome
from vertikal.forecasts import Conditioned, Ensemble, Past, compared, confronted, scores


def test_brier_and_log_by_hand():
    found = scores([0.9, 0.2, 0.5], [True, False, True])
    assert (found.count, found.true) == (3, 2)
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.25) / 3)
    assert found.log == pytest.approx(-np.log([0.9, 0.8, 0.5]).mean())


def test_a_half_gets_a_quarter():
    assert scores([0.5] * 7, [True, False] * 3 + [True]).brier == pytest.approx(0.25)


def test_a_certain_error_costs_much_and_is_a_number():
    assert 700.0 < scores([0.0], [True]).log < 710.0


def test_true_probabilities_lie_on_the_curve():
    """Five intervals of 95 %: all hold for this seed; one of five fails for one seed in four."""
    rng = np.random.default_rng(5)
    p = rng.random(4000)
    curve = scores(p.tolist(), (rng.random(4000) < p).tolist()).curve
    assert len(curve) == 5
    assert all(b.low <= b.probability <= b.high for b in curve)
    assert sum(b.count for b in curve) == 4000


def test_wilsons_interval():
    """Eight of ten: .49 to .943 (Wilson 1927; the usual textbook value)."""
    one = scores([0.7] * 10, [True] * 8 + [False] * 2).curve[0]
    assert (one.low, one.high) == (pytest.approx(0.490, abs=1e-3), pytest.approx(0.943, abs=1e-3))


def test_nothing_to_score_is_refused():
    with pytest.raises(ValueError, match="there must be one for each"):
        scores([], [])


PAST = [Past("f", "a fact", Outcome("f", "national_turnout", {}), 1.6)]


def even(values):
    """Histories that all count alike."""
    values = np.asarray(values, float)
    return Ensemble(values[:, None], Conditioned(np.full(len(values), 1 / len(values)), 1.0, 1.0))


@pytest.fixture
def sides():
    """A model around 1.5 and a null around 0."""
    rng = np.random.default_rng(1)
    return even(1.5 + 0.2 * rng.standard_normal(400)), 0.2 * rng.standard_normal((400, 1))


def test_thresholds_know_nothing_of_the_outcome(sides):
    model, null = sides
    other = [Past("f", "a fact", PAST[0].outcome, -40.0)]
    limits = [t.threshold for t in confronted(PAST, model, None, null)]
    assert limits == [t.threshold for t in confronted(other, model, None, null)]
    assert limits == sorted(limits)
    assert limits[0] == pytest.approx(0.0, abs=0.05)  # the null's own median
    assert limits[2] == pytest.approx(1.5, abs=0.05)  # the model's


def test_who_is_right_has_the_better_score(sides):
    model, null = sides
    found = compared(confronted(PAST, model, model, null))
    assert found["all"]["model"]["brier"] < 0.1 < found["all"]["null"]["brier"]
    assert found["difference"]["mean"] < -0.2
    assert found["difference"]["facts"] == 1


def test_the_same_model_twice_is_as_good_as_itself():
    values = np.random.default_rng(2).standard_normal(300)
    found = compared(confronted(PAST, even(values), even(values), values[:, None]))
    assert found["difference"]["mean"] == pytest.approx(0.0)


def test_what_neither_can_read_is_not_asked():
    nothing = even([np.nan] * 4)
    assert confronted(PAST, nothing, None, None) == []


def test_what_the_null_cannot_read_is_counted_apart(sides):
    model, _ = sides
    found = compared(confronted(PAST, model, model, np.full((5, 1), np.nan)))
    assert found["all"] == {}
    assert found["alone"]["model"]["count"] == 3
