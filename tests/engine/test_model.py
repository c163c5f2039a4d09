"""A month: what a mechanism may see and do, and that order within a phase does not exist."""

import itertools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.engine import (
    Mechanism,
    Model,
    ModelError,
    Params,
    Slot,
    Streams,
    Tree,
    any_member,
    param,
    param_info,
)

INFINITY = float("inf")
SLOTS = {
    "month": Slot("input", (), (0.0, INFINITY)),
    "flag": Slot("input", (), (0.0, 1.0)),
    "place": Slot("static", ("unit",), (0.0, 1.0)),
    "share": Slot("stock", ("unit",), (0.0, 1.0)),
    "other": Slot("stock", ("unit",), (-INFINITY, INFINITY)),
    "code": Slot("stock", ("tier",), (0, 3), "int32"),
    "level": Slot("stock", (), (0.0, 10.0)),
    "news": Slot("flow", ("region",), (0.0, INFINITY)),
}
TREE = Tree.build([0, 0, 1, 1, 1], [-1, -1, 0, 0, 1], [0, 0, 5, 6, 7])
IDS = {
    "unit": jnp.arange(5, dtype=jnp.uint32),
    "region": jnp.arange(2, dtype=jnp.uint32),
    "centre": jnp.uint32(0),
}


class Size(Params):
    """One number."""

    size: float = param(0.1, unit="1/yr", bounds=(0.0, 1.0), doc="A size.", source="nowhere")


def mechanism(name, act, *, reads=(), writes=("share",), phase="one", only_if=None):
    return Mechanism(
        name=name, phase=phase, says="A", params=Size, reads=reads, writes=writes, act=act,
        only_if=only_if,
    )  # fmt: skip


def model(*mechanisms, phases=("one", "two")):
    return Model(phases, mechanisms, SLOTS, {})


STOCKS = {
    "share": jnp.full(5, 0.5),
    "other": jnp.arange(5.0),
    "code": jnp.asarray([1, 2], jnp.int32),
    "level": jnp.asarray(1.0),
}


def step(made, *, flag=1.0, month=3.0, size=0.1, member=0, jit=True):
    params = {m.name: Size(size=size) for m in made.mechanisms}
    inputs = {"month": jnp.asarray(month), "flag": jnp.asarray(flag)}
    statics = {"place": jnp.linspace(0.0, 1.0, 5)}

    def one(stocks, inputs):
        streams = Streams.of(1, member).then(inputs["month"])
        return made.step(stocks, inputs, statics, TREE, IDS, params, streams)

    many = jax.vmap(one, in_axes=(0, 0), axis_name="member")
    run = jax.jit(many) if jit else many
    out = run(*jax.tree.map(lambda x: jnp.asarray(x)[None], (STOCKS, inputs)))
    return {k: np.asarray(v[0]) for k, v in out.items()}


# --- what does not fit is refused ------------------------------------------------------------


def test_a_read_that_is_not_declared_is_refused():
    made = model(mechanism("peeks", lambda now, p, d: {"share": now["other"]}))
    with pytest.raises(ModelError, match=r"peeks.*other.*reads"):
        step(made)


def test_a_view_shows_what_is_declared_and_no_more():
    seen = []

    def act(now, params, draw):
        seen.append((sorted(now), len(now)))
        return {"share": jnp.zeros(5)}

    step(model(mechanism("looks", act, reads=("share", "place"))))
    assert seen[0] == (["place", "share"], 2)


@pytest.mark.parametrize(
    "made", [{}, {"share": 0.0, "other": 0.0}, {"other": 0.0}], ids=["too few", "many", "wrong"]
)
def test_what_is_returned_must_be_what_is_declared(made):
    with pytest.raises(ModelError, match=r"errs.*declared.*share"):
        step(model(mechanism("errs", lambda now, p, d: dict(made))))


def test_an_unknown_phase_is_refused():
    with pytest.raises(ModelError, match=r"late.*no such phase 'three'.*one, two"):
        model(mechanism("late", lambda now, p, d: {}, phase="three"))


@pytest.mark.parametrize("where", ["reads", "writes"])
def test_an_unknown_field_is_refused(where):
    options: Any = {where: ("luck",)}
    with pytest.raises(ModelError, match=r"guesses.*no such field luck"):
        model(mechanism("guesses", lambda now, p, d: {}, **options))


def test_an_unknown_condition_is_refused():
    with pytest.raises(ModelError, match="no such field luck"):
        model(mechanism("waits", lambda now, p, d: {}, only_if="luck"))


@pytest.mark.parametrize("name", ["month", "place"])
def test_what_is_given_may_not_be_written(name):
    with pytest.raises(ModelError, match=f"may not write {name}"):
        model(mechanism("rewrites", lambda now, p, d: {}, writes=(name,)))


def test_a_change_of_the_wrong_shape_is_refused():
    made = model(mechanism("errs", lambda now, p, d: {"share": jnp.zeros(4)}))
    with pytest.raises((ValueError, TypeError)):
        step(made)


# --- addition ---------------------------------------------------------------------------------


def adds(name, amount, **kwargs):
    def act(now, params, draw):
        return {"share": amount * now["place"] + params.size * draw.noise("x", "unit")}

    return mechanism(name, act, reads=("place",), **kwargs)


def test_two_writers_add_up():
    def by(amount):
        return lambda now, params, draw: {"share": jnp.full(5, amount)}

    out = step(model(mechanism("a", by(0.2)), mechanism("b", by(-0.1))))
    np.testing.assert_allclose(out["share"], 0.6, rtol=1e-6)


def test_writers_are_clipped_together_and_not_one_by_one():
    def by(amount):
        return lambda now, params, draw: {"share": jnp.full(5, amount)}

    out = step(model(mechanism("a", by(0.9)), mechanism("b", by(-0.8))))
    np.testing.assert_allclose(out["share"], 0.6, rtol=1e-6)


@pytest.mark.parametrize("jit", [True, False])
def test_two_writers_may_stand_in_any_order(jit):
    # bitwise: addition of two changes commutes
    pair = [adds("a", 0.1), adds("b", -0.07)]
    outs = [step(model(*order), jit=jit)["share"] for order in itertools.permutations(pair)]
    np.testing.assert_array_equal(outs[0], outs[1])


def test_three_writers_may_stand_in_any_order():
    # bitwise: a promise of the order of a month ("order exists only between phases")
    three = [adds("a", 0.1), adds("b", -0.07), adds("c", 0.0333)]
    outs = [step(model(*order))["share"] for order in itertools.permutations(three)]
    for other in outs[1:]:
        np.testing.assert_array_equal(outs[0], other)


def test_writers_of_a_phase_read_the_state_before_it():
    seen = mechanism(
        "copies", lambda now, p, d: {"other": now["share"] - now["other"]},
        reads=("share", "other"), writes=("other",),
    )  # fmt: skip
    sets = mechanism("sets", lambda now, p, d: {"share": jnp.full(5, 0.25)})
    for order in ((seen, sets), (sets, seen)):
        np.testing.assert_allclose(step(model(*order))["other"], 0.5)


def test_a_later_phase_reads_what_an_earlier_one_has_done():
    sets = mechanism("sets", lambda now, p, d: {"share": jnp.full(5, 0.25)})
    copies = mechanism(
        "copies", lambda now, p, d: {"other": now["share"] - now["other"]}, phase="two",
        reads=("share", "other"), writes=("other",),
    )  # fmt: skip
    np.testing.assert_allclose(step(model(copies, sets))["other"], 0.75)


def test_one_more_mechanism_changes_nobody_elses_draws():
    alone = step(model(adds("a", 0.1)))["share"]
    silent = mechanism(
        "silent", lambda now, p, d: {"other": d.uniform("x", "unit")}, writes=("other",)
    )
    both = step(model(silent, adds("a", 0.1)))
    np.testing.assert_array_equal(alone, both["share"])
    assert not np.array_equal(both["other"], STOCKS["other"])


# --- support ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("writers", [1, 2])
def test_support_is_respected(sign, writers):
    def act(now, params, draw):
        return {
            "share": sign * jnp.full(5, 9.0),
            "code": sign * jnp.asarray([9, 9]),
            "level": sign * jnp.asarray(99.0),
            "other": sign * jnp.full(5, 1e6),
            "news": sign * jnp.asarray([5.0, 6.0]),
        }

    writes = ("share", "code", "level", "other", "news")
    made = model(*(mechanism(f"m{k}", act, writes=writes) for k in range(writers)))
    out = step(made)
    for name in writes:
        low, high = SLOTS[name].support
        assert (out[name] >= low).all(), name
        assert (out[name] <= high).all(), name
        assert out[name].dtype == SLOTS[name].dtype
    assert (out["share"] == (sign > 0)).all()
    assert (np.sign(out["other"] - STOCKS["other"]) == sign).all()


def test_fields_that_nobody_writes_stay_and_flows_are_zero():
    out = step(model())
    assert set(out) == {*STOCKS, "news"}
    for name, value in STOCKS.items():
        np.testing.assert_array_equal(out[name], value)
    np.testing.assert_array_equal(out["news"], 0.0)


# --- conditions ------------------------------------------------------------------------------


@pytest.mark.parametrize("writes", [("share",), ("level",), ("share", "news")])
@pytest.mark.parametrize("writers", [1, 2])
def test_a_condition_that_is_not_met_skips_the_mechanism(writes, writers):
    shapes = {"share": 5, "level": (), "news": 2}
    made = model(
        *(
            mechanism(
                f"m{k}", lambda now, p, d: {w: jnp.full(shapes[w], 0.1) for w in writes},
                writes=writes, only_if="flag",
            )
            for k in range(writers)
        )
    )  # fmt: skip
    before = {**STOCKS, "news": np.zeros(2)}
    rest, act = step(made, flag=0.0), step(made, flag=1.0)
    for name in writes:
        np.testing.assert_array_equal(rest[name], before[name])
        np.testing.assert_allclose(act[name], np.asarray(before[name]) + 0.1 * writers, rtol=1e-6)


def test_one_member_in_need_wakes_a_mechanism_for_all():
    def due(flags):
        found = jax.vmap(any_member, axis_name="member")(jnp.asarray(flags))
        return np.asarray(found).tolist()

    assert due([0.0, 1.0, 0.0]) == [True] * 3
    assert due([0.0, 0.0, 0.0]) == [False] * 3


# --- parameters ------------------------------------------------------------------------------


def test_parameters_are_declared_once():
    (info,) = param_info(Size)
    assert (info.name, info.default, info.unit, info.bounds) == ("size", 0.1, "1/yr", (0.0, 1.0))
    assert (info.doc, info.source) == ("A size.", "nowhere")


def test_parameters_are_frozen_and_a_tree_of_values():
    default: Any = Size
    made: Any = default()
    with pytest.raises(AttributeError):
        made.size = 2.0
    assert jax.tree.leaves(Size(size=0.7)) == [0.7]
    assert jax.tree.map(lambda x: 2 * x, made) == Size(size=0.2)
