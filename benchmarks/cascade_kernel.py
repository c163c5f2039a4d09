"""Our threshold-cascade kernel, in the protocol of `../shared/peers`: prints one JSON line.

The model is theirs (`../shared/peers/common.py`): thresholds in [0, 1), a shock for each locality,
and each step everybody acts whose threshold is below 0.6 of the locality's share, 0.3 of the
nation's, the shock and 0.05 of a fresh uniform number. The layout is that of
`vertikal.engine.Residents`: rows written out, blocks or histories as lanes, `permute` for the
words, each of which serves two residents.

Usage: `python benchmarks/cascade_kernel.py --peers FOLDER [--n N] [--ensemble R --size 20]`.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

sys.path.insert(0, sys.argv[sys.argv.index("--peers") + 1])
from common import Bench, args, thresholds  # type: ignore[import-not-found]

OPTIONS = args(peers="")
BENCH = Bench(OPTIONS, "vertikal", "rows")

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

from vertikal.engine import Streams  # noqa: E402
from vertikal.engine._streams import permute  # noqa: E402

BENCH.imported()
SIZE, STEPS, HISTORIES = OPTIONS.size, OPTIONS.steps, OPTIONS.ensemble
PLACES = OPTIONS.n // SIZE
BUSY = 100_000
"""Residents from which on two cores are worth the wait for each other."""


def divisor(n: int, most: int) -> int:
    """Return the largest divisor of n that is no more than `most`."""
    return max(d for d in range(1, min(n, most) + 1) if n % d == 0)


def acts(t: jax.Array, level: jax.Array, words: Callable[[int], jax.Array], rows: int) -> jax.Array:
    """Count who acts among the rows on axis 2 of `t`; a word serves two rows."""
    half = jnp.float32(0.05 * 2.0**-16)
    total = None
    for row in range(0, rows, 2):
        bits = words(row)
        for k, part in enumerate((bits & 0xFFFF, bits >> 16)):
            noise = part.astype(jnp.int32).astype(jnp.float32) * half
            act = (t[:, :, row + k] < level + noise).astype(jnp.int32)
            total = act if total is None else total + act
    assert total is not None
    return total


def single() -> Callable[[int], Any]:
    """One nation: localities are lanes."""
    rows = next(r for r in (20, 10, 8, 4, 2) if SIZE % r == 0)
    lanes, parts = divisor(PLACES, 5000), SIZE // rows
    tiles = PLACES // lanes
    t, shock = thresholds(OPTIONS)
    t = t.reshape(tiles, lanes, parts, rows).transpose(0, 2, 3, 1)
    given = jnp.asarray(np.ascontiguousarray(t)), jnp.asarray(shock.reshape(tiles, lanes))
    shape = (tiles, parts, lanes)

    def run(t: jax.Array, shock: jax.Array, seed: jax.Array, none: jax.Array) -> jax.Array:
        def step(carry: Any, month: jax.Array) -> Any:  # noqa: ANN401
            count, nation, none = carry
            level = (0.6 / SIZE * count.astype(jnp.float32) + 0.3 * nation + shock)[:, None]
            key = Streams.of(seed, 0).then(month)
            at = [jax.lax.broadcasted_iota(jnp.uint32, shape, d) + none for d in range(3)]
            place = (at[0] * parts + at[1]) * jnp.uint32(rows * lanes) + at[2]

            def words(row: int) -> jax.Array:
                return permute((place + jnp.uint32(row * lanes)) ^ key.low, key.high)

            count = acts(t, level, words, rows).sum(axis=1)
            nation = count.sum().astype(jnp.float32) / (SIZE * PLACES)
            return (count, nation, none * none), nation

        begin = (jnp.zeros((tiles, lanes), jnp.int32), jnp.float32(0.0), none)
        return jax.lax.scan(step, begin, jnp.arange(STEPS))[1]

    return ready(run, given)


def ensemble() -> Callable[[int], Any]:
    """Many histories: histories are lanes, and every sum is over leading axes."""
    rows = next(r for r in (10, 8, 4, 2) if SIZE % r == 0)
    parts, shape = SIZE // rows, (PLACES, HISTORIES)
    t, shock = thresholds(OPTIONS, HISTORIES)
    t = np.ascontiguousarray(t.transpose(2, 1, 0).reshape(1, parts, rows, *shape))
    given = jnp.asarray(t), jnp.asarray(np.ascontiguousarray(shock.T))

    def run(t: jax.Array, shock: jax.Array, seed: jax.Array, none: jax.Array) -> jax.Array:
        def step(carry: Any, month: jax.Array) -> Any:  # noqa: ANN401
            count, nation, none = carry
            level = (0.6 / SIZE * count.astype(jnp.float32) + 0.3 * nation[None] + shock)[None]
            key = Streams.of(seed, 0).then(month)
            at = [jax.lax.broadcasted_iota(jnp.uint32, (parts, *shape), d) + none for d in range(3)]
            place = at[0] * jnp.uint32(rows * PLACES * HISTORIES)
            place = place + at[1] * jnp.uint32(HISTORIES) + at[2]

            def words(row: int) -> jax.Array:
                offset = jnp.uint32(row * PLACES * HISTORIES)
                return permute((place + offset) ^ key.low, key.high)

            count = acts(t, level, words, rows)[0].sum(axis=0)
            nation = count.sum(axis=0).astype(jnp.float32) / (SIZE * PLACES)
            return (count, nation, none * none), nation

        begin = (jnp.zeros(shape, jnp.int32), jnp.zeros(HISTORIES), none)
        return jax.lax.scan(step, begin, jnp.arange(STEPS))[1]

    return ready(run, given)


def ready(
    run: Callable[..., jax.Array], given: tuple[jax.Array, jax.Array]
) -> Callable[[int], Any]:
    """Compile; `none` is a zero known only at run time, so that no index leaves the loop."""
    busy = OPTIONS.n * max(1, HISTORIES) >= BUSY and jax.default_backend() == "cpu"
    options = {"xla_disable_hlo_passes": "small-while-loop-hoisting"} if busy else None
    program = jax.jit(run, compiler_options=options)
    return lambda seed: np.asarray(program(*given, jnp.uint32(seed), jnp.uint32(0)))


def main() -> None:
    """Time it as all peers are timed."""
    call = ensemble() if HISTORIES else single()
    BENCH.built()
    seeds = iter(range(1, 1000))
    series = BENCH.time(lambda: call(next(seeds)))
    BENCH.report(series.mean(axis=1) if HISTORIES else series, threads=os.cpu_count())


if __name__ == "__main__":
    main()
