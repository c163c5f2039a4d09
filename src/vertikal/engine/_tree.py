"""The tree of units, as index tables: sums go up, values go down, without scatters."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

__all__ = ["Tree"]


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Tree:
    """Units in order of tier: all of tier 0 (the regions), then tier 1, and so on.

    The centre is not a unit. A leaf is a unit without children: residents live in leaves.

    Attributes
    ----------
    sizes
        Number of units in each tier.
    parent
        Position of each unit's parent, `(unit,)`; a region is its own parent.
    ancestors
        Position of the ancestor at each tier, `(tier, unit)`; -1 where there is none.
    region_of
        Position of each unit's region, `(unit,)`.
    children
        For every tier but the last, positions of the children, `(most children, units of the
        tier)`, padded with 0.
    is_child
        1 where `children` is real, 0 where it is padding.
    is_leaf
        1 for a leaf, 0 for a unit with children, `(unit,)`.
    adults
        Adults in a leaf, `(unit,)`; 0 elsewhere.
    total_adults
        Adults below or in each unit, `(unit,)`.
    """

    sizes: tuple[int, ...] = field(metadata={"static": True})
    parent: Int[Array, "unit"]
    ancestors: Int[Array, "tier unit"]
    region_of: Int[Array, "unit"]
    children: tuple[Int[Array, "child parent"], ...]
    is_child: tuple[Float[Array, "child parent"], ...]
    is_leaf: Float[Array, "unit"]
    adults: Float[Array, "unit"]
    total_adults: Float[Array, "unit"]

    @classmethod
    def build(cls, tiers: Sequence[int], parents: Sequence[int], adults: Sequence[float]) -> "Tree":
        """Build the tables from each unit's tier, parent (-1 for a region) and adults.

        Raises
        ------
        ValueError
            If units are not in order of tier, or a parent is not one tier or more above.
        """
        tier = np.asarray(tiers, np.int32)
        parent = np.asarray(parents, np.int32)
        if np.any(np.diff(tier) < 0) or (tier.size and tier[0] != 0):
            message = "units must be listed tier by tier, starting with tier 0"
            raise ValueError(message)
        n = tier.size
        bad = (parent >= np.arange(n)) | ((tier > 0) & (parent < 0)) | ((tier == 0) & (parent >= 0))
        if bad.any():
            message = f"unit {int(np.argmax(bad))} has no parent in a tier above it"
            raise ValueError(message)
        sizes = tuple(int(k) for k in np.bincount(tier))
        ancestors = np.full((len(sizes), n), -1, np.int32)
        for i in range(n):
            if parent[i] >= 0:
                ancestors[:, i] = ancestors[:, parent[i]]
            ancestors[tier[i], i] = i
        leaf = np.ones(n, bool)
        leaf[parent[parent >= 0]] = False
        weight = np.where(leaf, np.asarray(adults, np.float32), 0.0).astype(np.float32)
        total = weight.astype(np.float64)
        for i in range(n - 1, -1, -1):
            if parent[i] >= 0:
                total[parent[i]] += total[i]
        tables, masks = _child_tables(sizes, parent)
        return cls(
            sizes=sizes,
            parent=jnp.asarray(np.where(parent < 0, np.arange(n), parent), jnp.int32),
            ancestors=jnp.asarray(ancestors),
            region_of=jnp.asarray(ancestors[0]),
            children=tables,
            is_child=masks,
            is_leaf=jnp.asarray(leaf, jnp.float32),
            adults=jnp.asarray(weight),
            total_adults=jnp.asarray(np.maximum(total, 1e-6), jnp.float32),
        )

    @property
    def n_units(self) -> int:
        """Number of units in all tiers."""
        return sum(self.sizes)

    @property
    def n_regions(self) -> int:
        """Number of units in the first tier."""
        return self.sizes[0]

    def starts(self) -> tuple[int, ...]:
        """Position of the first unit of each tier, and one past the last unit."""
        return tuple(int(k) for k in np.concatenate([[0], np.cumsum(self.sizes)]))

    def regions(self, x: Array) -> Float[Array, "region"]:
        """Keep the values of the regions, `(unit,)` to `(region,)`."""
        return x[: self.n_regions]

    def embed(self, x: Array) -> Float[Array, "unit"]:
        """Put region values into a unit array that is 0 elsewhere."""
        rest = jnp.zeros((self.n_units - self.n_regions,), x.dtype)
        return jnp.concatenate([x, rest])

    def spread(self, x: Array) -> Float[Array, "unit"]:
        """Give every unit the value of its region, `(region,)` to `(unit,)`."""
        return x[self.region_of]

    def above(self, x: Array) -> Float[Array, "unit"]:
        """Give every unit the value of its parent (a region keeps its own)."""
        return x[self.parent]

    def total(self, x: Array) -> Float[Array, "unit"]:
        """Sum leaf values up the tree: each unit's own value if a leaf, else its descendants'."""
        starts = self.starts()
        parts = [
            (x * self.is_leaf)[start:stop]
            for start, stop in zip(starts[:-1], starts[1:], strict=True)
        ]
        for tier in range(len(self.sizes) - 2, -1, -1):
            below = parts[tier + 1]
            index = self.children[tier] - starts[tier + 1]
            parts[tier] = parts[tier] + jnp.sum(below[index] * self.is_child[tier], axis=0)
        return jnp.concatenate(parts)

    def lift(self, x: Array) -> Float[Array, "unit"]:
        """Mean over adults: leaves keep their value, every other unit gets its residents' mean."""
        mean = self.total(x * self.adults) / self.total_adults
        return jnp.where(self.is_leaf > 0, x, mean)

    def nation(self, x: Array) -> Float[Array, ""]:
        """Mean over all adults of a lifted unit array."""
        weight = self.regions(self.total_adults)
        return jnp.sum(self.regions(x) * weight) / jnp.sum(weight)

    def by_tier(self, x: Array) -> Float[Array, "tier"]:
        """Sum over the units of each tier."""
        starts = self.starts()
        return jnp.stack(
            [x[a:b].sum() for a, b in zip(starts[:-1], starts[1:], strict=True)]
        )

    def reached(self, x: Array) -> Float[Array, "unit"]:
        """Sum of a unit's own value and those of its ancestors: what reaches its residents."""
        total = x
        for tier in range(len(self.sizes) - 1):
            index = self.ancestors[tier]
            own = index == jnp.arange(self.n_units)
            total = total + jnp.where((index >= 0) & ~own, x[index], 0.0)
        return total


def _child_tables(
    sizes: tuple[int, ...], parent: np.ndarray
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """Children of every unit of every tier but the last; parents one tier above only."""
    starts = np.concatenate([[0], np.cumsum(sizes)])
    tables, masks = [], []
    for tier in range(len(sizes) - 1):
        first, last, end = starts[tier], starts[tier + 1], starts[tier + 2]
        lists = [
            [c for c in range(last, end) if parent[c] == unit] for unit in range(first, last)
        ]
        depth = max((len(one) for one in lists), default=1) or 1
        table = np.full((depth, len(lists)), last, np.int32)
        mask = np.zeros((depth, len(lists)), np.float32)
        for column, one in enumerate(lists):
            table[: len(one), column] = one
            mask[: len(one), column] = 1.0
        tables.append(jnp.asarray(table))
        masks.append(jnp.asarray(mask))
    return tuple(tables), tuple(masks)
