"""A member's history depends on parameters, world, seed and member, and on nothing else."""

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.engine import BLOCK, Ensemble, Model, calls
from vertikal.lab._record import monthly, yearly
from vertikal.mechanisms import build, initial


def keep(state, tree):
    """What the laboratory keeps, and every stock and flow of the units besides."""
    raw = {f"raw {k}": v for k, v in state.items() if not k.startswith("docket")}
    return {**monthly(state, tree), **raw}


@pytest.fixture(scope="module")
def traces():
    """How often each mechanism has been traced."""
    return {}


@pytest.fixture(scope="module")
def ensemble(toy, traces):
    def counting(m):
        def act(now, params, draw):
            traces[m.name] = traces.get(m.name, 0) + 1
            return m.act(now, params, draw)

        return dataclasses.replace(m, act=act)

    whole = build()
    model = Model(whole.phases, tuple(map(counting, whole.mechanisms)), whole.slots, whole.sizes)

    def make(block=8):
        return Ensemble(model, toy.tree, toy.statics, toy.ids, initial, keep, yearly, block=block)

    return make


@pytest.fixture(scope="module")
def compiled(ensemble, toy, parameters):
    """The reference: blocks of eight histories."""
    return ensemble().compile(parameters, toy.inputs)


@pytest.fixture(scope="module")
def reference(compiled, parameters):
    return host(compiled(parameters, 5, np.arange(8)))


def host(parts):
    """Final stocks, monthly and yearly records as NumPy arrays."""
    return tuple({k: np.asarray(v) for k, v in part.items()} for part in parts)


def assert_same(one, other, rows: Any = slice(None)):
    """Bitwise equality of all records; says by how much each differs that does."""
    wrong = {}
    for a, b in zip(one, other, strict=True):
        assert set(a) == set(b)
        for name in a:
            x, y = a[name][rows], b[name]
            assert x.shape == y.shape, name
            assert x.dtype == y.dtype, name
            if not np.array_equal(x, y):
                wrong[name] = float(np.max(np.abs(x.astype(float) - y.astype(float))))
    assert wrong == {}, f"largest differences: {wrong}"


def test_everything_is_finite(reference):
    for part in reference:
        for name, value in part.items():
            assert np.isfinite(value.astype(float)).all(), name


def test_everything_stays_within_its_support(reference):
    slots = build().slots
    raw = {k.removeprefix("raw "): v for k, v in reference[1].items() if k.startswith("raw ")}
    assert len(raw) > 80
    for name, value in {**reference[0], **raw}.items():
        if slots[name].kind in ("stock", "flow"):
            low, high = slots[name].support
            assert value.min() >= low, name
            assert value.max() <= high, name


def test_records_have_a_row_for_each_member_month_and_year(reference, toy):
    final, by_month, by_year = reference
    assert {v.shape[0] for part in reference for v in part.values()} == {8}
    assert {v.shape[1] for v in by_month.values()} == {toy.labels.months}
    assert {v.shape[1] for v in by_year.values()} == {len(toy.labels.years)}
    assert final["mode"].shape == (8, toy.tree.n_units)


def test_the_same_seed_gives_the_same_numbers(compiled, parameters, reference):
    assert_same(reference, host(compiled(parameters, 5, np.arange(8))))


def test_another_seed_and_another_member_give_other_numbers(compiled, parameters, reference):
    other = host(compiled(parameters, 6, np.arange(8)))
    assert not np.array_equal(reference[1]["raw salience"], other[1]["raw salience"])
    grievance = reference[1]["national_grievance"]
    assert np.unique(grievance[:, -1]).size == 8


def test_calling_again_compiles_nothing(compiled, parameters, traces, reference):
    before = dict(traces)
    assert set(before) == set(parameters)
    compiled(parameters, 7, np.arange(3))
    compiled(parameters, 8, np.arange(100, 108))
    assert traces == before


def test_a_mechanism_is_traced_once_a_compilation(compiled, traces, reference):
    # `only_if` and branches trace an act once; twice would double the time to compile
    once = min(traces.values())
    assert {name: count for name, count in traces.items() if count != once} == {}


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_and_spans_do_not_matter(compiled, parameters, reference, workers):
    spans = [(0, 3), (3, 4), (4, 8)]
    got = list(compiled.each(parameters, 5, spans, workers=workers))
    assert [span for span, _, _ in got] == spans
    joined = [{k: np.concatenate([one[i][k] for one in got]) for k in got[0][i]} for i in (1, 2)]
    assert_same(reference[1:], joined)


def test_the_block_does_not_matter(ensemble, toy, parameters, reference):
    # not tested: blocks of 1, where XLA drops the axis and vectorises otherwise (up to 4e-7 apart)
    other = ensemble(block=3).compile(parameters, toy.inputs)
    assert_same(reference, host(other(parameters, 5, np.arange(3))), slice(0, 3))


def test_members_do_not_depend_on_how_many_there_are(compiled, parameters, reference):
    assert_same(reference, host(compiled(parameters, 5, np.arange(3))), slice(0, 3))


def test_members_do_not_depend_on_who_else_is_in_the_call(compiled, parameters, reference):
    asked = np.array([6, 90, 1, 77, 3])
    found = host(compiled(parameters, 5, asked))
    mine = tuple({k: v[[0, 2, 4]] for k, v in part.items()} for part in found)
    assert_same(reference, mine, np.array([6, 1, 3]))


def test_a_run_that_was_interrupted_ends_where_an_uninterrupted_one_does(
    ensemble, toy, parameters, reference
):
    first = {k: v[:2] for k, v in toy.inputs.items()}
    second = {k: v[2:] for k, v in toy.inputs.items()}
    half = ensemble().compile(parameters, first)
    begun = host(half(parameters, 5, np.arange(8)))
    ended = host(half(parameters, 5, np.arange(8), stocks=begun[0], inputs=second))
    joined = [
        {k: np.concatenate([begun[i][k], ended[i][k]], axis=1) for k in begun[i]} for i in (1, 2)
    ]
    assert_same(reference, (ended[0], *joined))


def test_parameters_of_each_member_give_what_a_loop_gives(
    ensemble, toy, parameters, compiled, reference
):
    vectors = []
    for k in range(8):
        vector = dict(parameters)
        changes = {"rate": 0.2 + 0.1 * k, "size": 0.1 + 0.02 * k}
        vector["shocks_arrive"] = dataclasses.replace(vector["shocks_arrive"], **changes)
        vector["fear_settles"] = dataclasses.replace(vector["fear_settles"], memory=0.6 + 0.2 * k)
        vectors.append(vector)
    stacked = jax.tree.map(lambda *x: np.asarray(x, np.float32), *vectors)
    many = ensemble().compile(stacked, toy.inputs, batched=True)
    batch = host(many(stacked, 5, np.arange(8)))
    loops = [host(compiled(vector, 5, np.array([k]))) for k, vector in enumerate(vectors)]
    loop = tuple(
        {k: np.concatenate([one[i][k] for one in loops]) for k in loops[0][i]} for i in range(3)
    )
    assert not np.array_equal(loop[1]["stress"], reference[1]["stress"])
    # two programs: parameters are scalars in one and columns in the other; rounding may differ
    for a, b in zip(batch, loop, strict=True):
        for name in a:
            if np.issubdtype(a[name].dtype, np.integer):
                np.testing.assert_array_equal(a[name], b[name], err_msg=name)
            else:
                np.testing.assert_allclose(a[name], b[name], rtol=1e-4, atol=1e-5, err_msg=name)


@pytest.mark.parametrize(
    ("members", "block", "spans"),
    [(10, 4, [(0, 4), (4, 8), (8, 10)]), (4, 4, [(0, 4)]), (1, 20, [(0, 1)]), (0, 4, [])],
)
def test_calls_cover_every_member_once(members, block, spans):
    assert list(calls(members, block)) == spans
    assert list(calls(members)) == list(calls(members, BLOCK))


# --- pairing, after Starsim's `test_worlds` --------------------------------------------------


@pytest.fixture(scope="module")
def two_worlds(compiled, parameters, toy, reference):
    """The toy country, and the same with one incident more in one place, in month 20."""
    month, place = 20, toy.labels.units.code.index("TT-2/a/1")
    shocks = np.asarray(toy.inputs["local_shock"]).copy()
    shocks[month // 12, month % 12, place] += 60.0
    inputs = {**toy.inputs, "local_shock": jnp.asarray(shocks)}
    other = host(compiled(parameters, 5, np.arange(8), inputs=inputs))
    return reference[1], other[1], month, place


def test_an_incident_leaves_every_earlier_month_alone(two_worlds):
    one, other, month, _ = two_worlds
    assert [k for k in one if not np.array_equal(one[k][:, :month], other[k][:, :month])] == []


def test_an_incident_is_felt_in_its_month(two_worlds):
    one, other, month, place = two_worlds
    moved = other["raw salience"][:, month] - one["raw salience"][:, month]
    assert (moved[:, place] > 59.0).all()
    assert (np.delete(moved, place, axis=1) == 0.0).all()
    assert (other["heads_removed"][:, month].sum() - one["heads_removed"][:, month].sum()) > 4
    felt = other["raw grievance"] - one["raw grievance"]
    assert (felt[:, month, place] > 0.0).all()


def test_an_incident_moves_no_draw_of_anybody_else(two_worlds):
    # what depends on draws and on the timeline only is bit-identical in all months
    one, other, month, _ = two_worlds
    for name in ("raw new_stress", "raw burden", "raw priority", "disliked"):
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)
    assert not np.array_equal(one["raw grievance"][:, month:], other["raw grievance"][:, month:])


def test_places_far_from_the_incident_keep_their_luck(two_worlds, toy):
    # in the month itself other regions can have felt nothing but the attention that it took away
    one, other, month, place = two_worlds
    region = np.asarray(toy.tree.region_of)
    elsewhere = region != region[place]
    assert elsewhere.any()
    for name in ("raw misrule", "raw grievance", "raw terms_ending", "raw monitoring"):
        same = one[name][:, month] == other[name][:, month]
        gone = one["raw removed"][:, month] != other["raw removed"][:, month]
        assert (same | gone)[:, elsewhere].all(), name
