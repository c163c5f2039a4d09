"""Readings of histories: the same whether at once, resumed, in draws or on one worker."""

import dataclasses

import jax
import numpy as np
import pytest

from vertikal.experiments import Outcome, readings
from vertikal.lab import Draws
from vertikal.measures import MeasureError
from vertikal.scenario import default_parameters

OUTCOMES = [
    Outcome("trust", "national_mood", {"of": "trust"}),
    Outcome(
        "gap",
        "elected_share",
        {"tier": "district", "year": 2004},
        Outcome("other", "elected_share", {"tier": "locality", "year": 2004}),
    ),
]


class Kept:
    """Readings kept in memory."""

    def __init__(self):
        self.found = {}

    def get(self, key):
        return self.found.get(key)

    def put(self, key, values):
        self.found[key] = values


def test_a_second_reading_is_subtracted(world, store):
    request = world()
    both = [OUTCOMES[1], dataclasses.replace(OUTCOMES[1], less=None), OUTCOMES[1].less]
    found = readings(request, both, store=store)
    np.testing.assert_allclose(found[:, 0], found[:, 1] - found[:, 2])


def test_what_was_kept_is_not_computed_again_and_a_part_goes_on(world, store):
    request, kept = world(members=90), Kept()
    whole = readings(request, OUTCOMES, store=store, keep=kept)
    (key,) = kept.found
    told = []
    again = readings(request, OUTCOMES, store=store, keep=kept, tell=told.append)
    assert told == []
    np.testing.assert_array_equal(again, whole)
    kept.found[key] = whole[:40]
    np.testing.assert_array_equal(readings(request, OUTCOMES, store=store, keep=kept), whole)
    assert len(kept.found[key]) == 90


def test_draws_that_are_all_the_vector_give_its_histories_each_time(world, store):
    vector = default_parameters()
    same = Draws(jax.tree.map(lambda x: np.full(5, x, np.float32), vector), repeat=3)
    plain = readings(world(members=3), OUTCOMES, store=store)
    drawn = readings(world(members=15), OUTCOMES, store=store, draws=same).reshape(5, 3, -1)
    for k in range(5):  # another program: the last bits of sums may differ
        np.testing.assert_allclose(drawn[k], plain, atol=1e-6)


def test_a_draw_differs_from_another_only_by_its_parameters(world, store):
    vector = jax.tree.map(lambda x: np.full(2, x, np.float32), default_parameters())
    trust = vector["counts_move_trust"]
    vector["counts_move_trust"] = dataclasses.replace(trust, gain=np.array([0.02, 0.3], np.float32))  # type: ignore[type-var]
    found = readings(world(members=8), OUTCOMES, store=store, draws=Draws(vector, repeat=4))
    assert (found[4:, 0] >= found[:4, 0]).all()
    assert (found[4:, 0] > found[:4, 0]).any()


def test_draws_apart_have_the_streams_of_their_own_member(world, store):
    vector = jax.tree.map(lambda x: np.full(6, x, np.float32), default_parameters())
    plain = readings(world(members=6), OUTCOMES, store=store)
    together = readings(world(members=6), OUTCOMES, store=store, draws=Draws(vector, repeat=1))
    apart = readings(
        world(members=6), OUTCOMES, store=store, draws=Draws(vector, repeat=1, apart=True)
    )
    np.testing.assert_allclose(apart, plain, atol=1e-6)
    assert len(np.unique(together[:, 0])) == 1
    assert len(np.unique(apart[:, 0])) == 6


def test_what_cannot_be_read_is_named(world, store):
    lost = Outcome("lost", "elected_share", {"tier": "district", "year": 1066})
    with pytest.raises(MeasureError, match=r"lost: year is 1066; the dataset has the years"):
        readings(world(), [lost], store=store)
    pooled = Outcome("pooled", "crisis_rate")
    with pytest.raises(MeasureError, match="read over all histories at once"):
        readings(world(), [pooled], store=store)
