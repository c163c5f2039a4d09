"""The null model of any country: each margin draws its own, and what has no margin is not there."""

from pathlib import Path

import numpy as np
import pytest

from vertikal import io, measures
from vertikal.fields import Mode, Origin
from vertikal.lab import Request, describe, null_dataset
from vertikal.scenario import (
    Margins,
    RawScenario,
    ScenarioError,
    compile_scenario,
    default_parameters,
    validate,
    validate_margins,
)

MEMBERS, UNITS, YEARS, REGIONS = 200, 28, 5, 3
TOY = str(Path(__file__).parent.parent / "data" / "toy")
MORE = {
    "leader_mean": 0.7, "leader_sd": 0.05, "padded_share": 0.05, "made_up_share": 0.01,
    "disputes_per_region_year": 6.0, "settled_per_region_year": 1.0, "suits_per_region_year": 3.0,
    "state_suit_share": 0.6, "suit_years": 0.5, "region_win_share": 0.4,
    "alternation_per_election": 0.2, "return_per_election": 0.6, "elected_share_at_start": 0.5,
    "introduction_per_post_year": 0.3, "abolition_per_post_year": 0.1,
    "election_years_between": 2.0, "restorations_per_year": 2.0, "contest": 0.4, "honesty": 0.9,
    "autonomy": 0.3, "pilot_share": 0.3, "popular_service": 0.6, "mandate_service": 0.5,
    "neutral_service": 0.7,
}  # fmt: skip
NEVER = {
    "conceded", "crisis", "election_falsified", "national_activism", "rolled_back",
    "unit_activism", "unit_grievance", "unit_trust", "unit_circle", "unit_mandate",
}  # fmt: skip
"""Variables of the run that a null without residents cannot have."""


@pytest.fixture(scope="module")
def described():
    compiled = compile_scenario(validate(io.read_scenario(TOY)))
    return describe(Request("toy", compiled, default_parameters(), MEMBERS, 0))


@pytest.fixture(scope="module")
def all_margins():
    raw = io.read_margins(TOY)
    assert raw is not None
    margins = Margins(**{**raw.values, **MORE})
    assert None not in margins.model_dump().values()
    return margins


@pytest.fixture(scope="module")
def null(described, all_margins):
    return null_dataset(described, all_margins, seed=5)


def only(described, **margins):
    return null_dataset(described, Margins(**margins), seed=5)


def recovered(values, expected):
    """Mean over members within five standard errors: fails once in 1.7 million draws."""
    values = np.asarray(values, float)
    se = values.std(ddof=1) / np.sqrt(len(values))
    assert abs(values.mean() - expected) < 5 * se, (values.mean(), expected, se)


def test_every_margin_draws_something(described, all_margins, null):
    """Leave each out in turn: variables go, or are drawn from others."""
    for name in Margins.model_fields:
        if name == "elected_share_at_start":  # others need it
            continue
        less = null_dataset(described, all_margins.model_copy(update={name: None}), seed=5)
        same = set(less) == set(null) and all(less[v].identical(null[v]) for v in null)
        hidden = {"outsider_share", "direct_elections_per_post_year"}  # others go before them
        assert same is (name in hidden), name


def test_one_margin_less_moves_nothing_elses_draws(described, all_margins, null):
    less = all_margins.model_copy(update={"turnout_mean": None, "suit_years": None})
    less = null_dataset(described, less, seed=5)
    gone = {"national_turnout", "national_honest", "suit_days", "suits_won", "suits_lost"}
    assert set(null) - set(less) == gone
    assert all(less[name].identical(null[name]) for name in less)


def test_without_margins_there_is_nothing(described):
    empty = only(described)
    assert list(empty.data_vars) == []
    assert empty.sizes["unit"] == UNITS


def test_has_the_dimensions_of_the_run(null, described):
    for name, variable in null.data_vars.items():
        assert tuple(variable.dims) == described.variables[name].dims, name
        assert variable.shape == tuple(described.sizes[d] for d in variable.dims), name


@pytest.mark.parametrize("name", measures.NAMES)
def test_has_whatever_a_measure_needs(null, name):
    assert {n for n in measures.load(name).needs if n not in null} <= NEVER


def test_a_measure_reads_nothing_where_the_null_says_nothing(described):
    with pytest.raises(measures.MeasureError, match="lacks"):
        measures.load("protests_per_month")(only(described, openness=0.5))


@pytest.mark.statistical
def test_suits_settlements_and_disputes_are_recovered(null):
    years = REGIONS * YEARS
    total = {n: null[n].sum(("time", "region")).astype(float) for n in (
        "sued", "state_sued", "slowed", "disliked", "contested", "centre_prevailed",
        "suits_won", "suits_lost",
    )}  # fmt: skip
    recovered(total["sued"] + total["state_sued"], 3.0 * years)
    recovered(total["state_sued"] - 0.6 * (total["sued"] + total["state_sued"]), 0.0)
    recovered(total["slowed"], 1.0 * years)
    recovered(total["disliked"], 6.0 * years)
    recovered(total["centre_prevailed"] - 0.6 * total["contested"], 0.0)
    recovered(total["suits_won"] - 0.4 * (total["suits_won"] + total["suits_lost"]), 0.0)
    days = null["suit_days"].sum(("time", "region"))
    recovered(days / 365.25 - 0.5 * total["sued"], 0.0)


def test_verdicts_come_after_suits_and_are_fewer(null):
    ended = (null["suits_won"] + null["suits_lost"]).cumsum("time")
    assert (ended <= null["sued"].cumsum("time")).all()
    assert 0 < int(ended.isel(time=-1).sum()) < int(null["sued"].sum())


@pytest.mark.statistical
def test_votes_for_the_leader_are_recovered_and_honest(null):
    recovered(null["leader_share"].mean(("time", "region")), 0.7)
    assert null["leader_honest"].identical(null["leader_share"].rename("leader_honest"))
    assert null["national_honest"].identical(null["national_turnout"].rename("national_honest"))
    assert float(null["stations_padded"].mean()) == pytest.approx(0.05)
    assert float(null["stations_made_up"].mean()) == pytest.approx(0.01)


@pytest.mark.statistical
@pytest.mark.parametrize("service", ["popular", "mandate", "neutral"])
def test_services_are_recovered_with_their_noise(null, service):
    values = null[f"unit_{service}_service"]
    recovered(values.mean(("year", "unit")), MORE[f"{service}_service"])
    assert float(values.std()) == pytest.approx(0.1, rel=0.02)


def test_constants_are_constant(null):
    for name in ("contest", "honesty", "autonomy"):
        np.testing.assert_allclose(null[f"unit_{name}"], MORE[name])


@pytest.mark.statistical
def test_pilots_are_a_share_of_units_all_along(null):
    recovered(null["unit_in_pilot"].isel(year=0).mean("unit"), 0.3)
    assert (null["unit_in_pilot"].min("year") == null["unit_in_pilot"].max("year")).all()


# --- who is elected ----------------------------------------------------------------------------


@pytest.mark.statistical
def test_the_share_elected_at_the_start_stays_without_hazards(described):
    still = only(described, elected_share_at_start=0.4)
    elected = still["unit_mode"] == int(Mode.FILTERED)
    recovered(elected.isel(year=0).mean("unit"), 0.4)
    assert (elected.isel(year=0) == elected.isel(year=-1)).all()
    assert "abolished" not in still
    assert "direct_held" not in still


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("start", "hazard", "left"),
    [(1.0, {"abolition_per_post_year": 0.2}, np.exp(-1.0)),
     (0.0, {"introduction_per_post_year": 0.2}, 1.0 - np.exp(-1.0))],
)  # fmt: skip
def test_hazards_are_recovered(described, start, hazard, left):
    moved = only(described, elected_share_at_start=start, **hazard)
    elected = (moved["unit_mode"] == int(Mode.FILTERED)).astype(float)
    recovered(elected.isel(year=-1).mean("unit"), left)


@pytest.mark.statistical
def test_restorations_are_a_number_a_year_in_the_whole_country(described):
    moved = only(described, elected_share_at_start=0.0, restorations_per_year=2.0)
    recovered(moved["restored"].sum(("time", "tier")), 2.0 * YEARS)
    recovered((moved["unit_mode"] > 0).isel(year=-1).sum("unit"), 2.0 * YEARS)


def test_tiers_count_the_same_heads_as_units(null):
    tiers = null["unit_tier"].values
    for tier in null["tier"].values:
        at = np.flatnonzero(tiers == tier)
        units = (null["unit_mode"] == int(Mode.FILTERED)).isel(unit=at).sum("unit")
        last = null["heads_elected"].sel(tier=tier).isel(time=slice(11, None, 12))
        np.testing.assert_array_equal(units, last)
        assert int(null["heads_elected"].sel(tier=tier).min()) >= 0
        elections = null["unit_direct_elections"].isel(unit=at, year=-1).sum("unit")
        held = null["direct_held"].sel(tier=tier).sum("time")
        elected_before = (elections - held).values  # each of them was elected once
        assert elected_before.min() >= 0
        assert elected_before.max() <= at.size


@pytest.mark.statistical
def test_elections_follow_terms(described):
    held = only(described, elected_share_at_start=1.0, election_years_between=2.4)
    recovered(held["direct_held"].sum(("time", "tier")), UNITS * YEARS / 2.4)
    counts = held["unit_direct_elections"].isel(year=-1)
    assert (int(counts.min()), int(counts.max())) == (3, 4)  # once before the run


def test_a_new_election_is_held_at_once(described):
    begun = only(
        described, elected_share_at_start=0.0, introduction_per_post_year=0.5,
        election_years_between=50.0,
    )  # fmt: skip
    elected = begun["unit_mode"] > 0
    np.testing.assert_array_equal(begun["unit_direct_elections"] > 0, elected)


def test_a_constant_rate_of_elections_reaches_every_unit(described):
    anywhere = only(described, direct_elections_per_post_year=0.5)
    assert "unit_mode" not in anywhere
    assert (anywhere["unit_direct_elections"].isel(year=-1).sum("member") > 0).all()


# --- who wins ----------------------------------------------------------------------------------


@pytest.mark.statistical
def test_outsiders_come_and_go_by_the_two_chances(described):
    won = only(
        described, elected_share_at_start=1.0, election_years_between=1.0,
        alternation_per_election=0.2, return_per_election=0.6,
    )  # fmt: skip
    sits = (won["unit_origin"] == int(Origin.OUTSIDER)).astype(float).values
    before = np.concatenate([np.zeros_like(sits[:, :1]), sits[:, :-1]], axis=1)
    comes = ((1 - before) * (sits - 0.2)).sum((1, 2))
    goes = (before * (1 - sits - 0.6)).sum((1, 2))
    recovered(comes, 0.0)
    recovered(goes, 0.0)
    np.testing.assert_array_equal(won["outsider_won"].sum(("time", "tier")), sits.sum((1, 2)))


@pytest.mark.statistical
def test_a_share_of_outsiders_does_not_ask_who_sits(described):
    won = only(described, direct_elections_per_post_year=0.3, outsider_share=0.25)
    both = won[["outsider_won", "direct_held"]].astype(float).sum(("time", "tier"))
    recovered(both["outsider_won"] - 0.25 * both["direct_held"], 0.0)


def test_alternation_alone_says_nothing_of_who_sits(described):
    half = only(
        described, elected_share_at_start=1.0, election_years_between=1.0,
        alternation_per_election=0.2,
    )  # fmt: skip
    assert "direct_held" in half
    assert not {"unit_origin", "outsider_won"} & set(half)


@pytest.mark.statistical
def test_dismissed_governors_are_counted(null, all_margins):
    rate = all_margins.dismissals_per_year * all_margins.governor_share
    recovered(null["heads_removed"].sel(tier="region").sum("time"), rate * YEARS)
    fired = (null["case_target"] >= 0).sum(("time", "case"))
    np.testing.assert_array_equal(null["heads_removed"].sum(("time", "tier")), fired)


# --- what is no margin -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"opennes": 0.5}, "opennes: no such key - did you mean 'openness'?"),
        ({"openness": 1.5}, "openness: is 1.5; input should be less than or equal to 1"),
        ({"suit_years": -1.0}, "suit_years: is -1.0; input should be greater than or equal to 0"),
        ({"protests_per_month": float("inf")}, "protests_per_month: is inf; "),
        ({"candidates_per_race": 0.5}, "candidates_per_race: is 0.5; "),
        ({"election_years_between": 0.0}, "election_years_between: is 0.0; "),
        ({"abolition_per_post_year": 0.1},
         "elected_share_at_start is missing, and abolition_per_post_year needs it; add it"),
    ],
)  # fmt: skip
def test_margins_that_will_not_do(values, says):
    with pytest.raises(ScenarioError) as caught:
        validate_margins(RawScenario("null.yaml", values, {}))
    assert says in caught.value.text()
