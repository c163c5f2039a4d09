"""What the other systems add: two masters, spreading pilots, local options, parties, courts."""

from typing import Any

import numpy as np
import pytest

from vertikal.fields import Mode, Origin, Stage
from vertikal.mechanisms import load


def vector(name: str, **changes: float) -> Any:
    """Parameters of a mechanism, some of them changed."""
    return load(name).params(**changes)


def reported(bench, **changes):
    """Services as reported, without survey noise."""
    name = "heads_serve_two_masters"
    quiet = vector(name, noise=0.0)
    state = bench.calm(local_knowledge=0.8, mandate_harm=0.5, **changes)
    return {k: v.mean() for k, v in bench.ask(name, state, quiet).items()}


def test_residents_know_a_near_head_better_than_a_far_one(bench):
    name = "residents_know_what_is_near"
    far = bench.ask(name, bench.calm())["local_knowledge"].ravel()
    assert (far[:-1] < far[1:]).all()  # from the regions down
    even = bench.ask(name, bench.calm(), vector(name, information_drop=0.0))["local_knowledge"]
    assert even.ravel() == pytest.approx(vector(name).information)


@pytest.mark.parametrize("monitoring", [0.1, 0.3, 0.5])
def test_elections_serve_residents_and_fail_the_centre(bench, monitoring):
    without = reported(bench, mode=Mode.APPOINTED, autonomy=0.6, monitoring=monitoring)
    with_vote = reported(bench, mode=Mode.FILTERED, autonomy=0.6, monitoring=monitoring)
    assert with_vote["popular_service"] > without["popular_service"]
    assert with_vote["mandate_service"] < without["mandate_service"]
    assert with_vote["neutral_service"] == without["neutral_service"]


def test_a_council_stands_between_appointment_and_election(bench):
    modes = (Mode.APPOINTED, Mode.INDIRECT, Mode.FILTERED)
    popular = [reported(bench, mode=m, autonomy=0.6)["popular_service"] for m in modes]
    assert popular == sorted(popular)
    assert popular[0] < popular[1] < popular[2]


def test_without_autonomy_an_election_changes_no_service(bench):
    elected = reported(bench, mode=Mode.OPEN, autonomy=0.0)
    appointed = reported(bench, mode=Mode.APPOINTED, autonomy=0.0)
    assert elected == appointed


def joined(bench, **changes):
    usual = {
        "reform_stage": Stage.PILOT, "reform_mode": Mode.FILTERED, "reform_age": 1.0,
        "reformable": 1.0, "mode": Mode.APPOINTED, "capacity_threshold": 0.4,
    }  # fmt: skip
    return bench.ask("pilots_spread", bench.calm(**{**usual, **changes}), members=400)["mode"]


def test_pilots_spread_first_where_the_centre_sees_least(bench):
    blind, seen = ((joined(bench, monitoring=m) > 0).mean() for m in (0.05, 0.9))
    assert blind > 3 * seen
    rate = vector("pilots_spread").rate / 12.0
    assert blind == pytest.approx(rate, rel=0.35)


@pytest.mark.parametrize("stage", [Stage.IDLE, Stage.ROLLOUT, Stage.STALLED, Stage.ROLLED_BACK])
def test_only_a_running_pilot_spreads(bench, stage):
    assert joined(bench, reform_stage=stage).max() == 0


NAME = "superiors_take_elections_away"


def decided(bench, params=None, **changes):
    usual = {
        "option_open": 1.0, "mode": Mode.FILTERED, "reformable": 1.0, "direct_elections": 1.0,
        "origin": Origin.OFFICIAL,
    }  # fmt: skip
    return bench.ask(NAME, bench.calm(**{**usual, **changes}), params, members=2000)


def test_where_the_law_is_silent_nothing_is_taken_away(bench):
    assert decided(bench, option_open=0.0)["abolished"].max() == 0.0


def test_a_new_law_starts_a_wave(bench):
    calm, wave = (decided(bench, option_wave=w)["abolished"].mean() for w in (0.0, 1.0))
    assert wave > 2.5 * calm


def test_a_strong_machine_saves_the_loyal_and_dooms_the_outsider(bench):
    def abolished(circle, origin):
        return decided(bench, circle=circle, origin=origin, option_wave=1.0)["abolished"].mean()

    assert abolished(0.9, Origin.PARTY) < abolished(0.1, Origin.PARTY)
    assert abolished(0.9, Origin.OUTSIDER) > abolished(0.1, Origin.OUTSIDER)


def test_what_was_taken_away_comes_back_at_the_rate_of_restoration(bench):
    often = vector(NAME, restoration=1.2)
    made = decided(bench, often, mode=Mode.APPOINTED)
    assert made["restored"].mean() == pytest.approx(0.1, abs=0.01)
    assert decided(bench, often, mode=Mode.APPOINTED, direct_elections=0.0)["restored"].max() == 0.0


def test_regions_without_competences_have_no_disputes_of_their_own(bench):
    name = "ministries_issue_directives"
    made = bench.ask(name, bench.calm(competences=0.0), members=300)
    assert made["disliked"].max() <= 1.0
    own = bench.ask(name, bench.calm(competences=1.0), members=300)
    assert own["disliked"].mean() > 2 * made["disliked"].mean()


def test_disputes_grow_with_partisan_distance(bench):
    name = "ministries_issue_directives"
    near, far = (
        bench.ask(
            name,
            bench.calm(competences=1.0, partisan=1.0, leaning=-0.5, government_leaning=lean),
            members=600,
        )["disliked"].mean()
        for lean in (-0.5, 0.9)
    )
    assert far > 1.3 * near


def test_the_centre_goes_to_court_where_there_is_one(bench):
    name = "centre_has_last_word"
    state = {"shunned": 1.0, "detection": 0.8, "priority": 0.2, "burden": 0.5}
    none = bench.ask(name, bench.calm(**state, court_independence=0.0), members=300)
    full = bench.ask(name, bench.calm(**state, court_independence=1.0), members=300)
    assert none["state_sued"].max() == 0.0
    np.testing.assert_array_equal(full["state_sued"], full["contested"])
    assert full["contested"].mean() > 2 * none["contested"].mean()


def test_what_a_court_protects_stays_autonomous(bench):
    name = "capacity_erodes_autonomy"
    state = {"monitoring": 0.9, "capacity_threshold": 0.3, "autonomy": 0.8, "competences": 1.0}
    lost = bench.ask(name, bench.calm(**state, court_independence=0.0))["autonomy"]
    kept = bench.ask(name, bench.calm(**state, court_independence=1.0))["autonomy"]
    assert lost.max() < 0.0
    assert kept.min() > 0.0


def test_open_regimes_are_not_shaken_by_crowds(bench):
    name = "crisis_opens_or_closes"
    crowds = [bench.ask(name, bench.calm(activism=0.3, openness=d))["crisis"] for d in (0.2, 0.8)]
    assert [float(x[0]) for x in crowds] == [1.0, 0.0]


def test_a_given_opening_is_added_and_nothing_else(bench):
    made = bench.ask("institutions_open_or_close", bench.calm(opening=0.07))
    assert float(made["openness"][0]) == pytest.approx(0.07)
