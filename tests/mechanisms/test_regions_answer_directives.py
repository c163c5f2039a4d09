"""Who sues, who bargains, and what a bargain is worth."""

from typing import Any

import numpy as np
import pytest

from vertikal.mechanisms import load

NAME = "regions_answer_directives"


def params() -> Any:
    """Its parameters at their defaults."""
    return load(NAME).params()


def answers(bench, members=400, params=None, **changes):
    state = bench.calm(**{"burden": 0.6, "disliked": 1.0, **changes})
    return bench.ask(NAME, state, params, members=members)


def test_without_a_court_nobody_sues(bench):
    made = answers(bench, court_independence=0.0)
    assert made["sued"].sum() == 0.0
    assert made["court_odds"].max() == 0.0


def test_with_a_court_somebody_sues(bench):
    assert answers(bench, court_independence=1.0)["sued"].sum() > 10


def test_more_court_never_means_fewer_suits(bench):
    suits = [answers(bench, court_independence=j)["sued"].sum() for j in (0.0, 0.1, 0.5, 1.0)]
    assert suits == sorted(suits)


@pytest.mark.parametrize("monitoring", [0.05, 0.5, 0.95])
def test_with_a_full_court_the_concession_is_the_court_odds(bench, monitoring):
    made = answers(bench, court_independence=1.0, monitoring=monitoring)
    np.testing.assert_allclose(made["concession"], made["court_odds"], rtol=1e-6)


def test_the_concession_goes_from_the_bargain_to_the_odds_of_a_neutral_court(bench):
    low, half, full = (answers(bench, court_independence=j)["concession"] for j in (0.0, 0.5, 1.0))
    np.testing.assert_allclose(half, (low + full) / 2.0, rtol=1e-5, atol=1e-6)


def test_a_full_veto_concedes_everything(bench):
    np.testing.assert_allclose(answers(bench, regional_veto=1.0)["concession"], 1.0)


def test_the_concession_rises_with_unrest(bench):
    made = [answers(bench, activism=a)["concession"] for a in (0.0, 0.02, 0.05, 0.3)]
    assert (np.diff(made, axis=0) >= 0.0).all()
    assert (made[-1] > made[0]).all()


def test_the_concession_rises_with_anger(bench):
    made = [answers(bench, grievance=g)["concession"] for g in (0.0, 0.4, 1.0)]
    assert (np.diff(made, axis=0) >= 0.0).all()


def test_the_concession_falls_with_what_the_centre_sees(bench):
    made = [answers(bench, monitoring=m)["concession"] for m in (0.1, 0.4, 0.9)]
    assert (np.diff(made, axis=0) <= 0.0).all()
    assert (made[-1] < made[0]).all()


def test_each_region_gives_one_answer_to_what_it_dislikes(bench):
    for disliked in (0.0, 1.0):
        made = answers(bench, court_independence=0.5, disliked=disliked)
        given = sum(made[k] for k in ("complied", "shunned", "bargained", "sued"))
        np.testing.assert_array_equal(given, disliked)


def test_what_is_not_disliked_is_borne_in_full(bench):
    made = answers(bench, disliked=0.0, burden=0.15)
    np.testing.assert_allclose(made["burden_borne"], 0.15)


def test_nobody_shuns_where_the_centre_sees_everything(bench):
    blind = answers(bench, monitoring=0.0)["shunned"].sum()
    seen = answers(bench, monitoring=1.0)["shunned"].sum()
    assert blind > 3 * seen


def test_recentralisation_lowers_the_odds(bench):
    usual = answers(bench, court_independence=1.0)["court_odds"]
    back = answers(bench, court_independence=1.0, reform_stage=4)["court_odds"]
    assert (back < usual).all()


def test_chances_are_those_of_the_logit(bench):
    # 3 regions x 3,000 members; the merit moves nothing where there is no court
    p = params()
    made = answers(bench, members=3000, monitoring=0.3)
    share = made["concession"][0, 0]
    u = p.precision * np.array([-0.6, -0.3 * (0.6 + p.sanction), -(1 - share) * 0.6 - 0.05])
    expected = np.exp(u) / np.exp(u).sum()
    for k, name in enumerate(("complied", "shunned", "bargained")):
        found = made[name][:, 0].mean()
        # five standard errors, seed fixed
        assert abs(found - expected[k]) < 5 * (expected[k] * (1 - expected[k]) / 3000) ** 0.5 + 1e-3
