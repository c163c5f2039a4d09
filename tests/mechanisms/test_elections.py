"""Entry, vote, count, declaration: what may never happen, and what always does."""

import numpy as np
import pytest

from vertikal.fields import Mode, Origin


def ballots(bench, **changes):
    given = {"terms_ending": 1.0, "activism": 0.1, "mode": int(Mode.FILTERED), **changes}
    return bench.ask("candidates_enter", bench.calm(**given), members=200)


def test_a_full_filter_lets_no_outsider_through(bench):
    made = ballots(bench, candidate_filter=1.0)
    assert made["candidates_outside"].sum() == 0
    assert made["candidates_barred"].sum() > 0


def test_without_a_filter_nobody_is_barred(bench):
    made = ballots(bench, candidate_filter=0.0)
    assert made["candidates_barred"].sum() == 0
    assert made["candidates_outside"].sum() > 0


def test_open_elections_ignore_the_filter(bench):
    made = ballots(bench, candidate_filter=1.0, mode=int(Mode.OPEN))
    free = ballots(bench, candidate_filter=0.0, mode=int(Mode.FILTERED))
    np.testing.assert_array_equal(made["candidates_outside"], free["candidates_outside"])
    assert made["candidates_barred"].sum() == 0


def test_a_stricter_filter_never_lets_more_through(bench):
    made = [ballots(bench, candidate_filter=f)["candidates_outside"] for f in (0.0, 0.3, 0.6, 0.9)]
    assert (np.diff(made, axis=0) <= 0).all()


def test_the_filter_is_stricter_further_up(bench):
    made = ballots(bench, candidate_filter=0.5, urban=1.0)
    outside = made["candidates_outside"].mean(axis=0)
    tier = np.asarray(bench.compiled.statics["tier_index"])
    by_tier = [outside[tier == k].mean() for k in (0, 1, 2)]
    assert by_tier == sorted(by_tier)
    assert by_tier[0] < by_tier[2]


def test_there_are_always_two_candidates(bench):
    for mode in (Mode.FILTERED, Mode.OPEN):
        made = ballots(bench, candidate_filter=1.0, mode=int(mode), activism=0.0)
        assert (made["candidates_inside"] + made["candidates_outside"] >= 2).all()
        assert (made["incumbent_runs"] <= made["candidates_inside"]).all()
        assert (made["direct_held"] == 1).all()


@pytest.mark.parametrize("mode", [Mode.APPOINTED, Mode.INDIRECT])
def test_residents_vote_only_where_they_elect(bench, mode):
    made = ballots(bench, mode=int(mode))
    assert {k for k, v in made.items() if v.sum()} == set()


def count(bench, **changes):
    given = {
        "direct_held": 1.0, "national_vote": 1.0, "turnout": 0.5, "national_honest": 0.5,
        "honest_incumbent": 0.5, "honest_outsider": 0.4, "observation": 0.2, **changes,
    }  # fmt: skip
    return bench.ask("circles_falsify_counts", bench.calm(**given))


def test_without_a_circle_ballots_are_counted_as_cast(bench):
    made = count(bench, circle=0.0)
    assert made["falsified"].max() == 0.0
    assert made["national_falsified"].max() == 0.0
    np.testing.assert_allclose(made["national_turnout"], 0.5, rtol=1e-5)


def test_under_full_scrutiny_ballots_are_counted_as_cast(bench):
    made = count(bench, circle=1.0, activism=1.0)  # activists watch every count
    assert made["falsified"].max() == 0.0
    assert made["national_falsified"].max() == 0.0


def test_falsification_grows_with_circles_and_shrinks_with_observers(bench):
    circles = [count(bench, circle=c)["falsified"] for c in (0.2, 0.5, 1.0)]
    watched = [count(bench, observation=o)["falsified"] for o in (0.0, 0.5, 1.0)]
    assert (np.diff(circles, axis=0) > 0.0).all()
    assert (np.diff(watched, axis=0) < 0.0).all()


def test_close_races_are_falsified_more(bench):
    close = count(bench, honest_incumbent=0.4, honest_outsider=0.4)["falsified"]
    safe = count(bench, honest_incumbent=0.9, honest_outsider=0.05)["falsified"]
    assert (close > safe).all()


def test_only_unused_ballots_are_added(bench, states):
    made = bench.each("circles_falsify_counts", states)
    for k, state in enumerate(states):
        held = state["direct_held"] > 0
        assert (made["falsified"][k, 0] + state["turnout"] * held <= 1.0 + 1e-6).all()
    assert made["national_turnout"].max() <= 1.0 + 1e-6


def test_declared_turnout_never_exceeds_everybody(bench, states):
    made = bench.each("winners_take_office", states)
    assert made["declared_turnout"].max() <= 1.0 + 1e-6
    assert made["winner_share"].max() <= 1.0 + 1e-6
    assert made["new_contest"].min() >= -1e-6


def office(bench, **changes):
    given = {"direct_held": 1.0, "incumbent_runs": 1.0, "turnout": 0.5, "honest_incumbent": 0.5,
             "honest_insider": 0.2, "honest_outsider": 0.3, "candidates_outside": 1,
             "mode": int(Mode.FILTERED), **changes}  # fmt: skip
    state = bench.calm(**given)
    return state, bench.ask("winners_take_office", state, members=100)


def test_a_kept_incumbent_keeps_his_years_and_gets_a_new_term(bench):
    state, made = office(bench)
    assert (made["incumbent_won"] == 1.0).all()
    assert (made["tenure"] == 0.0).all()
    np.testing.assert_array_equal(
        state["term_left"] + made["term_left"][0], state["term_months"].astype(int)
    )
    np.testing.assert_allclose(made["mandate"], 0.5)


def test_an_outsider_with_most_votes_takes_office(bench):
    _, made = office(bench, honest_incumbent=0.2, honest_outsider=0.6)
    assert (made["outsider_won"] == 1.0).all()
    assert (made["origin"] == int(Origin.OUTSIDER)).all()
    np.testing.assert_allclose(made["tenure"], -2.0)


def test_falsified_ballots_can_turn_a_defeat_into_a_victory(bench):
    honest = office(bench, honest_incumbent=0.4, honest_outsider=0.5, honest_insider=0.1)[1]
    added = office(bench, honest_incumbent=0.4, honest_outsider=0.5, honest_insider=0.1,
                   falsified=0.2)[1]  # fmt: skip
    assert (honest["outsider_won"] == 1.0).all()
    assert (added["incumbent_won"] == 1.0).all()
    np.testing.assert_allclose(added["declared_turnout"], 0.7)
    np.testing.assert_allclose(added["winner_share"], (0.5 * 0.4 + 0.2) / 0.7, rtol=1e-5)


def test_an_insider_never_counts_as_an_outsider(bench):
    _, made = office(bench, incumbent_runs=0.0, honest_incumbent=0.0, honest_insider=0.7)
    assert made["outsider_won"].sum() == 0.0
    assert (made["origin"] < int(Origin.OUTSIDER)).all()
    assert len(np.unique(made["origin"])) == 3


def test_each_vote_goes_to_somebody(bench, states):
    made = bench.each("residents_choose_heads", states, members=20)
    total = made["honest_incumbent"] + made["honest_insider"] + made["honest_outsider"]
    held = np.stack([s["direct_held"] for s in states])[:, None]
    some = np.stack([s["candidates_inside"] + s["candidates_outside"] for s in states])[:, None] > 0
    np.testing.assert_allclose(total, np.broadcast_to(held * some, total.shape), atol=1e-5)


def test_more_mobilisation_never_means_fewer_voters(bench):
    local = [
        bench.ask("residents_choose_heads", bench.calm(direct_held=1.0, mobilisation=m),
                  members=20)["turnout"]
        for m in (0.0, 0.4, 0.9)
    ]  # fmt: skip
    assert (np.diff(local, axis=0) >= 0.0).all()


def test_circles_mobilise_where_everybody_knows_everybody(bench):
    assert bench.ask("circles_mobilise_voters", bench.calm(circle=0.0))["mobilisation"].max() == 0
    village, city = (
        bench.ask("circles_mobilise_voters", bench.calm(anonymity=a))["mobilisation"]
        for a in (0.0, 1.0)
    )
    assert (village > city).all()


def test_an_assembly_keeps_most_of_its_heads_and_an_angry_one_fewer(bench):
    common = {"terms_ending": 1.0, "mode": int(Mode.INDIRECT)}
    calm, angry = (
        bench.ask("assemblies_choose_heads", bench.calm(grievance=g, **common), members=200)
        for g in (0.2, 0.9)
    )
    assert (calm["assembly_held"] == 1.0).all()
    assert calm["assembly_kept"].mean() > 0.5
    assert (angry["assembly_kept"] <= calm["assembly_kept"]).all()


def test_an_acting_head_is_never_kept_as_if_chosen(bench):
    state = bench.calm(terms_ending=1.0, mode=int(Mode.INDIRECT), acting=1.0)
    made = bench.ask("assemblies_choose_heads", state, members=100)
    assert made["assembly_kept"].sum() == 0.0
    assert (made["acting"] == -1.0).all()
