"""Residents in blocks: everybody once, exact sums, the same luck in every layout."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.engine import Draw, Residents, Streams
from vertikal.engine._members import MEMBER_AXIS
from vertikal.engine._slices import put, take

ADULTS = np.array([0.0, 700.0, 33.0, 1.4, 5000.0, 0.3])
"""A unit that is no leaf, then leaves; the last has less than one adult, and gets one resident."""
PEOPLE = [0, 700, 33, 1, 5000, 1]


def draw(ids) -> Draw:
    return Draw(Streams.of(1, 0).then(3), "m", {"unit": jnp.asarray(ids, jnp.uint32)})


@pytest.fixture(params=[1, 10], ids=["all", "one in ten"])
def people(request):
    return Residents.build(ADULTS, request.param)


def test_everybody_has_one_place(people):
    here, unit = np.asarray(people.here()), np.asarray(people.unit)
    owner = np.broadcast_to(unit[:, None, None, :], people.shape)[here]
    assert np.bincount(owner, minlength=6).tolist() == people.people.astype(int).tolist()
    numbers = np.asarray(people.place())[here]
    assert len(set(zip(owner.tolist(), numbers.tolist(), strict=True))) == people.people.sum()
    assert numbers[owner == 4].max() == people.people[4] - 1


def test_one_resident_for_each_adult_and_at_least_one():
    assert Residents.build(ADULTS).people.tolist() == PEOPLE
    assert Residents.build(ADULTS, 1000).people.tolist() == [0, 1, 1, 1, 5, 1]


def test_counts_are_exact(people):
    odd = (people.place() % 2 == 1) & people.here()
    count = np.asarray(people.count(lambda row: odd[:, :, row]))
    assert count.tolist() == [int(n) // 2 for n in people.people]


def test_a_resident_has_the_same_luck_in_every_layout():
    few, many = Residents.build(ADULTS), Residents.build(np.append(ADULTS, 5e5))
    assert few.shape[1] != many.shape[1]
    found = []
    for people in (few, many):
        ids = np.arange(100, 100 + len(people.people))
        words = people.luck(draw(ids), "x").words(people)
        pick = (people.place() == 32) & people.here() & (people.unit[:, None, None, :] == 2)
        found.append(np.asarray(words)[np.asarray(pick)].tolist())
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_bytes_are_uniform_and_rows_do_not_repeat_each_other():
    people = Residents.build(np.full(8, 50_000.0))
    rows = people.luck(draw(np.arange(8)), "x").bytes(people)
    bits = np.stack([np.asarray(x).ravel() for x in rows]).astype(float)
    n = bits.shape[1]
    assert np.abs(bits.mean(axis=1) - 127.5).max() < 5 * 73.9 / np.sqrt(n)  # 5 standard errors
    apart = np.corrcoef(bits) - np.eye(len(bits))
    assert np.abs(apart).max() < 5.5 / np.sqrt(n)  # 496 pairs: one seed in 50,000 would fail


def test_a_visit_changes_whom_it_concerns_and_nobody_else():
    people = jax.tree.map(jnp.asarray, Residents.build(np.full(700, 900.0)))
    assert people.shape[0] * people.shape[3] > 128  # several stretches
    due_units = jnp.zeros((2, 700)).at[0, 5].set(1.0).at[1, 600].set(1.0)

    def one(flag, start):
        due = people.lanes(flag) > 0

        def work(some, lanes, carried):
            new = jnp.where(lanes[:, None, None, :] & some.here(), 7, carried["x"])
            return {"x": new.astype(jnp.uint8)}

        def count(some, made):
            return {"n": some.in_blocks(lambda row: made["x"][:, :, row] == 7)}

        made, numbers = people.visit(due, work, count, due, {"x": start, "idle": start})
        assert set(made) == {"x"}
        return people.by_leaf(numbers["n"]), people.count(lambda row: made["x"][:, :, row] == 7)

    start = jnp.ones((2, *people.shape), jnp.uint8)
    counted, found = jax.jit(jax.vmap(one, axis_name=MEMBER_AXIS))(due_units, start)
    expected = np.asarray(due_units) * 900
    assert np.array_equal(counted, expected)
    assert np.array_equal(found, expected)


def test_slices_are_what_they_are_without_a_member_axis():
    x = jnp.arange(2 * 6 * 8, dtype=jnp.float32).reshape(2, 6, 8)
    start = (jnp.int32(2), jnp.int32(4))
    taken = jax.vmap(lambda x: take(x, start, (2, 3)))(x)
    assert np.array_equal(taken, x[:, 2:4, 4:7])
    back = jax.vmap(lambda x: put(x, jnp.zeros((2, 3)), start))(x)
    assert np.array_equal(back, x.at[:, 2:4, 4:7].set(0.0))
    shared = jax.vmap(lambda part: put(x[0], part, start))(jnp.ones((5, 2, 3)))
    assert np.array_equal(shared[4], x[0].at[2:4, 4:7].set(1.0))


def test_a_slice_at_a_place_of_its_own_is_refused():
    places = (jnp.arange(3), jnp.arange(3))
    with pytest.raises(ValueError, match="differs between histories"):
        jax.vmap(lambda *start: take(jnp.ones((9, 9)), start, (2, 2)))(*places)
