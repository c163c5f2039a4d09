"""Many histories at once: `vmap` within a block, blocks over devices, a scan over years of months.

Histories are computed in blocks of fixed size, one block a device and call. The compiled program
therefore does not depend on how many members, devices or chunks a run has, and neither do its
numbers: a member's history is a function of (parameters, world, seed, member) alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from jaxtyping import Array

from vertikal.engine._mechanism import Params
from vertikal.engine._model import MEMBER_AXIS, Model
from vertikal.engine._programs import ProgramStore, program
from vertikal.engine._streams import Draw, Streams
from vertikal.engine._tree import Tree

__all__ = ["BLOCK", "Ensemble", "Plan"]

BLOCK = 10
"""Histories in a block: small enough that a month's state stays in a core's cache."""

Stocks = dict[str, Array]
Record = Callable[[Mapping[str, Array], Tree], dict[str, Array]]
Initial = Callable[[Mapping[str, Params], Mapping[str, Array], Tree, Draw], Stocks]


@dataclass(frozen=True)
class Plan:
    """Which members are computed in which call."""

    members: int
    width: int
    """Histories in a call: block size times devices."""

    def calls(self) -> Iterator[tuple[int, int]]:
        """First member and one past the last member of each call."""
        for start in range(0, self.members, self.width):
            yield start, min(start + self.width, self.members)


@dataclass(frozen=True)
class Ensemble:
    """A model in a world, ready to run any number of histories.

    Attributes
    ----------
    model
        Phases and mechanisms.
    tree, statics, ids
        The world: units, their fixed properties, and identifiers for the random streams.
    initial
        Makes a history's first stocks.
    monthly, yearly
        What to keep of the state at the end of each month, and at the end of each year.
    block
        Histories in a block.
    devices
        Devices to spread blocks over; all of the default backend's if empty.
    """

    model: Model
    tree: Tree
    statics: Mapping[str, Array]
    ids: dict[str, Array]
    initial: Initial
    monthly: Record
    yearly: Record
    block: int = BLOCK
    devices: Sequence[Any] = field(default_factory=jax.devices)

    def plan(self, members: int) -> Plan:
        """Divide `members` histories into calls."""
        return Plan(members, self.block * len(self.devices))

    def _mesh(self) -> Mesh:
        return Mesh(np.asarray(self.devices), ("device",))

    def compile(
        self,
        params: Mapping[str, Params],
        inputs: Mapping[str, Array],
        *,
        batched: bool = False,
        store: ProgramStore | None = None,
        name: str = "",
    ) -> "Compiled":
        """Trace and compile for inputs of this length; `batched` parameters have a member axis.

        With a `store`, programs are kept there and found again by `name` and all they depend on;
        `name` must say which mechanisms and records the ensemble has.
        """
        mesh = self._mesh()
        whole, split = PartitionSpec(), PartitionSpec("device")
        of_params = split if batched else whole
        axis = 0 if batched else None

        def start(params: Any, world: Any, seed: Array, members: Array) -> Stocks:  # noqa: ANN401
            statics, tree, ids = world
            one = partial(self._start, statics=statics, tree=tree, ids=ids, seed=seed)
            return jax.vmap(one, in_axes=(axis, 0), axis_name=MEMBER_AXIS)(params, members)

        def advance(
            params: Any,  # noqa: ANN401
            world: Any,  # noqa: ANN401
            inputs: Any,  # noqa: ANN401
            seed: Array,
            members: Array,
            stocks: Stocks,
        ) -> tuple[Stocks, dict[str, Array], dict[str, Array]]:
            statics, tree, ids = world
            one = partial(
                self._advance, statics=statics, tree=tree, ids=ids, inputs=inputs, seed=seed
            )
            return jax.vmap(one, in_axes=(axis, 0, 0), axis_name=MEMBER_AXIS)(
                params, members, stocks
            )

        def flat(function: Callable[..., Any], specs: tuple[Any, ...], arguments: Any) -> Any:  # noqa: ANN401
            """Jit a function over devices, taking the leaves of its arguments."""
            tree = jax.tree.structure(arguments)
            mapped = jax.shard_map(
                function, mesh=mesh, in_specs=specs, out_specs=split, check_vma=False
            )
            return jax.jit(lambda *leaves: mapped(*jax.tree.unflatten(tree, leaves)))

        n = self.block * len(self.devices)
        members = self._place(np.arange(n, dtype=np.uint32), mesh, split)
        seed = self._place(np.uint32(0), mesh, whole)
        world = self._place((dict(self.statics), self.tree, self.ids), mesh, whole)
        placed = self._place(dict(inputs), mesh, whole)
        many = self._place(dict(params), mesh, of_params)
        said = f"{name} {batched} {self.block} {self.tree.sizes}"
        first = (many, world, seed, members)
        specs = (of_params, whole, whole, split)
        started = program(f"start {said}", lambda: flat(start, specs, first), first, store)
        stocks = started(*jax.tree.leaves(first))
        then = (many, world, placed, seed, members, stocks)
        specs_then = (of_params, whole, whole, whole, split, split)
        advanced = program(f"advance {said}", lambda: flat(advance, specs_then, then), then, store)
        return Compiled(self, started, advanced, world, placed, batched)

    @staticmethod
    def _place(tree: Any, mesh: Mesh, spec: PartitionSpec) -> Any:  # noqa: ANN401 - any pytree
        return jax.device_put(tree, NamedSharding(mesh, spec))

    def _start(
        self,
        params: Mapping[str, Params],
        member: Array,
        *,
        statics: Mapping[str, Array],
        tree: Tree,
        ids: dict[str, Array],
        seed: Array,
    ) -> Stocks:
        draw = Draw(Streams.of(seed, member).then(0xFFFFFFFF), "initial", ids)
        made = self.initial(params, statics, tree, draw)
        return {
            name: jnp.broadcast_to(
                jnp.asarray(made[name], slot.dtype), self.model.shape(name, tree)
            )
            for name, slot in self.model.slots.items()
            if slot.kind == "stock"
        }

    def _advance(
        self,
        params: Mapping[str, Params],
        member: Array,
        stocks: Stocks,
        *,
        statics: Mapping[str, Array],
        tree: Tree,
        ids: dict[str, Array],
        inputs: Mapping[str, Array],
        seed: Array,
    ) -> tuple[Stocks, dict[str, Array], dict[str, Array]]:
        history = Streams.of(seed, member)

        def month(stocks: Stocks, given: Mapping[str, Array]) -> tuple[Stocks, Any]:
            state = self.model.step(
                stocks, given, statics, tree, ids, params, history.then(given["month"])
            )
            kept = self.monthly({**given, **state}, tree)
            return {name: state[name] for name in stocks}, kept

        def year(stocks: Stocks, given: Mapping[str, Array]) -> tuple[Stocks, Any]:
            stocks, kept = jax.lax.scan(month, stocks, given)
            return stocks, (kept, self.yearly(stocks, tree))

        stocks, (monthly, yearly) = jax.lax.scan(year, stocks, inputs)
        monthly = {k: v.reshape((-1, *v.shape[2:])) for k, v in monthly.items()}
        return stocks, monthly, yearly


@dataclass(frozen=True)
class Compiled:
    """A compiled ensemble: call it for a range of members, as often as you like."""

    ensemble: Ensemble
    starter: Any
    runner: Any
    world: Any
    inputs: Any
    batched: bool

    def __call__(
        self,
        params: Mapping[str, Params],
        seed: int,
        members: Sequence[int] | np.ndarray,
        *,
        stocks: Stocks | None = None,
        inputs: Mapping[str, Array] | None = None,
    ) -> tuple[Stocks, dict[str, Array], dict[str, Array]]:
        """Run the histories `members` (at most a call's width), from the start or from `stocks`.

        Returns
        -------
        Final stocks, monthly records `(member, month, ...)` and yearly records
        `(member, year, ...)`, still on the devices: convert to NumPy to wait for them.
        """
        mesh = self.ensemble._mesh()
        whole, split = PartitionSpec(), PartitionSpec("device")
        width = self.ensemble.block * len(self.ensemble.devices)
        asked = np.asarray(members, np.uint32)
        padded = np.concatenate([asked, np.full(width - asked.size, asked[-1], np.uint32)])
        who = Ensemble._place(padded, mesh, split)
        start = Ensemble._place(np.uint32(seed & 0xFFFFFFFF), mesh, whole)
        spec = split if self.batched else whole
        many = Ensemble._place(dict(params), mesh, spec)
        given = self.inputs
        if inputs is not None:
            given = Ensemble._place(dict(inputs), mesh, whole)
        if stocks is None:
            stocks = self.starter(*jax.tree.leaves((many, self.world, start, who)))
        else:
            stocks = Ensemble._place(_padded(stocks, width), mesh, split)
        arguments = (many, self.world, given, start, who, stocks)
        final, monthly, yearly = self.runner(*jax.tree.leaves(arguments))
        n = asked.size
        if n == width:
            return final, monthly, yearly
        return tuple({k: v[:n] for k, v in part.items()} for part in (final, monthly, yearly))  # type: ignore[return-value]


def _padded(stocks: Stocks, width: int) -> dict[str, np.ndarray]:
    """Repeat the last member until a call's width is filled."""
    return {
        k: np.concatenate([x, np.repeat(x[-1:], width - len(x), axis=0)])
        for k, x in ((k, np.asarray(v)) for k, v in stocks.items())
    }
