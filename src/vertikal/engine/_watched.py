"""A model under watch: slow, and it says where a number goes wrong.

A value that is not finite spreads: a month later half of the state may be NaN, and a field that is
held to its support shows nothing of an overflow. Here every change by every mechanism is looked at
in the month in which it is made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from vertikal.engine._ensemble import Ensemble
from vertikal.engine._mechanism import Params
from vertikal.engine._members import MEMBER_AXIS
from vertikal.engine._streams import Draw, Streams

__all__ = ["Rule", "Trouble", "watched"]

State = Mapping[str, Array]
HASTY = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}
"""The program runs once or twice: to compile it costs more than it could save."""


@dataclass(frozen=True)
class Rule:
    """What must hold of a month: a field's bounds, a sum that is kept."""

    name: str
    says: str
    excess: Callable[[State, State], Array]
    """How far it is missed, from stocks before the month and the state after it; 0: it holds."""


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong in one place, the first time in a history."""

    source: str
    """Mechanism, or the rule that does not hold."""
    field: str
    """Field that the mechanism changed; empty for a rule."""
    member: int
    month: int
    """From 0."""
    place: int
    """Position in the field, flattened."""
    value: float
    places: int
    """Places of the field in which it went wrong in that month."""


def watched(
    ensemble: Ensemble,
    params: Mapping[str, Params],
    inputs: Mapping[str, Any],
    seed: int,
    rules: Sequence[Rule] = (),
) -> Callable[[Sequence[int]], tuple[list[Trouble], dict[str, np.ndarray]]]:
    """Make a function that runs histories under watch; it compiles once.

    Parameters
    ----------
    ensemble
        Model and world.
    params, inputs, seed
        As for `Ensemble`; inputs by year and month.
    rules
        What must hold at the end of each month.

    Returns
    -------
    A function of histories, always as many. It returns what went wrong, the first time in each
    history for each source and field, in order of months; and the stocks at the end,
    `(member, ...)`, to compare with a run that is not watched.
    """
    world = (dict(ensemble.statics), ensemble.tree, ensemble.ids)
    statics, tree, ids = jax.device_put(world)
    ensemble = replace(ensemble, statics=statics, tree=tree, ids=ids)
    params = {
        name: jax.tree.map(lambda x: jnp.asarray(x, jnp.float32), p) for name, p in params.items()
    }

    def one(member: Array) -> tuple[dict[str, Array], dict[str, Any]]:
        history = Streams.of(jnp.uint32(seed), member)
        draw = Draw(history.then(0xFFFFFFFF), "initial", ids)
        made = ensemble.initial(params, statics, tree, draw)
        stocks = {
            name: jnp.broadcast_to(
                jnp.asarray(made[name], slot.dtype), ensemble.model.shape(name, tree)
            )
            for name, slot in ensemble.model.slots.items()
            if slot.kind == "stock"
        }
        month = partial(_month, ensemble=ensemble, params=params, history=history, rules=rules)
        flat = {k: jnp.asarray(v).reshape((-1, *v.shape[2:])) for k, v in inputs.items()}
        return jax.lax.scan(month, stocks, flat)

    program = jax.jit(jax.vmap(one, axis_name=MEMBER_AXIS), compiler_options=HASTY)

    def run(members: Sequence[int]) -> tuple[list[Trouble], dict[str, np.ndarray]]:
        stocks, seen = program(jnp.asarray(np.asarray(members, np.uint32)))
        final = {k: np.asarray(v) for k, v in stocks.items()}
        return _troubles({k: np.asarray(v) for k, v in seen.items()}, list(members)), final

    return run


def _month(
    stocks: dict[str, Array],
    given: Mapping[str, Array],
    *,
    ensemble: Ensemble,
    params: Mapping[str, Params],
    history: Streams,
    rules: Sequence[Rule],
) -> tuple[dict[str, Array], dict[str, Array]]:
    """One month of one history, and what was seen in it."""
    seen: dict[str, Array] = {}

    def watch(mechanism: str, name: str, change: Array) -> None:
        if jnp.issubdtype(change.dtype, jnp.floating):
            seen[f"{mechanism} {name}"] = _looked(~jnp.isfinite(change), change)

    state = ensemble.model.step(
        stocks, given, ensemble.statics, ensemble.tree, ensemble.ids, params,
        history.then(given["month"]), watch,
    )  # fmt: skip
    for name, value in state.items():
        low, high = ensemble.model.slots[name].support
        outside = ~((value >= low) & (value <= high))  # true for NaN
        seen[f"support {name}"] = _looked(outside, value)
    for rule in rules:
        excess = rule.excess(stocks, {**given, **ensemble.statics, **state})
        seen[f"rule:{rule.name} "] = _looked(~(jnp.abs(excess) <= 0), excess)
    return {name: state[name] for name in stocks}, seen


def _looked(wrong: Array, value: Array) -> Array:
    """How many places are wrong, the first of them, and the value there."""
    flat, values = jnp.ravel(wrong), jnp.ravel(value)
    if flat.size == 0:
        return jnp.zeros(3, jnp.float32)
    first = jnp.argmax(flat)
    found = [flat.sum().astype(jnp.float32), first.astype(jnp.float32)]
    return jnp.stack([*found, values[first].astype(jnp.float32)])


def _troubles(seen: Mapping[str, np.ndarray], members: Sequence[int]) -> list[Trouble]:
    """First trouble of each source, field and history; `seen` is `(member, month, 3)` each."""
    found = []
    for key, values in seen.items():
        source, _, name = key.partition(" ")
        for k in np.flatnonzero((values[:, :, 0] > 0).any(axis=1)):
            month = int(np.argmax(values[k, :, 0] > 0))
            places, place, value = values[k, month]
            found.append(
                Trouble(source, name, members[int(k)], month, int(place), float(value), int(places))
            )
    order = {"support": 1}
    return sorted(found, key=lambda t: (t.month, t.member, order.get(t.source, 0)))
