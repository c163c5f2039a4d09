"""Where stocks settle, as the docstrings say: circles, fear, habit, autonomy, stress, grievance."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vertikal.mechanisms import load

SHARE = st.floats(0.0, 1.0, width=32)
FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def params(name) -> Any:
    """The parameters of a mechanism at their defaults."""
    return load(name).params()


@FEW
@given(tenure=st.floats(0.125, 8.0, width=32), account=SHARE)
def test_a_circle_rests_at_its_fixed_point(bench, tenure, account):
    p = params("heads_build_circles")
    rents = bench.calm()["rent_dependence"]
    growth = p.by_tenure * tenure + p.by_rents * rents
    rest = growth / (growth + p.by_account * account)
    state = bench.calm(tenure=tenure, accountability=account, circle=rest)
    change = bench.ask("heads_build_circles", state)["circle"][0]
    np.testing.assert_allclose(change, 0.0, atol=1e-6)
    for off in (-0.01, 0.01):  # and comes back to it
        moved = bench.calm(tenure=tenure, accountability=account, circle=rest + off)
        assert (
            np.sign(bench.ask("heads_build_circles", moved)["circle"][0]) == -np.sign(off)
        ).all()


def test_a_successor_inherits_a_part_of_the_circle(bench):
    p = params("heads_build_circles")
    state = bench.calm(tenure=0.0, circle=0.8, accountability=0.0, rent_dependence=0.0)
    change = bench.ask("heads_build_circles", state)["circle"][0]
    np.testing.assert_allclose(0.8 + change, 0.8 * p.inherited, rtol=1e-5)


@FEW
@given(openness=SHARE)
def test_fear_rests_at_what_openness_allows(bench, openness):
    rest = params("fear_settles").closed * (1.0 - openness)
    at_rest, above, below = (
        bench.ask("fear_settles", bench.calm(openness=openness, fear=rest + off))["fear"]
        for off in (0.0, 0.1, -0.1)
    )
    np.testing.assert_allclose(at_rest, 0.0, atol=1e-6)
    assert (above < 0.0).all()
    assert (below > 0.0).all()


def test_habits_decay_at_one_over_their_memory(bench):
    memory = params("habits_wear_off").memory
    habit, months = 0.1, round(12 * memory)
    for _ in range(months):
        state = bench.calm(habit_national=habit, habit_local=2 * habit)
        made = bench.ask("habits_wear_off", state)
        np.testing.assert_allclose(made["habit_local"], 2.0 * made["habit_national"], rtol=1e-5)
        habit += float(made["habit_national"].flat[0])
    assert habit == pytest.approx(0.1 * np.exp(-1.0), rel=0.02)  # Euler against the exponential


def test_no_habit_of_voting_wears_off_below_none(bench):
    made = bench.ask("habits_wear_off", bench.calm(habit_national=0.0, habit_local=0.0))
    assert (made["habit_national"] == 0.0).all()


def test_autonomy_rests_at_a_half_where_monitoring_meets_the_threshold(bench):
    state = bench.calm(autonomy=0.5, monitoring=0.4, capacity_threshold=0.4)
    np.testing.assert_allclose(
        bench.ask("capacity_erodes_autonomy", state)["autonomy"], 0.0, atol=1e-7
    )


def test_more_monitoring_means_less_autonomy(bench):
    made = [
        bench.ask("capacity_erodes_autonomy", bench.calm(monitoring=m, capacity_threshold=0.4))
        for m in (0.1, 0.4, 0.8)
    ]
    assert (np.diff([x["autonomy"] for x in made], axis=0) < 0.0).all()


def test_grievance_rests_where_nothing_happens(bench):
    p = params("burdens_breed_grievance")
    made = bench.ask("burdens_breed_grievance", bench.calm(grievance=p.rest))
    np.testing.assert_allclose(made["grievance"], 0.0, atol=1e-6)


@pytest.mark.parametrize("cause", ["burden_borne", "misrule", "new_stress", "stress", "salience"])
def test_what_burdens_residents_angers_them(bench, cause):
    calm = bench.ask("burdens_breed_grievance", bench.calm())["grievance"]
    worse = bench.ask("burdens_breed_grievance", bench.calm(**{cause: 0.5}))["grievance"]
    assert (worse > calm).all()


def test_a_removed_head_soothes(bench):
    calm = bench.ask("burdens_breed_grievance", bench.calm())["grievance"]
    soothed = bench.ask("burdens_breed_grievance", bench.calm(removed=1.0))["grievance"]
    assert (soothed < calm).all()


def test_stress_halves_in_its_half_life_without_shocks(bench):
    p = params("shocks_arrive")
    made = bench.ask("shocks_arrive", bench.calm(stress=1.0), members=50)
    fading = (made["stress"] - made["new_stress"])[0]
    np.testing.assert_allclose((1.0 + fading) ** (12 * p.half_life), 0.5, rtol=1e-4)


def test_trust_stays_where_it_is_without_elections(bench):
    made = bench.ask("counts_move_trust", bench.calm(trust=0.4))
    np.testing.assert_allclose(made["trust"], 0.0, atol=1e-6)


def test_a_falsified_ballot_teaches_nobody_to_vote(bench):
    made = bench.ask("voting_forms_habit", bench.calm(falsified=0.3, national_falsified=0.3))
    assert (made["habit_national"] == 0.0).all()
    assert (made["habit_local"] == 0.0).all()
