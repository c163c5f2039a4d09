"""Verdicts: what is called holding, failing, depending, and not known."""

import numpy as np
import pytest

from vertikal.experiments import Claim, Effect, Prior, judged
from vertikal.experiments._flips import flips_of
from vertikal.experiments._judge import verdict_of

DRAWS = 256
RNG = np.random.default_rng(3)
PRIOR = Prior(tuple(f"m.p{k}" for k in range(30)), RNG.random((DRAWS, 30)))


def claim(**changes):
    said = {
        "id": "it_works", "sentence": "A", "says": "It works.", "scenarios": ["toy"],
        "treatment": {"institutions.observation": 0.9}, "outcome": {"measure": "quiet_share"},
        "direction": "up", "smallest_effect": 0.1, "because": "a test", "fails_in": {},
    }  # fmt: skip
    return Claim(**{**said, **changes})


def effect(low, high):
    return Effect((low + high) / 2, low, high, (high - low) / 4, 0.0, 0.0, 50)


@pytest.mark.parametrize(
    ("direction", "low", "high", "robustness", "verdict"),
    [
        ("up", 0.2, 0.3, 0.95, "holds"),
        ("up", 0.2, 0.3, 0.5, "depends"),
        ("up", 0.2, 0.3, 0.05, "depends"),
        ("up", -0.2, 0.05, 0.05, "fails"),
        ("up", -0.2, 0.05, 0.95, "depends"),
        ("up", 0.05, 0.15, 0.95, "cannot tell"),
        ("up", 0.2, 0.3, None, "cannot tell"),
        ("down", -0.3, -0.2, 0.95, "holds"),
        ("down", -0.05, 0.2, 0.05, "fails"),
        ("down", -0.15, -0.05, 0.05, "cannot tell"),
        ("none", -0.05, 0.05, 0.95, "holds"),
        ("none", 0.2, 0.3, 0.05, "fails"),
        ("none", -0.3, 0.3, 0.05, "cannot tell"),
    ],
)
def test_verdicts(direction, low, high, robustness, verdict):
    assert verdict_of(claim(direction=direction), effect(low, high), robustness) == verdict


def arrays(size):
    """Luck of 40 histories, and of two with each draw; a treatment that adds `size` of a draw."""
    plain, many = RNG.normal(size=40), RNG.normal(size=(DRAWS, 2))
    return (plain + 0.5, many + np.asarray(size)[:, None]), (plain, many)


def test_a_claim_that_holds_everywhere_is_robust():
    there, here = arrays(np.full(DRAWS, 0.5))
    trial = judged(claim(), "toy", PRIOR, there, here)
    assert (trial.verdict, trial.robustness, trial.words) == ("holds", 1.0, "holds")
    assert trial.effect.effect == pytest.approx(0.5)
    assert trial.flips.parameters == ()


def test_what_flips_a_claim_is_found_and_told_in_words():
    """It works only where p3 is low and p7 high."""
    works = (PRIOR.values[:, 3] < 0.6) & (PRIOR.values[:, 7] > 0.4)
    there, here = arrays(np.where(works, 0.5, 0.0))
    trial = judged(claim(), "toy", PRIOR, there, here)
    assert trial.verdict == "depends"
    assert {name for name, _ in trial.flips.parameters[:2]} == {"m.p3", "m.p7"}
    assert trial.flips.box.startswith("holds when ")
    assert "m.p3 < 0.6" in trial.flips.box
    assert "m.p7 > 0.3" in trial.flips.box or "m.p7 > 0.4" in trial.flips.box


@pytest.mark.statistical
def test_chance_is_not_taken_for_a_cause():
    """The largest of ten shuffles is passed by chance once in eleven trials of a parameter set."""
    named = 0
    for _ in range(10):
        luck = RNG.normal(size=DRAWS)
        named += bool(flips_of(PRIOR, luck, luck > 0).parameters)
    assert named <= 4  # more than that: once in 300 runs


def test_a_level_is_compared_with_a_number():
    level = claim(treatment={}, compared_with=0.3, smallest_effect=0.1)
    trial = judged(level, "toy", PRIOR, (np.full(40, 0.5), np.full((DRAWS, 2), 0.5)), None)
    assert trial.effect.effect == pytest.approx(0.2)
    assert trial.robustness == 1.0


def test_a_ratio_is_a_share_of_the_control():
    there, here = (
        (np.full(40, 3.0), np.full((DRAWS, 2), 3.0)),
        (
            np.full(40, 2.0),
            np.full((DRAWS, 2), 2.0),
        ),
    )
    trial = judged(claim(versus="ratio"), "toy", PRIOR, there, here)
    assert trial.effect.effect == pytest.approx(0.5)
    assert trial.robustness == 1.0


def test_what_happens_in_few_histories_is_not_judged():
    rare = np.full(40, np.nan)
    rare[:5] = 1.0
    trial = judged(
        claim(), "toy", PRIOR, (rare, np.full((DRAWS, 2), np.nan)), arrays(np.zeros(DRAWS))[1]
    )
    assert (trial.verdict, trial.robustness) == ("cannot tell", None)


def test_the_prior_spreads_evenly_over_every_declared_range():
    prior = Prior.draw(64, seed=5)
    again = Prior.draw(64, seed=5)
    np.testing.assert_array_equal(prior.values, again.values)
    k = prior.names.index("activism_cascades.threshold")
    cells = np.floor((prior.values[:, k] - 0.25) / 0.2 * 64)
    assert sorted(cells.astype(int)) == list(range(64))  # a Latin hypercube: one in each cell


def test_what_a_world_fixes_is_the_same_in_all_draws():
    prior = Prior.draw(8)
    draws = prior.draws({"activism_cascades.threshold": 0.3}, repeat=2)
    drawn = vars(draws.parameters["activism_cascades"])
    assert set(drawn["threshold"]) == {np.float32(0.3)}
    assert len(set(drawn["spread"])) == 8
