"""Residents one by one, laid out so that machines like it: blocks, lanes, no scatter.

A block holds residents of one leaf; its tail may be empty. Arrays of residents have four axes,
`(tile, part, row, lane)`: a lane is a block, a row is written out when the program is traced, a
part repeats the rows, a tile holds as many lanes as suit a processor's cache. What is summed over
the residents of a block is then a sum of vectors over lanes, without any index, and sums over
blocks are differences of a running sum. Nothing is scattered, and nobody waits for anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int, UInt32
from numpy.typing import ArrayLike

from vertikal.engine._members import any_member
from vertikal.engine._slices import put, take
from vertikal.engine._streams import Draw, permute

__all__ = ["Luck", "Residents"]

Carried = dict[str, Array]

ROWS = 32
"""Residents of a block that are written out one after the other in a program."""
PARTS = (8, 4, 2, 1)
"""How often the rows may repeat in a block."""
LANES = 2048
"""Blocks side by side in a tile, at most."""
STRETCH = 64
"""Lanes that are visited at once where only some need it."""
EMPTY = 0.05
"""Share of places in blocks that may stay empty before blocks are made smaller."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Residents:
    """Where the residents of each leaf lie.

    Attributes
    ----------
    shape
        Length of the axes `(tile, part, row, lane)` of an array of residents.
    unit
        Position of the leaf whose residents are in each block, `(tile, lane)`.
    size
        Residents in each block, `(tile, lane)`; 0 in blocks that only fill the last tile.
    start
        Residents of the same leaf in the blocks before, `(tile, lane)`.
    first, past
        First block of each unit and one past its last, in order of lanes; equal where there are
        no residents, `(unit,)`.
    people
        Residents of each leaf, `(unit,)`; 0 elsewhere.
    """

    shape: tuple[int, int, int, int] = field(metadata={"static": True})
    unit: Int[Array, "tile lane"]
    size: Int[Array, "tile lane"]
    start: UInt32[Array, "tile lane"]
    first: Int[Array, "unit"]
    past: Int[Array, "unit"]
    people: Float[Array, "unit"]

    @classmethod
    def build(cls, adults: ArrayLike, per: int = 1) -> "Residents":
        """Lay out one resident for every `per` adults of each leaf, and at least one.

        Parameters
        ----------
        adults
            Adults of each unit, `(unit,)`; 0 for those that are no leaves.
        per
            Adults that one resident stands for.
        """
        grown = np.asarray(adults, np.float64)
        people = np.where(grown > 0, np.maximum(np.round(grown / per), 1.0), 0.0).astype(np.int64)
        parts = next(p for p in PARTS if p == 1 or _empty(people, p * ROWS) <= EMPTY)
        block = parts * ROWS
        blocks = -(-people // block)
        total = max(int(blocks.sum()), 1)
        lanes = min(LANES, -(-total // 64) * 64)
        tiles = -(-total // lanes)
        past = np.cumsum(blocks)
        first = past - blocks
        owner = np.repeat(np.arange(people.size), blocks)
        start = (np.arange(owner.size) - first[owner]) * block
        size = np.minimum(people[owner] - start, block)
        spare = tiles * lanes - owner.size

        def tiled(x: np.ndarray, dtype: Any) -> Any:  # noqa: ANN401 - NumPy until a run
            return np.pad(x, (0, spare)).astype(dtype).reshape(tiles, lanes)

        arrays: dict[str, Any] = {
            "unit": tiled(owner, np.int32),
            "size": tiled(size, np.int32),
            "start": tiled(start, np.uint32),
            "first": first.astype(np.int32),
            "past": past.astype(np.int32),
            "people": people.astype(np.float32),
        }
        return cls(shape=(tiles, parts, ROWS, lanes), **arrays)

    @property
    def places(self) -> int:
        """Length of an array of residents: those there are, and empty places."""
        return int(np.prod(self.shape))

    def place(self) -> UInt32[Array, "tile part row lane"]:
        """Number of each resident among those of its leaf, from 0."""
        _, parts, rows, _ = self.shape
        within = jnp.arange(parts * rows, dtype=jnp.uint32).reshape(1, parts, rows, 1)
        return within + self.start[:, None, None, :]

    def here(self) -> Bool[Array, "tile part row lane"]:
        """True for a resident, False for an empty place."""
        _, parts, rows, _ = self.shape
        within = jnp.arange(parts * rows, dtype=jnp.int32).reshape(1, parts, rows, 1)
        return within < self.size[:, None, None, :]

    def lanes(self, x: Array) -> Array:
        """Give every block the value of its leaf, `(unit,)` to `(tile, lane)`."""
        return x.at[self.unit].get(mode="promise_in_bounds")

    def count(self, passes: "Callable[[int], Array]") -> Int[Array, "unit"]:
        """Count the residents of each leaf for whom `passes(row)`, `(tile, part, lane)`, holds.

        `passes` is asked for one row after the other, so that what it computes and what is added
        up become one loop that touches each resident once.
        """
        return self.by_leaf(self.in_blocks(passes))

    def in_blocks(self, passes: "Callable[[int], Array]") -> Int[Array, "tile lane"]:
        """Count the residents of each block, in the same way."""
        total = passes(0).astype(jnp.int32)
        for row in range(1, self.shape[2]):
            total = total + passes(row).astype(jnp.int32)
        return jnp.sum(total, axis=1)

    def by_leaf(self, x: Int[Array, "tile lane"]) -> Int[Array, "unit"]:
        """Sum whole numbers of blocks over each leaf: exact, and without a scatter."""
        running = jnp.concatenate([jnp.zeros((1,), x.dtype), jnp.cumsum(x.reshape(-1))])
        return running.at[self.past].get(mode="promise_in_bounds") - running.at[self.first].get(
            mode="promise_in_bounds"
        )

    def share(self, count: Array) -> Float[Array, "unit"]:
        """Counts in leaves as shares of their residents; 0 where nobody lives."""
        return count.astype(jnp.float32) / jnp.maximum(self.people, 1.0)

    def luck(self, draw: Draw, name: str) -> "Luck":
        """Return the random words of a draw, one stream a leaf."""
        streams = draw.each(name, "unit")
        return Luck(self.lanes(streams.low), self.lanes(streams.high))

    def visit(
        self,
        due: Bool[Array, "tile lane"],
        work: "Callable[[Residents, Any, Carried], Carried]",
        count: "Callable[[Residents, Carried], Carried]",
        lanes: Any,  # noqa: ANN401 - any tree of arrays
        carried: "Carried",
    ) -> "tuple[Carried, Carried]":
        """Do some work in those stretches of lanes where it is due in some history.

        Parameters
        ----------
        due
            True for the blocks that must be visited.
        work
            Takes the residents of a stretch and the stretch's part of `lanes` and `carried`;
            returns what they carry from now on.
        count
            Takes the residents of a stretch and what `work` returned; returns whole numbers for
            each of its blocks.
        lanes
            What blocks have in common, a tree of `(tile, lane)`.
        carried
            What residents carry, `(tile, part, row, lane)` each; `work` changes some or all.

        Returns
        -------
        What residents carry now, and the numbers of blocks, `(tile, lane)`: 0 where nobody went.
        """
        tiles, _, _, width = self.shape
        step = min(STRETCH, width)
        place = Stretch(self, step)
        first = (place.residents(0), place.lanes(lanes, 0), place.ones(carried, 0))
        new = jax.eval_shape(work, *first)
        numbers = jax.eval_shape(count, first[0], new)
        kept = {name: carried[name] for name in new}
        begin = {name: jnp.zeros((tiles, width), x.dtype) for name, x in numbers.items()}
        there = any_member(due.reshape(tiles * (width // step), step).any(axis=1))
        order = jnp.argsort(~there, stable=True)

        def go(k: Array, state: "tuple[Carried, Carried]") -> "tuple[Carried, Carried]":
            at = order[k]
            mine = place.ones({**carried, **state[0]}, at)
            given = (place.residents(at), place.lanes(lanes, at), mine)
            made = _apart(k >= 0, work, given)
            counted = _apart(k >= 0, count, (given[0], made))
            return place.put(state[0], made, at), place.put(state[1], counted, at)

        return jax.lax.fori_loop(0, jnp.sum(there), go, (kept, begin))


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Luck:
    """Random words for residents: a function of draw, leaf and the resident's number, as ever."""

    low: UInt32[Array, "tile lane"]
    high: UInt32[Array, "tile lane"]

    def words(self, people: Residents) -> UInt32[Array, "tile part row lane"]:
        """32 random bits for each resident."""
        low, high = self.low[:, None, None, :], self.high[:, None, None, :]
        return permute(people.place() ^ low, high)

    def uniform(self, people: Residents) -> Float[Array, "tile part row lane"]:
        """Uniform numbers in (0, 1)."""
        return (self.words(people) >> 9).astype(jnp.int32).astype(jnp.float32) * 2.0**-23 + 2.0**-24

    def halves(self, people: Residents) -> tuple[Array, Array]:
        """Two uniform numbers in [0, 1) of 16 bits each."""
        words = self.words(people)
        first, second = (
            x.astype(jnp.int32).astype(jnp.float32) * 2.0**-16
            for x in (words & 0xFFFF, words >> 16)
        )
        return first, second

    def bytes(self, people: Residents) -> list[Int[Array, "tile part lane"]]:
        """Eight random bits for the residents of each row; four rows share a word."""
        _, parts, rows, _ = people.shape
        part = jnp.arange(parts, dtype=jnp.uint32)[None, :, None] * jnp.uint32(rows)
        place = part + people.start[:, None, :]
        low, high = self.low[:, None, :], self.high[:, None, :]
        words = [permute((place + jnp.uint32(row)) ^ low, high) for row in range(0, rows, 4)]
        return [
            ((words[row // 4] >> (8 * (row % 4))) & 0xFF).astype(jnp.int32) for row in range(rows)
        ]


@dataclass(frozen=True)
class Stretch:
    """Stretches of neighbouring lanes of one tile: how to take one out, and how to put it back."""

    people: Residents
    step: int

    def at(self, k: Array | int) -> tuple[Array, Array]:
        """Tile and first lane of stretch `k`."""
        many = self.people.shape[3] // self.step
        k = jnp.asarray(k, jnp.int32)
        return k // many, (k % many) * self.step

    def lanes(self, tree: Any, k: Array | int) -> Any:  # noqa: ANN401
        """Take the stretch out of every `(tile, lane)` array of a tree."""
        start = self.at(k)
        return jax.tree.map(lambda x: take(x, start, (1, self.step)), tree)

    def ones(self, carried: "Carried", k: Array | int) -> "Carried":
        """Take the stretch out of arrays of residents."""
        tile, lane = self.at(k)
        _, parts, rows, _ = self.people.shape
        start, size = (tile, zero := jnp.int32(0), zero, lane), (1, parts, rows, self.step)
        return {name: take(x, start, size) for name, x in carried.items()}

    def residents(self, k: Array | int) -> Residents:
        """Take the stretch out of the table of residents; what is about leaves stays."""
        _, parts, rows, _ = self.people.shape
        whole = (self.people.unit, self.people.size, self.people.start)
        unit, size, start = self.lanes(whole, k)
        shape = (1, parts, rows, self.step)
        return replace(self.people, shape=shape, unit=unit, size=size, start=start)

    def put(self, whole: "Carried", part: "Carried", k: Array | int) -> "Carried":
        """Put the stretch of each array back into its place."""
        tile, lane = self.at(k)
        out = {}
        for name, x in part.items():
            zero = jnp.int32(0)
            start = (tile, lane) if x.ndim == len(("tile", "lane")) else (tile, zero, zero, lane)
            out[name] = put(whole[name], x, start)
        return out


def _apart(always: Array, work: Callable[..., Any], given: Any) -> Any:  # noqa: ANN401
    """Do work in a branch: what it makes is then whole before it overwrites what it was made of.

    Otherwise XLA fuses the work into the writing, and copies the array of all residents first.
    """
    made = jax.eval_shape(work, *given)
    return jax.lax.cond(
        always,
        lambda given: work(*given),
        lambda given: jax.tree.map(lambda x: jnp.zeros(x.shape, x.dtype), made),
        given,
    )


def _empty(people: np.ndarray, block: int) -> float:
    """Share of places that stay empty in blocks of this size."""
    places = (-(-people // block) * block).sum()
    return 1.0 - people.sum() / max(places, 1)
