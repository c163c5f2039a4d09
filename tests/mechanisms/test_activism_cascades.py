"""What pulls residents into the streets, and what holds them back."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SHARE = st.floats(0.0, 0.5, width=32)


def after(bench, **changes):
    state = bench.calm(**changes)
    return state["activism"] + bench.ask("activism_cascades", state)["activism"][0]


@FEW
@given(grievance=SHARE, more=SHARE, activism=SHARE, fear=SHARE)
def test_more_grievance_never_means_less_activism(bench, grievance, more, activism, fear):
    common = {"activism": activism, "fear": fear}
    few = after(bench, grievance=grievance, **common)
    many = after(bench, grievance=grievance + more, **common)
    leaf = np.asarray(bench.tree.is_leaf) > 0
    # the same luck: noise grows with the spread of a binomial number, far less than the pull does
    assert (many - few)[leaf].min() > -1e-3


@pytest.mark.parametrize("name", ["grievance", "trust", "habit_national", "habit_local", "temper"])
def test_what_pulls_pulls(bench, name):
    assert (after(bench, **{name: 0.9}) > after(bench, **{name: 0.1})).all()


def test_fear_holds_back(bench):
    assert (after(bench, fear=0.9) < after(bench, fear=0.1)).all()


def test_activism_stays_a_share(bench, states):
    made = bench.each("activism_cascades", states, members=20)["activism"]
    before = np.stack([s["activism"] for s in states])[:, None]
    leaf = np.asarray(bench.tree.is_leaf) > 0
    result = (before + made)[..., leaf]
    assert result.min() >= -1e-6
    assert result.max() <= 1.0 + 1e-6


def test_a_cascade_runs_where_anger_is_great_and_everybody_looks_at_everybody(bench):
    level = 0.05
    for _ in range(40):
        level = float(np.mean(after(bench, activism=level, grievance=0.9, fear=0.1)))
    assert level > 0.9
    level = 0.05
    for _ in range(40):
        level = float(np.mean(after(bench, activism=level, grievance=0.2, fear=0.5)))
    assert level < 0.1


def test_who_can_vote_them_out_need_not_march(bench):
    """The same anger brings fewer into the streets of an open country."""
    closed, free = (after(bench, openness=d, grievance=0.6, fear=0.1) for d in (0.2, 0.9))
    leaf = np.asarray(bench.tree.is_leaf) > 0
    assert (free < closed)[leaf].all()


def test_others_acts_tell_less_where_speech_is_free(bench):
    """From 5 to 40 % of others: a large pull in a closed regime, a small one in an open one."""

    def pull(openness):
        spare = {"openness": openness, "grievance": 0.7, "fear": 0.1}
        few, many = (np.mean(after(bench, activism=a, **spare) - a * 0.4) for a in (0.05, 0.4))
        return many - few

    assert pull(0.95) < 0.3 * pull(0.2)
