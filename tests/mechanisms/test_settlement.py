"""How directives are settled: bargains, contests, suits and the docket."""

import jax.numpy as jnp
import numpy as np

from vertikal.engine import Draw, Streams, View
from vertikal.mechanisms import DOCKET_MONTHS, load

NO_COURT = {"court_odds": 0.0}


def test_without_a_court_the_centre_prevails_in_all_it_contests(bench):
    shunned = bench.calm(shunned=1.0, detection=1.0, priority=1.0, burden=0.5, **NO_COURT)
    broken = bench.calm(bargained=1.0, concession=0.5, burden=0.5, **NO_COURT)
    for name, state in (("centre_has_last_word", shunned), ("ministries_slow_down", broken)):
        made = bench.ask(name, state, members=500)
        assert made["contested"].sum() > 10
        np.testing.assert_array_equal(made["contested"], made["centre_prevailed"])


def test_the_centre_loses_where_a_court_always_finds_for_the_region(bench):
    given = {"shunned": 1.0, "detection": 1.0, "priority": 1.0, "burden": 0.5, "court_odds": 1.0}
    state = bench.calm(**given, court_independence=1.0)
    made = bench.ask("centre_has_last_word", state, members=500)
    assert made["contested"].sum() > 10
    assert made["centre_prevailed"].sum() == 0.0


def test_what_comes_before_no_court_the_centre_wins_whatever_a_court_would_say(bench):
    given = {"shunned": 1.0, "detection": 1.0, "priority": 1.0, "burden": 0.5, "court_odds": 1.0}
    made = bench.ask(
        "centre_has_last_word", bench.calm(**given, court_independence=0.4), members=500
    )
    assert 0 < made["state_sued"].sum() < made["contested"].sum()
    np.testing.assert_array_equal(made["centre_prevailed"], made["contested"] - made["state_sued"])


def test_what_is_not_seen_is_not_contested(bench):
    for quiet in ({"detection": 0.0}, {"priority": 0.0}, {"shunned": 0.0}):
        given = {"shunned": 1.0, "detection": 1.0, "priority": 1.0, "burden": 0.5, **quiet}
        made = bench.ask("centre_has_last_word", bench.calm(**given), members=500)
        assert made["contested"].sum() == 0.0
        assert made["burden_borne"].sum() == 0.0


def test_what_is_slowed_and_what_breaks_down_are_the_bargains(bench):
    state = bench.calm(bargained=1.0, concession=0.4, burden=0.5)
    made = bench.ask("ministries_slow_down", state, members=500)
    np.testing.assert_array_equal(made["slowed"] + made["contested"], 1.0)
    slowed = made["slowed"] > 0
    np.testing.assert_allclose(made["burden_borne"][slowed], 0.6 * 0.5, rtol=1e-6)
    assert (made["slow_days"][~slowed] == 0.0).all()
    assert (made["slow_days"][slowed] > 0.0).all()


def test_more_is_conceded_more_slowly(bench):
    days = [
        bench.ask("ministries_slow_down", bench.calm(bargained=1.0, concession=c), members=500)
        for c in (0.1, 0.5, 0.9)
    ]
    assert (np.diff([d["slow_days"] for d in days], axis=0) >= 0.0).all()


def docket(bench, months=150, filed=48):
    """Let regions sue for some months, then wait: all that is filed, handed down and pending."""
    m = load("courts_decide")
    state = {k: jnp.asarray(v) for k, v in bench.calm(court_odds=0.4, burden=0.7).items()}
    said = []
    for month in range(months):
        sues = jnp.asarray([month % 2, 1, month % 3 == 0], jnp.float32) * (month < filed)
        state["sued"] = sues
        streams = Streams.of(3, 0).then(month)
        view = View(state, frozenset(m.reads), bench.tree, m.name)
        made = m.act(view, m.params(), Draw(streams, m.name, bench.compiled.ids))
        for name in ("docket_won", "docket_lost", "docket_burden"):
            state[name] = state[name] + made[name]
        said.append(
            {
                "filed": np.asarray(sues), "won": np.asarray(made["suits_won"]),
                "lost": np.asarray(made["suits_lost"]), "days": np.asarray(made["suit_days"]),
                "borne": np.asarray(made["burden_borne"]),
                "pending": np.asarray((state["docket_won"] + state["docket_lost"]).sum(axis=1)),
                "owed": np.asarray(state["docket_burden"].sum(axis=1)),
            }
        )  # fmt: skip
    return {k: np.array([s[k] for s in said]) for k in said[0]}


def test_no_suit_is_lost_or_made_up(bench):
    d = docket(bench)
    total = {k: np.cumsum(d[k], axis=0) for k in ("filed", "won", "lost", "borne")}
    np.testing.assert_array_equal(total["filed"], total["won"] + total["lost"] + d["pending"])
    assert d["pending"][-1].sum() == 0.0
    assert total["won"][-1].min() > 0
    assert total["lost"][-1].min() > 0
    assert d["owed"][-1].sum() == 0.0


def test_a_region_bears_the_rule_only_if_it_loses(bench):
    d = docket(bench)
    np.testing.assert_allclose(d["borne"], 0.7 * d["lost"], rtol=1e-5, atol=1e-6)


def test_nobody_waits_longer_than_the_docket_is_long(bench):
    d = docket(bench, months=48 + DOCKET_MONTHS + 1)
    assert d["pending"][-1].sum() == 0.0
    assert (d["days"][d["filed"] > 0] > 0.0).all()
