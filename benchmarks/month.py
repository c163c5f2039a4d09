"""Speed of the month: our residents' cascade beside the same cascade in NumPy, interleaved.

Machines are shared and noisy, so what counts is the ratio within one run: medians of seven rounds,
the two in turn. Also times a whole `vertikal run kazakhstan`, cold and warm, with peak memory.
Usage: `python benchmarks/month.py` (or `make bench`); writes `benchmarks/results.md`.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from vertikal.engine import Draw, Streams

HERE = Path(__file__).parent
UNITS, MEMBERS, MONTHS, ROUNDS = 2_567, 200, 60, 7


def ours() -> Callable[[], object]:
    """The threshold cascade with this project's streams, compiled."""
    ids = {"unit": np.arange(UNITS, dtype=np.uint32)}

    def history(member: jax.Array) -> jax.Array:
        def month(active: jax.Array, t: jax.Array) -> tuple[jax.Array, jax.Array]:
            draw = Draw(Streams.of(1, member).then(t), "cascade", ids)
            nation = active.mean()
            ready = jax.nn.sigmoid((0.6 * active + 0.3 * nation - 0.35) / 0.1)
            noise = jnp.sqrt(ready * (1.0 - ready) / 1500.0) * draw.noise("noise", "unit")
            active = jnp.clip(ready + noise, 0.0, 1.0)
            return active, active.mean()

        return jax.lax.scan(month, jnp.full(UNITS, 0.05), jnp.arange(MONTHS))[1]

    run = jax.jit(jax.vmap(history))
    members = jnp.arange(MEMBERS, dtype=jnp.uint32)
    jax.block_until_ready(run(members))
    return lambda: jax.block_until_ready(run(members))


def numpys() -> Callable[[], object]:
    """The same cascade in vectorised NumPy with its fastest generator."""
    rng = np.random.Generator(np.random.SFC64(1))

    def run() -> np.ndarray:
        active = np.full((MEMBERS, UNITS), 0.05, np.float32)
        for _ in range(MONTHS):
            nation = active.mean(axis=1, keepdims=True)
            ready = 1.0 / (1.0 + np.exp(-(0.6 * active + 0.3 * nation - 0.35) / 0.1))
            noise = np.sqrt(ready * (1.0 - ready) / 1500.0)
            noise *= rng.standard_normal(active.shape, dtype=np.float32)
            active = np.clip(ready + noise, 0.0, 1.0)
        return active

    return run


def seconds(call: Callable[[], object]) -> float:
    """Time one call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def whole_run(cache: str, out: str) -> tuple[float, dict[str, float]]:
    """Time the command `vertikal run kazakhstan` in a process of its own."""
    command = [str(Path(sys.executable).parent / "vertikal"), "run", "kazakhstan", "--json"]
    begun = time.perf_counter()
    done = subprocess.run(
        [*command, "--overwrite", "--out", out],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "VERTIKAL_CACHE": cache},
    )
    return time.perf_counter() - begun, json.loads(done.stdout)["seconds"]


def main() -> None:
    """Measure and write the table."""
    jax_run, numpy_run = ours(), numpys()
    rounds = [(seconds(jax_run), seconds(numpy_run)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    updates = UNITS * MEMBERS * MONTHS / 1e6
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for i in range(6):
            out = f"{folder}/run{i}.zarr"
            runs.append(whole_run(f"{folder}/cache", out))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    cold, warm = runs[0], sorted(runs[1:])[len(runs[1:]) // 2]
    lines = [
        "# Measured",
        "",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, JAX "
        f"{jax.__version__}, NumPy {np.__version__}. Made by `make bench`.",
        "",
        "| what | ours | NumPy | ratio |",
        "|---|---:|---:|---:|",
        f"| threshold cascade, million unit-months per second, median of {ROUNDS} | "
        f"{updates / mine:.0f} | {updates / theirs:.0f} | {theirs / mine:.1f} |",
        "",
        "| `vertikal run kazakhstan`: 200 members, 18 years, 2,567 units | wall | compile | run | "
        "measure | write |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, (wall, parts) in (("cold", cold), ("warm cache, median of 5", warm)):
        cells = " | ".join(f"{parts[k]:.1f} s" for k in ("compile", "run", "measure", "write"))
        lines.append(f"| {name} | {wall:.1f} s | {cells} |")
    lines += ["", f"Peak memory of the largest of these runs: {peak:.2f} GiB.", ""]
    text = "\n".join(lines)
    (HERE / "results.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
