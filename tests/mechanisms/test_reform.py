"""Introduction, pilots, evaluation, rollout, evasion, rollback."""

import numpy as np
import pytest

from vertikal.fields import Mode, Stage

PILOT = {
    "introduced": 1.0, "reform_stage": int(Stage.PILOT), "reform_mode": int(Mode.FILTERED),
    "pilot_share": 0.3,
}  # fmt: skip


def piloted(bench, members=2000, **changes):
    return bench.ask("pilots_go_to_safe_places", bench.calm(**{**PILOT, **changes}),
                     members=members)  # fmt: skip


@pytest.mark.statistical
def test_a_pilot_without_selection_is_representative(bench):
    # each reformable unit is in with the decreed share: five standard errors, 40 units, seed fixed
    made = piloted(bench, pilot_selection=0.0)["piloted"]
    able = np.asarray(bench.compiled.statics["reformable"]) > 0
    share = made.mean(axis=0)
    assert np.abs(share[able] - 0.3).max() < 5 * (0.3 * 0.7 / 2000) ** 0.5
    assert (share[~able] == 0.0).all()


@pytest.mark.statistical
def test_a_stratified_pilot_is_of_the_same_chances_and_everywhere(bench):
    # five standard errors of a share, as above, 40 units, seed fixed; the number is the decree's
    made = piloted(bench, pilot_selection=0.0, pilot_stratified=1.0)["piloted"]
    able = np.asarray(bench.compiled.statics["reformable"]) > 0
    tier = np.asarray(bench.compiled.statics["tier_index"])
    assert np.abs(made.mean(axis=0)[able] - 0.3).max() < 5 * (0.3 * 0.7 / 2000) ** 0.5
    assert (made[:, ~able] == 0.0).all()
    for k in np.unique(tier[able]):
        listed = made[:, able & (tier == k)]
        for start in range(0, listed.shape[1] - 10, 5):  # of any ten in a row three are in, +- 1
            assert np.abs(listed[:, start : start + 10].sum(1) - 3.0).max() <= 1.0


def test_selected_pilots_are_small_and_quiet(bench):
    made = piloted(bench, pilot_selection=1.5)["piloted"]
    quiet = np.asarray(bench.compiled.statics["anonymity"])
    localities = np.asarray(bench.compiled.statics["tier_index"]) == 2
    share = made.mean(axis=0)[localities]
    assert np.corrcoef(share, quiet[localities])[0, 1] < -0.8
    assert made[:, localities].mean() == pytest.approx(0.3, abs=0.03)


def test_units_in_a_pilot_vote_after_the_lead_time(bench):
    made = piloted(bench, members=50)
    chosen = made["piloted"] > 0
    assert (made["mode"][chosen] == int(Mode.FILTERED)).all()
    assert (made["term_left"][chosen] == 2 - 20).all()
    assert (made["mode"][~chosen] == 0).all()
    assert (made["term_left"][~chosen] == 0).all()


@pytest.mark.parametrize("changes", [{"introduced": 0.0}, {"reform_stage": int(Stage.ROLLOUT)}])
def test_nobody_is_in_a_pilot_that_has_not_begun(bench, changes):
    assert piloted(bench, members=50, **changes)["piloted"].sum() == 0.0


def rollout(bench, members=300, **changes):
    given = {"reform_stage": int(Stage.ROLLOUT), "reform_mode": int(Mode.FILTERED),
             "term_left": 1, "mode": int(Mode.APPOINTED), **changes}  # fmt: skip
    state = bench.calm(**given)
    return state, bench.ask("rollout_follows_terms", state, members=members)


def test_a_reform_reaches_a_unit_or_is_evaded(bench):
    state, made = rollout(bench)
    able = np.asarray(bench.compiled.statics["reformable"]) > 0
    np.testing.assert_array_equal((made["converted"] + made["evaded"])[:, able], 1.0)
    assert made["converted"][:, ~able].sum() == 0.0
    evaded = made["evaded"] > 0
    assert evaded.any()
    assert (made["mode"][evaded] == 0).all()
    assert (made["mode"][(made["converted"] > 0)] == int(Mode.FILTERED)).all()
    full = np.broadcast_to(state["term_months"].astype(int), evaded.shape)
    np.testing.assert_array_equal(1 + made["term_left"][evaded], full[evaded])


@pytest.mark.parametrize(
    "changes",
    [
        {"term_left": 2},
        {"term_left": 0},
        {"reform_stage": int(Stage.PILOT)},
        {"mode": int(Mode.FILTERED)},
    ],
)
def test_a_rollout_waits_for_the_term_to_end(bench, changes):
    made = rollout(bench, members=50, **changes)[1]
    assert made["converted"].sum() + made["evaded"].sum() == 0.0


@pytest.mark.parametrize(
    "changes", [{"acting": 1.0}, {"mode": int(Mode.INDIRECT)}, {"reform_mode": int(Mode.INDIRECT)}]
)
def test_who_was_chosen_or_is_acting_cannot_evade(bench, changes):
    made = rollout(bench, **changes)[1]
    assert made["evaded"].sum() == 0.0
    assert made["converted"].sum() > 0.0


def test_evasion_is_commoner_in_large_places(bench):
    made = [rollout(bench, anonymity=a)[1]["evaded"] for a in (0.0, 0.5, 1.0)]
    assert (np.diff(made, axis=0) >= 0.0).all()
    assert made[-1].sum() > made[0].sum()


def test_after_a_rollback_heads_are_selected_as_before(bench):
    made = rollout(bench, reform_stage=int(Stage.ROLLED_BACK), reform_mode=int(Mode.APPOINTED),
                   mode=int(Mode.FILTERED))[1]  # fmt: skip
    able = np.asarray(bench.compiled.statics["reformable"]) > 0
    assert (made["mode"][:, able] == int(Mode.APPOINTED) - int(Mode.FILTERED)).all()
    assert made["evaded"].sum() == 0.0


def rolled_back(bench, members=4000, **changes):
    given = {"reform_stage": int(Stage.ROLLOUT), "reform_mode": int(Mode.FILTERED),
             "mode_before": int(Mode.INDIRECT), "risk": 0.5, **changes}  # fmt: skip
    return bench.ask("elites_roll_back", bench.calm(**given), members=members)


def test_rollback_is_likelier_at_high_risk(bench):
    made = [rolled_back(bench, risk=r)["rolled_back"] for r in (0.0, 0.5, 1.0, 2.0)]
    assert (np.diff(made, axis=0) >= 0.0).all()
    assert made[-1].sum() > 3 * made[0].sum()


@pytest.mark.parametrize(
    ("name", "levels"),
    [("court_independence", (0.0, 0.3, 0.9)), ("reform_age", (0.0, 4.0, 20.0)),
     ("narrative", (0.0, 0.3, 1.0))],
)  # fmt: skip
def test_rollback_is_rarer_with(bench, name, levels):
    made = [rolled_back(bench, **{name: x})["rolled_back"] for x in levels]
    assert (np.diff(made, axis=0) <= 0.0).all()
    assert made[-1].sum() < made[0].sum()


def test_trust_protects_only_where_residents_elect(bench):
    appointed = [rolled_back(bench, trust=t, mode=0)["rolled_back"].sum() for t in (0.0, 1.0)]
    elected = [rolled_back(bench, trust=t, mode=2)["rolled_back"].sum() for t in (0.0, 1.0)]
    assert appointed[0] == appointed[1]
    assert elected[1] < elected[0]


@pytest.mark.parametrize(
    "changes",
    [{"reform_stage": int(Stage.IDLE)}, {"reform_stage": int(Stage.ROLLED_BACK)},
     {"reform_mode": int(Mode.INDIRECT)}],
)  # fmt: skip
def test_what_is_not_in_force_cannot_be_taken_back(bench, changes):
    assert rolled_back(bench, risk=5.0, **changes)["rolled_back"].sum() == 0.0


def test_a_rollback_brings_back_the_mode_before(bench):
    made = rolled_back(bench, risk=2.0)
    back = made["rolled_back"] > 0
    assert back.any()
    assert (made["reform_mode"][back] == int(Mode.INDIRECT) - int(Mode.FILTERED)).all()
    assert (made["reform_stage"][back] == int(Stage.ROLLED_BACK) - int(Stage.ROLLOUT)).all()
    assert (made["reform_mode"][~back] == 0).all()


def test_a_loud_pilot_stalls_and_a_quiet_one_goes_nationwide(bench):
    common = {"in_pilot": 1.0, "reform_stage": int(Stage.PILOT), "reform_age": 2.0,
              "reform_mode": int(Mode.FILTERED)}  # fmt: skip
    quiet, loud = (
        bench.ask("centre_evaluates_pilots", bench.calm(activism=a, **common), members=300)
        for a in (0.01, 0.3)
    )
    assert quiet["rolled_out"].sum() > 0
    assert quiet["stalled"].sum() == 0
    assert loud["rolled_out"].sum() == 0
    np.testing.assert_array_equal(loud["stalled"], quiet["rolled_out"])


def test_a_pilot_is_not_judged_in_its_first_months(bench):
    state = bench.calm(in_pilot=1.0, reform_stage=int(Stage.PILOT), reform_age=0.4)
    made = bench.ask("centre_evaluates_pilots", state, members=300)
    assert made["rolled_out"].sum() + made["stalled"].sum() == 0.0


def test_a_payoff_far_below_zero_is_never(bench):
    never = bench.calm(reform_payoff=-6.0, reform_age=1.0, capacity_threshold=0.3)
    often = bench.calm(reform_payoff=2.0, reform_age=1.0, capacity_threshold=0.3)
    assert bench.ask("centre_introduces_elections", never, members=4000)["introduced"].sum() == 0.0
    made = bench.ask("centre_introduces_elections", often, members=4000)
    assert made["introduced"].sum() > 100
    np.testing.assert_array_equal(made["pilot_due"], made["introduced"].max(axis=1))


def test_elections_at_the_top_are_worth_least(bench):
    made = bench.ask("centre_weighs_reform", bench.calm(removal_premium=1.0))["reform_payoff"][0]
    assert made[0] < made[1] < made[2]


@pytest.mark.parametrize("name", ["risk", "removal_premium", "monitoring"])
def test_the_payoff_falls_with(bench, name):
    low, high = (
        bench.ask("centre_weighs_reform", bench.calm(**{name: x}))["reform_payoff"][0][:2]
        for x in (0.1, 0.9)
    )
    assert (high < low).all()


def test_a_demand_for_change_makes_elections_worth_more(bench):
    low, high = (
        bench.ask("centre_weighs_reform", bench.calm(reform_pressure=x))["reform_payoff"]
        for x in (0.0, 1.0)
    )
    assert (high > low).all()


def test_an_order_for_all_at_once_faces_every_head_with_it_next_month(bench):
    state = bench.calm(reform_order=[0, 0, 2], reform_mode_ordered=[0, 0, 1],
                       all_at_once=[0, 0, 1])  # fmt: skip
    made = bench.ask("centre_orders_reform", state)
    tier = np.asarray(bench.compiled.statics["tier_index"])
    np.testing.assert_array_equal(made["mode"][0], np.where(tier == 2, 1, 0))
    np.testing.assert_array_equal(20 + made["term_left"][0], np.where(tier == 2, 1, 20))
    np.testing.assert_array_equal(made["rolled_out"][0], [0.0, 0.0, 1.0])
