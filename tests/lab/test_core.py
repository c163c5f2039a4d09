"""The account's sentences, in the shipped scenario: one run of 60 histories, shared by all.

Margins are wide on purpose: what is asked is whether the order of things is right, not whether a
number of today's calibration is kept.
"""

import itertools

import numpy as np
import pytest

from vertikal.engine import Ensemble
from vertikal.fields import Mode
from vertikal.lab._record import monthly, yearly
from vertikal.mechanisms import build, initial

pytestmark = pytest.mark.slow

MEMBERS = 60


def keep(state, tree):
    """What the laboratory keeps, and what of the settlement it does not."""
    return {**monthly(state, tree), "bargained": state["bargained"]}


@pytest.fixture(scope="module")
def world(kazakhstan, parameters):
    ensemble = Ensemble(
        build(), kazakhstan.tree, kazakhstan.statics, kazakhstan.ids, initial, keep, yearly
    )
    compiled = ensemble.compile(parameters, kazakhstan.inputs)

    def run(members, inputs=None):
        parts = []
        for start in range(0, members, ensemble.block):
            who = np.arange(start, min(start + ensemble.block, members))
            _, by_month, by_year = compiled(parameters, 1, who, inputs=inputs)
            parts.append({**by_month, **by_year})
        return {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}

    return run


@pytest.fixture(scope="module")
def history(world):
    return world(MEMBERS)


@pytest.fixture(scope="module")
def without_courts(world, kazakhstan):
    inputs = dict(kazakhstan.inputs)
    inputs["court_independence"] = np.zeros_like(np.asarray(inputs["court_independence"]))
    return world(10, inputs)


def test_everything_is_finite(history):
    for name, values in history.items():
        assert np.isfinite(values.astype(float)).all(), name


def test_an_open_dispute_is_rare(history):
    disliked = history["disliked"].sum(dtype=float)
    assert disliked > 1000
    fought = history["contested"].sum(dtype=float) + history["sued"].sum(dtype=float)
    assert fought / disliked < 0.1


def test_most_of_what_is_disliked_is_shunned_or_slowed(history):
    quiet = history["shunned"].sum(dtype=float) + history["slowed"].sum(dtype=float)
    assert quiet / history["disliked"].sum(dtype=float) > 0.5


def test_what_is_slowed_was_bargained_over(history):
    assert (history["slowed"] <= history["bargained"]).all()
    assert (history["slow_days"][history["slowed"] == 0] == 0.0).all()


def test_the_centre_wins_nearly_all_it_contests(history):
    contested = history["contested"].sum(dtype=float)
    assert history["centre_prevailed"].sum(dtype=float) / contested > 0.95


def test_without_a_court_the_centre_wins_all_it_contests(without_courts):
    assert without_courts["sued"].sum() == 0
    assert without_courts["suits_won"].sum() + without_courts["suits_lost"].sum() == 0
    assert without_courts["contested"].sum() > 10
    np.testing.assert_array_equal(without_courts["contested"], without_courts["centre_prevailed"])


def cases(history):
    """Salience, whether the unit's head had been elected, whether he himself was removed."""
    seen = history["case_salience"] > 0
    size = history["case_salience"][seen]
    elected = history["case_head_elected"][seen] > 0
    somebody = history["case_days"][seen] > 0
    own = somebody & (history["case_target"][seen] == history["case_unit"][seen])
    return size, elected, somebody, own


def test_removals_follow_salience(history):
    size, _, somebody, _ = cases(history)
    assert somebody.sum() > 30
    edges = np.quantile(size, [0.0, 0.5, 0.8, 1.0])
    rates = [
        somebody[(size >= low) & (size <= high)].mean() for low, high in itertools.pairwise(edges)
    ]
    assert rates == sorted(rates)
    assert rates[-1] > 2 * rates[0]


def test_elected_heads_are_removed_less_often_at_the_same_salience(history):
    size, elected, _, own = cases(history)
    edges = np.array([5.0, 8.0, 12.0, 16.0])
    band = np.digitize(size, edges)
    gaps, weights = [], []
    for k in range(1, len(edges)):
        here = band == k
        a, b = own[here & elected], own[here & ~elected]
        if a.size and b.size:
            gaps.append(b.mean() - a.mean())
            weights.append(min(a.size, b.size))
    assert sum(weights) > 20
    assert np.average(gaps, weights=weights) > 0.0


def test_governors_are_never_elected_in_nearly_all_histories(history):
    ever = (history["heads_elected"][..., 0] > 0).any(axis=1)
    assert ever.mean() <= 0.05


def test_elections_come_from_below(history):
    held = history["direct_held"].sum(axis=(0, 1), dtype=float)
    assert held[2] > held[1] > 0.0
    assert held[1] > held[0]


def test_winners_are_mostly_insiders(history):
    held = history["direct_held"].sum(dtype=float)
    assert held > 1000
    assert history["outsider_won"].sum(dtype=float) / held < 0.25


def test_protest_is_mostly_peaceful(history):
    peaceful, violent = (history[f"protests_{k}"].sum(dtype=float) for k in ("peaceful", "violent"))
    assert peaceful > 3 * violent


def test_at_most_two_heads_fall_over_incidents_in_a_month(history):
    assert history["heads_removed"].sum(axis=2).max() <= 2


def test_who_is_elected_has_a_mode_that_says_so(history, kazakhstan):
    tier = np.asarray(kazakhstan.statics["tier_index"]).astype(int)
    elected = history["unit_mode"] >= int(Mode.FILTERED)
    for k in range(3):
        by_year = elected[..., tier == k].sum(axis=-1)
        np.testing.assert_array_equal(by_year, history["heads_elected"][:, 11::12, k])
