"""Whom the centre removes, and when."""

import itertools
from typing import Any

import numpy as np
import pytest

from vertikal.mechanisms import load

NAME = "centre_answers_incidents"


def params() -> Any:
    """Its parameters at their defaults."""
    return load(NAME).params()


def scene(bench, size, code="TT-3/a/0", **changes):
    """One incident of a given salience in one place."""
    place = bench.compiled.labels.units.code.index(code)
    state = bench.calm(**changes)
    state["salience"][place] = size
    chain = [int(x) for x in np.asarray(bench.tree.ancestors)[:, place] if x >= 0]
    return state, chain


def targets(bench, size, members=300, **changes):
    """Tier (from the top) of who goes in each member, -1 if nobody does."""
    state, chain = scene(bench, size, **changes)
    made = bench.ask(NAME, state, members=members)
    first = made["case_target"][:, 0] - 1
    assert set(first.tolist()) <= {-1, *chain}
    return np.array([chain.index(t) if t >= 0 else -1 for t in first])


@pytest.fixture(scope="module")
def limits():
    p = params()
    return [p.threshold * p.shoulders**k for k in (0, 1, 2, 3)]


def test_small_matters_cost_nobody_his_post(bench, limits):
    made = bench.ask(NAME, scene(bench, 0.3 * limits[0])[0], members=300)
    assert made["removed"].sum() == 0.0
    assert (made["case_unit"] == 0).all()  # positions are counted from 1; 0: none
    assert (made["case_salience"] == 0.0).all()


def test_the_lowest_head_who_can_carry_the_blame_goes(bench, limits):
    # a salience between two limits is carried by the tier between them: locality, district, region
    for tier, (low, high) in zip((2, 1, 0), itertools.pairwise(limits), strict=True):
        found = targets(bench, 0.9 * high + 0.1 * low)
        fell = found[found >= 0]
        assert fell.size > 150, tier
        assert (fell == tier).mean() > 0.6, (tier, np.bincount(fell))
        assert (fell <= tier).all(), "nobody goes who could not carry it"


def test_a_governor_goes_only_above_the_next_limit(bench, limits):
    assert not (targets(bench, 0.99 * limits[2]) == 0).any()
    assert (targets(bench, 1.5 * limits[2]) == 0).any()


def test_where_there_is_no_lower_head_the_blame_climbs_sooner(bench, limits):
    # a borough has no communes: its head is the lowest, the mayor of the city the next
    state, chain = scene(bench, 0.95 * limits[2], code="TT-1/a")
    made = bench.ask(NAME, state, members=300)
    assert len(chain) == 2
    assert (made["case_target"][:, 0] - 1 == chain[0]).any()


def test_more_salience_never_means_fewer_removals(bench, limits):
    # u is the same in each: whoever is removed for less would be for more, at the same tier
    counts = [(targets(bench, x) >= 0).sum() for x in np.linspace(0.5, 1.55, 8) * limits[0]]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_an_elected_head_is_removed_less_often_at_equal_salience(bench, limits):
    size = 1.2 * limits[0]
    appointed = targets(bench, size, mode=0, removal_cost=0.0)
    elected = targets(bench, size, mode=2, removal_cost=1.0)
    assert (elected == 2).sum() < 0.7 * (appointed == 2).sum()


def test_who_is_removed_leaves_an_heir(bench, limits):
    made = bench.ask(NAME, scene(bench, 1.5 * limits[0], mode=0)[0], members=300)
    gone = made["removed"] > 0
    assert gone.any()
    np.testing.assert_allclose(made["tenure"][gone], -2.0)
    assert (made["tenure"][~gone] == 0.0).all()
    assert (made["acting"] == 0.0).all()


def test_an_elected_head_leaves_an_acting_one(bench, limits):
    made = bench.ask(NAME, scene(bench, 1.5 * limits[0], mode=2)[0], members=300)
    gone = made["removed"] > 0
    assert gone.any()
    assert (made["acting"][gone] == 1.0).all()
    np.testing.assert_array_equal(made["removed"], made["removed_elected"])
    assert (made["term_left"][gone] == 3 - 20).all()


def test_the_centre_looks_at_two_cases_and_at_the_greatest_first(bench):
    state = bench.calm()
    sizes = np.array([30.0, 50.0, 12.0, 40.0], np.float32)
    places = np.array([15, 20, 30, 40])
    state["salience"][places] = sizes
    made = bench.ask(NAME, state, members=50)
    assert (made["case_unit"] - 1 == [20, 40]).all()
    np.testing.assert_array_equal(made["case_salience"], [[50.0, 40.0]] * 50)
    assert made["removed"].sum(axis=1).max() <= 2


def test_two_equal_cases_are_two_cases(bench):
    state = bench.calm()
    state["salience"][[15, 20]] = 30.0
    made = bench.ask(NAME, state, members=5)
    assert (made["case_unit"] - 1 == [15, 20]).all()


def test_decisions_take_days_and_come_sooner_in_grave_cases(bench, limits):
    days = []
    for size in (1.3 * limits[0], 20 * limits[0]):
        made = bench.ask(NAME, scene(bench, size)[0], members=300)
        taken = made["case_days"][:, 0]
        assert (taken[made["case_target"][:, 0] > 0] >= 1.0).all()
        assert (taken[made["case_target"][:, 0] == 0] == 0.0).all()
        days.append(np.median(taken[taken > 0]))
    assert days[1] < days[0]
