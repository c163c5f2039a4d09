"""What passes, what does not, what is not scored and why."""

import json

import numpy as np
import pytest
import xarray as xr

from vertikal.lab import score
from vertikal.scenario import Fact


def dataset(values, months=24, start="2020-01"):
    """Protests of one region a month, a value a member; nothing else."""
    values = np.asarray(values, float)
    peaceful = np.repeat(values[:, None, None], months, axis=1)
    time = (np.datetime64(start, "M") + np.arange(months)).astype("datetime64[ns]")
    return xr.Dataset(
        {
            "protests_peaceful": (("member", "time", "region"), peaceful),
            "protests_violent": (("member", "time", "region"), np.zeros_like(peaceful)),
        },
        coords={"time": time, "vote": ["president_2020"], "vote_month": ("vote", [3])},
        attrs={"scenario": "made", "seed": 7},
    )


def fact(**changes):
    said = {
        "id": "protests", "quantity": "Protests", "observed": 5, "band": [4, 6],
        "unit": "1/month", "period": "2020", "source": "a test", "grade": "A", "tolerance": "one",
        "measure": "protests_per_month", "options": {},
    }  # fmt: skip
    return Fact(**{**said, **changes})


def row(values, null=None, **changes):
    card = score(dataset(values), [fact(**changes)], None if null is None else dataset(null))
    return card.facts[0]


@pytest.mark.parametrize(
    ("values", "passes"),
    [([5], True), ([4], True), ([6], True), ([3.999], False), ([6.001], False)],
)
def test_passes_if_the_median_lies_in_the_band(values, passes):
    assert row(values).passes is passes


def test_it_is_the_median_that_counts_not_the_mean():
    assert row([5, 5, 1000]).passes is True
    assert row([0, 5, 10]).median == 5


def test_the_band_of_the_simulation_is_ninety_per_cent():
    """Members 0 to 100 stand at their own percentiles."""
    read = row(np.arange(101))
    assert (read.low, read.median, read.high) == pytest.approx((5, 50, 95))


@pytest.mark.parametrize(("null", "passes"), [([5], True), ([50], False)])
def test_the_null_model_is_judged_by_the_same_band(null, passes):
    assert row([5], null).null_passes is passes


def test_without_a_null_model_nothing_is_said_of_it():
    assert row([5]).null_passes is None


def test_a_null_model_that_has_nothing_to_read_is_not_judged():
    empty = dataset([5]).drop_vars("protests_violent")
    card = score(dataset([5]), [fact()], empty)
    assert card.facts[0].null_passes is None
    assert card.evidence == 0


def test_members_in_which_it_did_not_happen_do_not_count():
    peaceful = row([0, 5, 5], measure="peaceful_share", band=[1, 1], observed=1)
    assert (peaceful.median, peaceful.passes) == (1.0, True)


@pytest.mark.parametrize(
    ("values", "scored"), [([0, 5, 5], True), ([0, 5], True), ([0, 0, 5], False)]
)
def test_what_happened_in_less_than_half_of_the_members_has_no_median(values, scored):
    read = row(values, measure="peaceful_share", band=[1, 1], observed=1)
    assert read.scored is scored
    assert bool(read.why_not) is not scored


def test_what_happened_in_no_member_is_not_scored():
    read = row([0, 0], measure="peaceful_share")
    assert (read.scored, read.passes, read.median) == (False, None, None)
    assert read.why_not == "did not happen in any member"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"unscored": "an input"}, "an input"),
        ({"unscored": "no such thing", "measure": None}, "no such thing"),
        ({"grade": "C"}, "grade C: single or second-hand source"),
        ({"measure": "turnout_spread", "options": {"vote": "president_2020"}},
         "turnout_spread: the dataset lacks national_turnout"),
        ({"options": {"start": "2030-01", "end": "2030-12"}},
         "the dataset covers 2020-01 to 2021-12, not all of 2030-01 to 2030-12"),
        ({"options": {"start": "2010-01", "end": "2019-12"}},
         "the dataset covers 2020-01 to 2021-12, not all of 2010-01 to 2019-12"),
    ],
)  # fmt: skip
def test_what_is_not_scored_says_why(changes, why):
    read = row([5], [5], **changes)
    assert not read.scored
    assert read.why_not == why


def test_a_weak_fact_is_read_all_the_same():
    read = row([5], [5], grade="C")
    assert (read.median, read.passes, read.scored) == (5, True, False)


@pytest.mark.parametrize(
    "options",
    [
        {"start": "2019-01", "end": "2020-06"},
        {"start": "2021-06", "end": "2022-06"},
        {"end": "2024-11"},
        {"start": "2013-01"},
    ],
)
def test_a_fact_whose_period_the_run_covers_only_in_part_is_not_scored(options):
    """`score` promises it: a run to 2021 says nothing about elections up to 2024."""
    read = row([5], options=options)
    assert not read.scored
    assert read.why_not


def test_a_vote_that_the_run_does_not_have_is_not_scored():
    data = dataset([5])
    data["national_turnout"] = data["protests_peaceful"] / 10
    asked = fact(measure="turnout_spread", options={"vote": "president_2022"}, unit="1")
    read = score(data, [asked]).facts[0]
    assert not read.scored
    assert read.why_not == "the dataset has no vote 'president_2022'; it has president_2020"


def test_the_card_adds_up():
    facts = [
        fact(id="both"),
        fact(id="neither", band=[100, 101], observed=100),
        fact(id="null_only", band=[49, 51], observed=50),
        fact(id="weak", grade="C"),
        fact(id="model_only", options={"start": "2020-01", "end": "2020-12"}, band=[4, 6]),
    ]
    null = dataset([5])
    null["protests_peaceful"].values[:, :12] = 95
    card = score(dataset([5]), facts, null)
    assert [f.passes for f in card.facts] == [True, False, False, True, True]
    assert [f.null_passes for f in card.facts] == [False, False, True, False, False]
    assert (card.scored, card.passed, card.null_passed, card.evidence) == (4, 2, 1, 2)


def test_an_empty_card():
    card = score(dataset([5]), [])
    assert (card.scored, card.passed, card.null_passed, card.evidence) == (0, 0, 0, 0)


def test_json_shape():
    card = score(dataset([5, 5]), [fact(), fact(id="words", observed="all", grade="C")])
    said = json.loads(json.dumps(card.as_json(), allow_nan=False))
    assert list(said) == [
        "scenario", "members", "seed", "facts", "passed", "scored", "null_passed", "evidence",
    ]  # fmt: skip
    assert (said["scenario"], said["members"], said["seed"]) == ("made", 2, 7)
    assert set(said["facts"][0]) == {
        "id", "quantity", "unit", "grade", "observed", "band", "median", "low", "high", "passes",
        "null_passes", "scored", "in_sample", "happened", "source", "why_not",
    }  # fmt: skip
    assert said["facts"][1]["observed"] == "all"
    assert said["facts"][0]["band"] == [4, 6]
