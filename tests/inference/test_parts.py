"""Scaling, screening, checks, misfit, prediction: each finds what is planted, and only that."""

import numpy as np
import pytest

from vertikal.experiments import Outcome
from vertikal.inference import LEVELS, JointPrior, Table, Target, completed, infer, predicted
from vertikal.inference._diagnose import checked
from vertikal.inference._misfit import misfit_of
from vertikal.inference._scaling import Scaling
from vertikal.inference._screen import screened

NAMES = ("a", "b")


def scaling_of(readings, observed, error):
    return Scaling.fitted(readings, np.asarray(observed, float), np.asarray(error, float), seed=1)


def test_a_missing_reading_is_flagged_and_one_that_says_nothing_is_left_out():
    rng = np.random.default_rng(1)
    readings = rng.standard_normal((400, 4))
    readings[:100, 1] = np.nan  # now and then
    readings[:, 2] = 3.0  # always the same
    readings[:395, 3] = np.nan  # hardly ever
    scaling = scaling_of(readings, np.zeros(4), np.full(4, 0.1))
    assert scaling.used.tolist() == [0, 1]
    assert scaling.flagged.tolist() == [1]
    made = scaling.conditions(readings, rng)
    assert made.shape == (400, 3)
    assert np.isfinite(made).all()
    assert made[:100, 2].tolist() == [1.0] * 100
    assert made[:100, 1].tolist() == [0.0] * 100
    assert scaling.at_observed[0, 2] == 0.0


def test_errors_are_added_to_what_is_simulated_and_not_to_what_is_observed():
    readings = np.random.default_rng(2).standard_normal((50, 1))
    scaling = scaling_of(readings, [0.3], [0.5])
    first, second = (scaling.conditions(readings, np.random.default_rng(k)) for k in (1, 2))
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(scaling.at_observed, scaling.conditions(np.array([[0.3]]), None))


def test_readings_that_never_differ_are_refused():
    with pytest.raises(ValueError, match="nothing to learn from"):
        scaling_of(np.ones((50, 2)), [1.0, 1.0], [0.1, 0.1])


@pytest.mark.statistical
def test_screening_finds_what_is_planted_and_nothing_else():
    """A correlation of 0.2 is 7.7 standard errors for 1,500 draws: no idle parameter is let in by
    chance. The planted ones have 0.7 and 0.5; a third, of 0.1, is too faint to be learnt."""
    rng = np.random.default_rng(3)
    latent = rng.standard_normal((1500, 202))
    conditions = rng.standard_normal((1500, 6))
    conditions[:, 0] += latent[:, 7]
    conditions[:, 1] += latent[:, 100] ** 2 + latent[:, 100]
    conditions[:, 2] += 0.1 * latent[:, 50]
    kept, traces = screened(latent, conditions.astype(np.float32))
    assert kept.tolist() == [7, 100]
    assert traces[7] > 0.6


def truths_and_sampler(width, count=600):
    """A normal mean: the exact posterior, wider by a factor."""
    rng = np.random.default_rng(4)
    truths = rng.standard_normal((count, 2))
    seen = truths[:, :1] + rng.standard_normal((count, 1))

    def sample(conditions, draws, k):
        noise = np.random.default_rng(k).standard_normal((len(conditions), draws, 2))
        known = conditions[:, None, :] / 2 + width * np.sqrt(0.5) * noise[..., :1]
        return np.concatenate([known, noise[..., 1:]], axis=2)

    here = sample(np.array([[1.0]]), 1000, 999)[0]
    return checked(NAMES, truths, seen, sample, here)


@pytest.mark.statistical
def test_an_exact_posterior_is_called_calibrated():
    """600 truths: 5 points are 2.5 standard errors at 50 % (the others are tighter), two
    parameters: fails by chance about once in 35."""
    known, idle = truths_and_sampler(1.0)
    for check in (known, idle):
        assert check.coverage_error < 0.05
        assert check.rank_p > 1e-3
        assert abs(check.z_sd - 1.0) < 0.15
    assert known.contraction == pytest.approx(0.5, abs=0.05)
    assert known.is_identified
    assert not idle.is_identified
    assert sum(known.ranks) == 600


@pytest.mark.statistical
@pytest.mark.parametrize("width", [0.5, 2.0])
def test_a_posterior_too_narrow_or_too_wide_is_found_out(width):
    """Coverage at 50 % is off by 20 points or more, ten standard errors: never fails by chance."""
    known, _ = truths_and_sampler(width)
    assert known.coverage_error > 0.1
    assert known.rank_p < 1e-3
    assert (known.coverage[LEVELS.index(0.5)] < 0.5) == (width < 1.0)
    assert (known.z_sd > 1.0) == (width < 1.0)


@pytest.mark.statistical
def test_values_that_no_simulation_reaches_are_called_outside():
    """2,000 normal readings: 0.5 lies in the tail (p < 0.01) never, 9 always."""
    readings = np.random.default_rng(5).standard_normal((2000, 3))
    inside = misfit_of(readings, scaling_of(readings, [0.5] * 3, [0.1] * 3), "abc", seed=1)
    assert not inside.warns
    assert inside.outside == ()
    far = misfit_of(readings, scaling_of(readings, [0.5, 9.0, 0.5], [0.1] * 3), "abc", seed=1)
    assert far.outside == ("b",)
    assert far.warns


@pytest.mark.statistical
def test_values_that_are_only_together_out_of_reach_are_found_by_distance():
    """Two readings that agree to 0.05; the observed ones differ by 3, each well within its tails.
    Some forty times the distance of any neighbour: never fails by chance."""
    rng = np.random.default_rng(6)
    common = rng.standard_normal((1500, 1))
    readings = common + 0.05 * rng.standard_normal((1500, 2))
    misfit = misfit_of(readings, scaling_of(readings, [-1.5, 1.5], [0.05] * 2), "ab", seed=1)
    assert misfit.outside == ()
    assert misfit.distance_p < 0.01
    assert misfit.warns


def test_prediction_says_what_happened_and_whether_it_agrees():
    target = Target("toy", "x", Outcome("x", "national_turnout"), 0.5, 0.05, (0.4, 0.6))
    rng = np.random.default_rng(7)
    readings = np.stack(
        [0.5 + 0.02 * rng.standard_normal(100), np.full(100, np.nan), np.full(100, 0.9)], axis=1
    )
    readings[:10, 1] = 0.5
    good, rare, far = predicted([target] * 3, readings, seed=1)
    assert good.agrees
    assert good.p is not None
    assert good.p > 0.05
    assert rare.median is None
    assert not rare.agrees
    assert rare.happened == pytest.approx(0.1)
    assert not far.agrees
    assert far.p is not None
    assert far.p < 0.05


def test_whole_vectors_take_the_posterior_where_there_is_one_and_the_prior_elsewhere():
    prior = JointPrior.declared(["courts_decide.*"])
    spread, delay = prior.names.index("courts_decide.spread"), 1 - prior.names.index(
        "courts_decide.spread"
    )  # fmt: skip
    columns = completed(prior, np.array([spread]), np.full((50, 1), 1.5), 30, seed=1)
    expected = prior.values(np.full((1, 2), 1.5))[0, spread]
    np.testing.assert_allclose(columns["courts_decide.spread"], expected)
    assert len(np.unique(columns[prior.names[delay]])) == 30


def test_too_few_draws_are_refused_with_what_to_do():
    few = Table(np.zeros((59, 2)), np.zeros((59, 1)))
    with pytest.raises(ValueError, match="59 simulated draws; a posterior needs 60 or more"):
        infer(few, NAMES, ["x"], np.zeros(1), np.ones(1), seed=0)


@pytest.mark.statistical
def test_where_nothing_leaves_a_trace_everything_keeps_its_prior():
    """Two idle parameters at 3.5 standard errors: fails by chance once in 2,000."""
    rng = np.random.default_rng(8)
    table = Table(rng.standard_normal((400, 2)), rng.standard_normal((400, 2)))
    found = infer(table, NAMES, ["x", "y"], np.zeros(2), np.full(2, 0.1), seed=0)
    assert found.kept.size == 0
    assert found.checks == ()
