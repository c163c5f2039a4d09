"""What passes, what does not, what is not scored and why."""

import json

import numpy as np
import pytest
import xarray as xr

from vertikal.lab import score, tally
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
    ("values", "median"), [([0, 5, 5], 1.0), ([0, 5], 1.0), ([0, 0, 5], None), ([0, 0], None)]
)
def test_what_happens_in_less_than_half_of_the_members_is_missed(values, median):
    read = row(values, measure="peaceful_share", band=[1, 1], observed=1)
    assert (read.scored, read.median, read.passes) == (True, median, median is not None)
    assert read.happened == sum(v > 0 for v in values) / len(values)


def test_the_null_model_misses_what_does_not_happen_in_it():
    read = row([5], [0], measure="peaceful_share", band=[1, 1], observed=1)
    assert (read.passes, read.null_passes) == (True, False)


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
        "in_sample",
    ]  # fmt: skip
    assert (said["scenario"], said["members"], said["seed"]) == ("made", 2, 7)
    assert set(said["facts"][0]) == {
        "id", "quantity", "unit", "grade", "observed", "band", "median", "low", "high", "passes",
        "null_passes", "scored", "in_sample", "happened", "source", "why_not", "world", "versus",
    }  # fmt: skip
    assert said["facts"][1]["observed"] == "all"
    assert said["facts"][0]["band"] == [4, 6]


# --- facts about changed worlds ----------------------------------------------------------------

UNDER = {"under": {"institutions.court_independence": 0}}
WORLD = "institutions.court_independence=0"


def row_of_worlds(here, there, null=None, **changes):
    asked = fact(**{**UNDER, **changes})
    worlds = {} if there is None else {WORLD: dataset(there)}
    null = None if null is None else dataset(null)
    return score(dataset(here), [asked], null, worlds).facts[0]


def test_a_changed_world_is_read_instead_of_the_world_as_it_is():
    read = row_of_worlds([50, 50], [5, 5])
    assert (read.median, read.passes, read.scored, read.world) == (5, True, True, WORLD)


def test_worlds_are_compared_member_by_member():
    """Medians are 2 and 10, but the median of the differences is 1."""
    here, there = [1, 2, 90], [11, 3, 10]
    read = row_of_worlds(here, there, versus="difference")
    assert (read.median, read.passes) == (1, False)  # differences 10, 1, -80
    ratio = row_of_worlds(here, there, versus="ratio")
    assert ratio.median == pytest.approx(1.5)  # ratios 11, 1.5, 1/9


def test_where_the_divisor_is_nothing_the_ratio_did_not_happen():
    read = row_of_worlds([0, 2, 2], [5, 8, 8], versus="ratio", band=[4, 4], observed=4)
    assert (read.median, read.passes) == (4, True)
    assert read.happened == pytest.approx(2 / 3)
    nothing = row_of_worlds([0, 0], [5, 8], versus="ratio")
    assert (nothing.median, nothing.passes, nothing.happened) == (None, False, 0.0)


def test_readings_without_members_are_compared_as_single_numbers():
    pooled = dataset([2]).isel(member=0), dataset([7]).isel(member=0)
    asked = fact(**UNDER, versus="difference")
    read = score(pooled[0], [asked], None, {WORLD: pooled[1]}).facts[0]
    assert (read.median, read.passes) == (5, True)
    mixed = score(dataset([1, 2, 9]), [asked], None, {WORLD: pooled[1]}).facts[0]
    assert mixed.median == 5  # 7 less the median, not the median of three differences


@pytest.mark.parametrize(
    ("changes", "passes"),
    [
        ({}, True),
        ({"versus": "difference"}, False),
        ({"versus": "difference", "band": [-1, 1], "observed": 0}, True),
        ({"versus": "ratio"}, False),
        ({"versus": "ratio", "band": [0.5, 2], "observed": 1}, True),
    ],
)
def test_a_changed_world_changes_nothing_in_the_null(changes, passes):
    assert row_of_worlds([1, 1], [6, 6], [5, 5], **changes).null_passes is passes


def test_a_world_that_nobody_has_simulated_is_a_reason():
    read = row_of_worlds([5], None)
    assert not read.scored
    assert read.why_not == (
        f"is read in a changed world ({WORLD}), which `vertikal score` simulates"
    )


def test_a_measure_that_cannot_be_read_in_the_changed_world_is_a_reason():
    there = dataset([5]).drop_vars("protests_violent")
    read = score(dataset([5]), [fact(**UNDER)], None, {WORLD: there}).facts[0]
    assert read.why_not == "protests_per_month: the dataset lacks protests_violent"


def test_tallies_of_cards_add_up():
    one = score(dataset([5]), [fact(id="a"), fact(id="b", sets="a size")], dataset([50]))
    two = score(dataset([50]), [fact(id="c"), fact(id="d", grade="C")], dataset([5]))
    assert (one.tally.scored, one.tally.in_sample, one.tally.evidence) == (2, 1, 1)
    total = tally(f for card in (one, two) for f in card.facts)
    assert total.as_json() == {
        "scored": 3, "passed": 2, "null_passed": 1, "in_sample": 1, "evidence": 1,
        "share": pytest.approx(2 / 3), "null_share": pytest.approx(1 / 3),
    }  # fmt: skip
    assert tally(()).share is None
