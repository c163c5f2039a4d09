"""One month of the model: phases in order; within a phase all mechanisms read the same state."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from vertikal.engine._mechanism import Mechanism, Params
from vertikal.engine._members import any_member
from vertikal.engine._streams import Draw, Streams, name_word
from vertikal.engine._tree import Tree

__all__ = ["Model", "ModelError", "Slot", "View", "Watch"]

RESIDENT = ("resident",)
"""Dimensions of what residents carry. Unlike all else it is not added to but written anew, by one
mechanism a phase, which leaves alone whom it does not concern: whatever else is done to hundreds of
millions costs a pass over memory."""


Watch = Callable[[str, str, Array], None]
"""Called with mechanism, field and change."""


class ModelError(ValueError):
    """Mechanisms that do not fit together."""


@dataclass(frozen=True)
class Slot:
    """What the engine must know of a field: its kind, its dimensions, its support, its type."""

    kind: str
    """`static` (never changes), `input` (given each month), `stock` or `flow`."""
    dims: tuple[str, ...]
    support: tuple[float, float]
    dtype: str = "float32"


class View(Mapping[str, Array]):
    """The fields a mechanism has declared to read, and the tree of units."""

    def __init__(
        self, values: Mapping[str, Array], allowed: frozenset[str], tree: Tree, owner: str
    ) -> None:
        self._values, self._allowed, self._owner = values, allowed, owner
        self._always = values["month"] >= 0
        self.tree = tree
        self.years = 1.0 / 12.0
        """Length of the step, in years."""

    def __getitem__(self, name: str) -> Array:
        if name not in self._allowed:
            message = f"{self._owner}: reads {name!r} without declaring it; add it to `reads`"
            raise ModelError(message)
        return self._values[name]

    def once(self, *arrays: Any) -> tuple[Any, ...]:  # noqa: ANN401 - arrays, or trees of them
        """Have these arrays computed once, however many outputs use them.

        XLA's CPU compiler fuses a shared intermediate into every consumer and computes it anew in
        each. A branch is a border that fusion does not cross; this one is always taken.
        """
        return jax.lax.cond(self._always, _same, _nothing, arrays)

    def __iter__(self):  # noqa: ANN204 - the mapping protocol
        return iter(self._allowed)

    def __len__(self) -> int:
        return len(self._allowed)


@dataclass(frozen=True)
class Model:
    """Mechanisms in phases, over declared fields.

    Attributes
    ----------
    phases
        Names of the phases, in the order in which they happen within a month.
    mechanisms
        Each belongs to one phase. Two mechanisms of a phase may both add to a field.
    slots
        The fields, by name.
    sizes
        Lengths of dimensions other than `unit`, `region`, `tier` and `centre`.
    """

    phases: tuple[str, ...]
    mechanisms: tuple[Mechanism, ...]
    slots: Mapping[str, Slot]
    sizes: Mapping[str, int]

    def __post_init__(self) -> None:
        """Check that every mechanism stands in a known phase and touches known fields."""
        for m in self.mechanisms:
            if m.phase not in self.phases:
                message = f"{m.name}: no such phase {m.phase!r}; one of {', '.join(self.phases)}"
                raise ModelError(message)
            names = {*m.reads, *m.writes, *([m.only_if] if m.only_if else [])}
            if unknown := sorted(names - set(self.slots)):
                message = f"{m.name}: no such field {', '.join(unknown)}"
                raise ModelError(message)
            fixed = [w for w in m.writes if self.slots[w].kind in ("static", "input")]
            if fixed:
                message = f"{m.name}: may not write {', '.join(fixed)}: it is given, not made"
                raise ModelError(message)
        writers = Counter((m.phase, w) for m in self.mechanisms for w in m.writes)
        for (phase, name), count in writers.items():
            if count > 1 and self.slots[name].dims == RESIDENT:
                message = f"{name}: {count} mechanisms write to residents in {phase!r}; one may"
                raise ModelError(message)

    def shape(self, name: str, tree: Tree) -> tuple[int, ...]:
        """Shape of a field for a tree."""
        known = {"unit": tree.n_units, "region": tree.n_regions, "tier": len(tree.sizes)}
        dims = self.slots[name].dims
        if dims == RESIDENT:
            return tree.people.shape
        return tuple({**known, **self.sizes}[d] for d in dims)

    def step(
        self,
        stocks: Mapping[str, Array],
        inputs: Mapping[str, Array],
        statics: Mapping[str, Array],
        tree: Tree,
        ids: dict[str, Array],
        params: Mapping[str, Params],
        streams: Streams,
        watch: "Watch | None" = None,
    ) -> dict[str, Array]:
        """Advance one history by one month; returns stocks and the month's flows.

        `watch` is called with what each mechanism changes, before it is held to the field's
        support. Every mechanism then runs in every month, and the numbers stay the same.
        """
        flows = {
            name: jnp.zeros(self.shape(name, tree), slot.dtype)
            for name, slot in self.slots.items()
            if slot.kind == "flow"
        }
        state: dict[str, Array] = {**statics, **inputs, **stocks, **flows}
        for phase in self.phases:
            state = self._phase(phase, state, tree, ids, params, streams, watch)
        given = {*statics, *inputs}
        return {name: value for name, value in state.items() if name not in given}

    def _phase(
        self,
        phase: str,
        state: dict[str, Array],
        tree: Tree,
        ids: dict[str, Array],
        params: Mapping[str, Params],
        streams: Streams,
        watch: "Watch | None" = None,
    ) -> dict[str, Array]:
        here = sorted((m for m in self.mechanisms if m.phase == phase), key=lambda m: m.name)
        writers = Counter(name for m in here for name in m.writes)
        alone = frozenset(name for name, count in writers.items() if count == 1)
        after = dict(state)
        changes: dict[str, Array] = {}
        for m in here:
            made = self._act(m, state, tree, ids, params[m.name], streams, alone, watch)
            for name, value in made.items():
                if name in alone:
                    after[name] = value
                else:
                    changes[name] = changes[name] + value if name in changes else value
        for name, change in changes.items():
            after[name] = _within(self.slots[name], state[name] + change)
        return after

    def _act(
        self,
        m: Mechanism,
        state: dict[str, Array],
        tree: Tree,
        ids: dict[str, Array],
        params: Params,
        streams: Streams,
        alone: frozenset[str] = frozenset(),
        watch: "Watch | None" = None,
    ) -> Mapping[str, Array]:
        """Changes by one mechanism; new values of the fields that it alone writes in its phase.

        A mechanism that writes to all units runs in a branch of its own: what it reads and returns
        is then computed once (see `View.once`). One with nothing to do in a month costs nothing.
        """
        view = View(state, frozenset(m.reads), tree, m.name)
        draw = Draw(streams.then(name_word(m.name)), m.name, ids)

        @jax.named_scope(m.name)
        def happens() -> dict[str, Array]:
            made = m.act(view, params, draw)
            if set(made) != set(m.writes):
                message = f"{m.name}: declared {sorted(m.writes)}, returned {sorted(made)}"
                raise ModelError(message)
            out = {}
            for name, change in made.items():
                slot, old = self.slots[name], state[name]
                if slot.dims == RESIDENT:
                    out[name] = jnp.asarray(change, slot.dtype)
                    continue
                full = jnp.broadcast_to(jnp.asarray(change, slot.dtype), old.shape)
                if m.only_if is not None:  # a block-mate's reason to act is none for this history
                    full = jnp.where(state[m.only_if] > 0, full, jnp.zeros_like(full))
                if watch is not None:
                    watch(m.name, name, full)
                out[name] = _within(slot, old + full) if name in alone else full
            return out

        def rests() -> dict[str, Array]:
            return {k: state[k] if k in alone else jnp.zeros_like(state[k]) for k in m.writes}

        large = any({"unit", "resident"} & {*self.slots[name].dims} for name in m.writes)
        if watch is not None or (m.only_if is None and not large):
            return happens()
        due = state["month"] >= 0 if m.only_if is None else any_member(state[m.only_if])
        return jax.lax.cond(due, happens, rests)


def _same(arrays: tuple[Any, ...]) -> tuple[Any, ...]:
    return arrays


def _nothing(arrays: tuple[Any, ...]) -> tuple[Any, ...]:
    return jax.tree.map(jnp.zeros_like, arrays)


def _within(slot: Slot, x: Array) -> Array:
    """Clip a field to its support."""
    low, high = slot.support
    if slot.dtype.startswith("int"):
        limits = np.iinfo(slot.dtype)
        low, high = max(low, limits.min), min(high, limits.max)
    return jnp.clip(x, jnp.asarray(low, slot.dtype), jnp.asarray(high, slot.dtype))
