"""The tree's operations against loops that anybody can check."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vertikal.engine import Tree

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def random_tree(seed: int, sizes: tuple[int, ...]):
    """Tiers, parents and adults of a tree in which some units of each tier may be leaves."""
    rng = np.random.default_rng(seed)
    tiers, parents, start = [], [], 0
    for tier, size in enumerate(sizes):
        above = np.arange(start - sizes[tier - 1], start) if tier else np.array([-1])
        tiers += [tier] * size
        parents += rng.choice(above, size).tolist()
        start += size
    adults = rng.integers(1, 1000, start).astype(float)
    return tiers, parents, adults


# few shapes, so that few programs are compiled: what varies is who lies below whom
SHAPES = [(1,), (3,), (2, 5), (3, 4, 9)]
trees = st.tuples(st.integers(0, 10_000), st.sampled_from(SHAPES))


class Loops:
    """The same operations, one unit at a time."""

    def __init__(self, tiers, parents, adults):
        self.tiers, self.parents, self.n = tiers, parents, len(tiers)
        self.leaf = [i not in set(parents) for i in range(self.n)]
        self.adults = [a if leaf else 0.0 for a, leaf in zip(adults, self.leaf, strict=True)]

    def chain(self, i):
        """The unit and everything above it."""
        out = [i]
        while self.parents[out[-1]] >= 0:
            out.append(self.parents[out[-1]])
        return out

    def total(self, x):
        out = np.zeros(self.n)
        for i in range(self.n):
            if self.leaf[i]:
                for above in self.chain(i):
                    out[above] += x[i]
        return out

    def lift(self, x):
        mean = self.total(np.multiply(x, self.adults)) / self.total(self.adults)
        return np.where(self.leaf, x, mean)


@FEW
@given(trees)
def test_operations_agree_with_loops(case):
    seed, sizes = case
    tiers, parents, adults = random_tree(seed, sizes)
    tree, loops = Tree.build(tiers, parents, adults), Loops(tiers, parents, adults)
    n, regions = len(tiers), sizes[0]
    x = np.random.default_rng(seed + 1).uniform(-1, 1, n).astype(np.float32)
    per_region, per_tier = x[:regions], np.arange(1.0, len(sizes) + 1, dtype=np.float32)
    top = [loops.chain(i)[-1] for i in range(n)]
    expected = {
        "total": loops.total(x),
        "lift": loops.lift(x),
        "by_region": loops.total(x)[:regions],
        "by_tier": [sum(x[i] for i in range(n) if tiers[i] == k) for k in range(len(sizes))],
        "above": [x[parents[i]] if parents[i] >= 0 else x[i] for i in range(n)],
        "reached": [sum(x[j] for j in loops.chain(i)) for i in range(n)],
        "regions": x[:regions],
    }
    for name, value in expected.items():
        made = getattr(tree, name)(jnp.asarray(x))
        np.testing.assert_allclose(made, value, rtol=1e-4, atol=1e-5, err_msg=name)
    np.testing.assert_array_equal(tree.spread(jnp.asarray(per_region)), per_region[top])
    np.testing.assert_array_equal(tree.of_tier(jnp.asarray(per_tier)), per_tier[tiers])
    embedded = np.asarray(tree.embed(jnp.asarray(per_region)))
    np.testing.assert_array_equal(embedded, [*per_region, *[0.0] * (n - regions)])
    lifted = tree.lift(jnp.asarray(x))
    of_all = np.average(x[loops.leaf], weights=np.asarray(loops.adults)[loops.leaf])
    np.testing.assert_allclose(tree.nation(lifted), of_all, rtol=1e-4, atol=1e-5)


@FEW
@given(trees)
def test_tables_agree_with_loops(case):
    seed, sizes = case
    tiers, parents, adults = random_tree(seed, sizes)
    tree, loops = Tree.build(tiers, parents, adults), Loops(tiers, parents, adults)
    assert tree.sizes == sizes
    assert (tree.n_units, tree.n_regions) == (len(tiers), sizes[0])
    assert tree.starts() == (0, *np.cumsum(sizes))
    np.testing.assert_array_equal(tree.is_leaf, loops.leaf)
    np.testing.assert_array_equal(tree.adults, loops.adults)
    np.testing.assert_allclose(tree.total_adults, loops.total(loops.adults))
    for i in range(tree.n_units):
        known = {tiers[j]: j for j in loops.chain(i)}
        expected = [known.get(k, -1) for k in range(len(sizes))]
        assert np.asarray(tree.ancestors)[:, i].tolist() == expected


def test_a_leaf_may_stand_at_any_tier():
    # region 0 has a district with a locality; region 1 has nothing below it
    tree = Tree.build([0, 0, 1, 2], [-1, -1, 0, 2], [9, 20, 9, 30])
    np.testing.assert_array_equal(tree.is_leaf, [0, 1, 0, 1])
    np.testing.assert_array_equal(tree.total_adults, [30, 20, 30, 30])
    lifted = tree.lift(jnp.asarray([0.0, 0.5, 0.0, 1.0]))
    np.testing.assert_allclose(lifted, [1.0, 0.5, 1.0, 1.0])
    np.testing.assert_allclose(tree.nation(lifted), (20 * 0.5 + 30) / 50)


@pytest.mark.parametrize(
    ("tiers", "parents"),
    [
        ([0, 1, 0], [-1, 0, -1]),  # not in order of tier
        ([1, 1], [-1, 0]),  # does not begin with a region
        ([0, 1], [-1, -1]),  # no parent
        ([0, 1], [-1, 1]),  # its own parent
        ([0, 1, 2], [-1, 2, 1]),  # a parent further down
        ([0, 0], [-1, 0]),  # a region below a region
        ([0, 1, 1], [-1, 0, 1]),  # a parent in its own tier
    ],
)
def test_build_refuses(tiers, parents):
    with pytest.raises(ValueError, match="tier"):
        Tree.build(tiers, parents, [1.0] * len(tiers))


def test_a_parent_two_tiers_above_is_refused_or_counted():
    # "a parent is one tier or more above", says `build`: then nobody may be lost in a sum
    try:
        tree = Tree.build([0, 1, 2, 2], [-1, 0, 1, 0], [0, 0, 10, 20])
    except ValueError:
        return
    np.testing.assert_allclose(tree.total_adults[0], 30)
    np.testing.assert_allclose(tree.total(tree.adults)[0], 30)
