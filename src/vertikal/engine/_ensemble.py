"""Many histories at once: `vmap` within a block, blocks over cores, a scan over years of months.

Histories are computed in blocks of fixed size, one block a call, and several calls at a time. The
compiled program therefore does not depend on how many members, workers or chunks a run has, and
neither do its numbers: a history is a function of (parameters, world, seed, member) alone. (Devices
of one `shard_map` would do the same work as fast, but change the program with their number, and
with it the last bits of sums.)
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from vertikal.engine._mechanism import Params
from vertikal.engine._members import MEMBER_AXIS
from vertikal.engine._model import Model
from vertikal.engine._programs import ProgramStore, program
from vertikal.engine._streams import Draw, Streams
from vertikal.engine._tree import Tree

__all__ = ["BLOCK", "Ensemble", "calls"]

BLOCK = 10
"""Histories in a block: small enough that a month's state stays in a core's cache."""

Stocks = dict[str, Array]
Record = Callable[[Mapping[str, Array], Tree], dict[str, Array]]
Initial = Callable[[Mapping[str, Params], Mapping[str, Array], Tree, Draw], Stocks]


def calls(members: int, block: int = BLOCK) -> Iterator[tuple[int, int]]:
    """First member and one past the last member of each call."""
    for start in range(0, members, block):
        yield start, min(start + block, members)


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
    """

    model: Model
    tree: Tree
    statics: Mapping[str, Array]
    ids: dict[str, Array]
    initial: Initial
    monthly: Record
    yearly: Record
    block: int = BLOCK

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

        def flat(function: Callable[..., Any], arguments: Any) -> Any:  # noqa: ANN401
            """Jit a function of the leaves of its arguments."""
            tree = jax.tree.structure(arguments)
            return jax.jit(lambda *leaves: function(*jax.tree.unflatten(tree, leaves)))

        members = jnp.asarray(np.arange(self.block, dtype=np.uint32))
        seed = jnp.asarray(np.uint32(0))
        world = jax.device_put((dict(self.statics), self.tree, self.ids))
        given = jax.device_put(dict(inputs))
        many = jax.device_put(_as_arrays(params))
        said = f"{name} {batched} {self.block} {self.tree.sizes}"
        first = (many, world, seed, members)
        started = program(f"start {said}", lambda: flat(start, first), first, store)
        then = (many, world, given, seed, members, started(*jax.tree.leaves(first)))
        advanced = program(f"advance {said}", lambda: flat(advance, then), then, store)
        return Compiled(self, started, advanced, world, given)

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
    """A compiled ensemble: call it for a block of members, as often as you like."""

    ensemble: Ensemble
    starter: Any
    runner: Any
    world: Any
    inputs: Any

    def __call__(
        self,
        params: Mapping[str, Params],
        seed: int,
        members: Sequence[int] | np.ndarray,
        *,
        stocks: Mapping[str, Any] | None = None,
        inputs: Mapping[str, Any] | None = None,
    ) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Run the histories `members` (at most a block), from the start or from `stocks`.

        Returns
        -------
        Final stocks `(member, ...)`, monthly records `(member, month, ...)` and yearly records
        `(member, year, ...)`.
        """
        asked = np.asarray(members, np.uint32)
        spare = self.ensemble.block - asked.size
        who = jnp.asarray(np.concatenate([asked, np.full(spare, asked[-1], np.uint32)]))
        start = jnp.asarray(np.uint32(seed & 0xFFFFFFFF))
        many = jax.device_put(_as_arrays(params))
        given = self.inputs if inputs is None else jax.device_put(dict(inputs))
        if stocks is None:
            begun = self.starter(*jax.tree.leaves((many, self.world, start, who)))
        else:
            begun = {k: _padded(np.asarray(x), spare) for k, x in stocks.items()}
        arguments = (many, self.world, given, start, who, begun)
        parts = self.runner(*jax.tree.leaves(arguments))
        final, monthly, yearly = (
            {k: np.asarray(v)[: asked.size] for k, v in part.items()} for part in parts
        )
        return final, monthly, yearly

    def each(
        self,
        params: Mapping[str, Params],
        seed: int,
        spans: Sequence[tuple[int, int]],
        *,
        workers: int = 1,
        repeat: int | None = None,
        apart: bool = False,
    ) -> Iterator[tuple[tuple[int, int], dict[str, np.ndarray], dict[str, np.ndarray]]]:
        """Yield the monthly and yearly records of spans of members, in order.

        `workers` calls run at a time, and at most as many wait to be taken: memory stays flat.
        With `repeat`, parameters are `(draw,)` each, of an ensemble that was compiled `batched`,
        and every draw has that many members in a row: the same streams for each draw, or, `apart`,
        streams of its own for each member.
        """

        def call(start: int, stop: int) -> Any:  # noqa: ANN401
            who = np.arange(start, stop)
            if repeat is None:
                return self(params, seed, who)
            draw = np.append(who, np.full(self.ensemble.block - who.size, who[-1])) // repeat
            drawn = jax.tree.map(lambda x: np.asarray(x)[draw], dict(params))
            return self(drawn, seed, who if apart else who % repeat)

        waiting: deque[tuple[tuple[int, int], Future[Any]]] = deque()
        todo = deque(spans)
        with ThreadPoolExecutor(workers) as pool:
            while todo or waiting:
                while todo and len(waiting) < 2 * workers:
                    span = todo.popleft()
                    waiting.append((span, pool.submit(call, *span)))
                span, future = waiting.popleft()
                _, monthly, yearly = future.result()
                yield span, monthly, yearly


def _as_arrays(params: Mapping[str, Params]) -> dict[str, Any]:
    """Parameters as float32 arrays, whatever numbers they were given as."""
    return {
        name: jax.tree.map(lambda x: np.asarray(x, np.float32), p) for name, p in params.items()
    }


def _padded(x: np.ndarray, spare: int) -> np.ndarray:
    """Repeat the last member until a block is full."""
    return np.concatenate([x, np.repeat(x[-1:], spare, axis=0)])
