"""The joint prior: declared bounds, a standard normal latent scale, two shapes."""

import numpy as np
import pytest

from vertikal.experiments._prior import declared_ranges
from vertikal.inference import SHAPES, JointPrior
from vertikal.scenario import ScenarioError


def test_all_declared_ranges_are_free_unless_a_pattern_says_less():
    ranges = declared_ranges()
    assert set(JointPrior.declared().names) == set(ranges)
    some = JointPrior.declared(["courts_decide.*", "fear_settles.memory"])
    assert set(some.names) == {n for n in ranges if n.startswith("courts_decide.")} | {
        "fear_settles.memory"
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_latent_values_and_parameters_are_each_others_inverse(shape):
    prior = JointPrior.declared(shape=shape)
    latent = prior.draw(50, (1,))
    values = prior.values(latent)
    assert (values >= prior.bounds[:, 0]).all()
    assert (values <= prior.bounds[:, 1]).all()
    np.testing.assert_allclose(prior.latent(values), latent, atol=1e-5)


def test_no_latent_value_leaves_the_bounds():
    prior = JointPrior.declared()
    for far in (-40.0, 40.0):
        values = prior.values(np.full((1, len(prior.names)), far))
        assert np.isfinite(values).all()
        assert ((values >= prior.bounds[:, 0]) & (values <= prior.bounds[:, 1])).all()


@pytest.mark.statistical
def test_uniform_is_uniform_and_around_is_densest_at_the_default():
    """Five standard errors over two shapes: fails by chance less than once in 10,000."""
    count = 20_000
    flat = JointPrior.declared(["courts_decide.mean_delay"], "uniform")
    low, high = flat.bounds[0]
    unit = (flat.values(flat.draw(count, (2,)))[:, 0] - low) / (high - low)
    assert abs(unit.mean() - 0.5) < 5 * np.sqrt(1 / 12 / count)
    peaked = JointPrior.declared(["courts_decide.mean_delay"], "around")
    unit = (peaked.values(peaked.draw(count, (2,)))[:, 0] - low) / (high - low)
    mode = (peaked.defaults[0] - low) / (high - low)
    expected = (1 + 4 * mode) / 6  # the mean of a PERT density
    assert abs(unit.mean() - expected) < 5 * 0.5 / np.sqrt(count)
    near, far = (np.mean(np.abs(unit - at) < 0.05) for at in (mode, 0.95))
    assert near > 3 * far


def test_what_is_not_free_keeps_its_default():
    prior = JointPrior.declared(["courts_decide.*"])
    draws = prior.draws(prior.draw(4, (3,)))
    rotated = draws.parameters["heads_are_rotated"]
    assert len(set(np.asarray(rotated.rate).tolist())) == 1  # type: ignore[attr-defined]
    assert len(set(np.asarray(draws.parameters["courts_decide"].mean_delay).tolist())) == 4  # type: ignore[attr-defined]
    assert draws.apart


def test_draws_depend_on_the_seed_alone():
    prior = JointPrior.declared()
    np.testing.assert_array_equal(prior.draw(3, (1, 2)), prior.draw(3, (1, 2)))
    assert not np.array_equal(prior.draw(3, (1, 2)), prior.draw(3, (1, 3)))


def test_unknown_patterns_and_shapes_are_named():
    with pytest.raises(ScenarioError) as error:
        JointPrior.declared(["courts_decide.mean_delai"], "flat")
    said = error.value.text()
    assert "matches none" in said
    assert "courts_decide.mean_delay" in said
    assert "flat" in said
