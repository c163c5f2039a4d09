"""Speed of the residents' month: the whole model, beside a twin in C with OpenMP, interleaved.

Kazakhstan with one resident for every adult, and for every 12, 122 and 1,225 adults. The twin
(`twin.c`) does the residents' part of the same months, with the same places and the same votes, and
nothing else: it is what these two cores could do. Machines are shared and noisy: what counts is
the ratio within one run, of medians of five rounds in turn, and of processor time where others
crowd the cores, as wall time then measures the crowd. Then the command itself, cold and warm.

Usage: `python benchmarks/resident_month.py [PER ...]`; writes `resident_month.md` and `.json`.
Needs gcc.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vertikal.engine import Tree
from vertikal.io import read_scenario
from vertikal.lab import Request
from vertikal.lab._record import monthly, yearly
from vertikal.scenario import compile_scenario, default_parameters, validate

HERE = Path(__file__).parent
PER, ROUNDS = (1, 12, 122, 1225), 5
FLAGS = ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-fopenmp"]
STATE = 4
"""Bytes of a resident that every month reads: threshold, two habits, trust."""


def kept(state: Mapping[str, Any], tree: Tree) -> dict[str, Any]:
    """Record what a run records, and who votes for heads: a bit a tier, for the twin."""
    bits = jnp.zeros(tree.n_units, jnp.uint8)
    for tier in range(len(tree.sizes)):
        above = tree.ancestors[tier]
        holds = jnp.where(above >= 0, state["direct_held"][jnp.maximum(above, 0)], 0.0) > 0
        bits = bits | (holds.astype(jnp.uint8) << tier)
    return {**monthly(state, tree), "bits": bits}


def schedule(request: Request, bits: np.ndarray, path: str) -> None:
    """Write places, months and votes as the twin reads them."""
    people = np.asarray(request.tree.people.people).astype(np.int32)
    leaf = people > 0
    national = np.asarray(request.compiled.inputs["national_vote"]).reshape(-1) > 0
    head = np.array([leaf.sum(), len(national), len(request.tree.sizes)], np.int32)
    with Path(path).open("wb") as file:
        for part in (head, people[leaf], national.astype(np.uint8), bits[:, leaf].astype("uint8")):
            file.write(np.ascontiguousarray(part).tobytes())


def twin(binary: str, *arguments: str) -> dict[str, float]:
    """Run the twin."""
    polite = {**os.environ, "OMP_WAIT_POLICY": "passive"}  # who waits does not burn time
    done = subprocess.run(
        [binary, *arguments], check=True, capture_output=True, text=True, env=polite
    )
    return json.loads(done.stdout)


def measured(per: int, binary: str, folder: str) -> dict[str, float]:
    """Compile, then time ours and the twin in turn."""
    world = compile_scenario(validate(read_scenario("kazakhstan")))
    request = Request("kazakhstan", world, default_parameters(), 1, 0, residents_per=per)
    ensemble = request.ensemble(kept, yearly, 1)
    begun, used = time.perf_counter(), time.process_time()
    run = ensemble.compile(request.parameters, world.inputs)
    compiled, compiled_cpu = time.perf_counter() - begun, time.process_time() - used
    _, first, _ = run(request.parameters, 0, [0])
    path = f"{folder}/schedule"
    schedule(request, first["bits"][0], path)
    ours, theirs, copies = [], [], []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), time.process_time()
        run(request.parameters, 0, [0])
        ours.append((time.perf_counter() - begun, time.process_time() - used))
        said = twin(binary, path, "1")
        theirs.append((said["seconds"], said["cpu"]))
        copies.append(twin(binary, "copy")["copy_gb_per_s"])
    months = world.labels.months
    people = float(np.sum(request.tree.people.people))
    mine, my_cpu = (statistics.median(x) for x in zip(*ours, strict=True))
    limit, its_cpu = (statistics.median(x) for x in zip(*theirs, strict=True))
    return {
        "per": per,
        "residents": people,
        "compile_s": compiled,
        "run_s": mine,
        "twin_s": limit,
        "ratio": limit / mine,
        "run_cpu_s": my_cpu,
        "twin_cpu_s": its_cpu,
        "cpu_ratio": its_cpu / my_cpu,
        "compile_cpu_s": compiled_cpu,
        "million_per_s": people * months / mine / 1e6,
        "twin_million_per_s": people * months / limit / 1e6,
        "copy_gb_per_s": statistics.median(copies),
        "read_gb_per_s": people * months * STATE / mine / 1e9,
        "twin_read_gb_per_s": people * months * STATE / limit / 1e9,
    }


def command(cache: str, out: str) -> dict[str, float]:
    """Run `vertikal run kazakhstan --residents` in a process of its own; seconds and memory."""
    code = (
        "import resource, subprocess, sys; r = subprocess.run(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); "
        "sys.exit(r.returncode)"
    )
    vertikal = str(Path(sys.executable).parent / "vertikal")
    asked = f"{vertikal} run kazakhstan --residents --members 1 --json --overwrite --out {out}"
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *asked.split()],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "VERTIKAL_CACHE": cache},
    )
    wall = time.perf_counter() - begun
    memory = int(done.stderr.strip().splitlines()[-1]) / 2**20
    return {"wall": wall, "gib": memory, **json.loads(done.stdout)["seconds"]}


def page(rows: list[dict[str, float]], runs: list[dict[str, float]]) -> str:
    """Write the tables."""
    lines = [
        "# The residents' month, measured",
        "",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, JAX "
        f"{jax.__version__}. Load of the machine at the end: {os.getloadavg()[1]:.1f}. Kazakhstan, "
        f"18 years, one history; medians of {ROUNDS} rounds in turn. Made by "
        "`python benchmarks/resident_month.py`.",
        "",
        "| residents | wall: ours, s | twin, s | ratio | processor: ours, s | twin, s | ratio | "
        "million resident-months per processor second | twin | compile, processor s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for r in rows:
        people = r["million_per_s"] * r["run_s"]
        lines.append(
            f"| {r['residents']:,.0f} | {r['run_s']:.2f} | {r['twin_s']:.2f} | {r['ratio']:.2f} | "
            f"{r['run_cpu_s']:.2f} | {r['twin_cpu_s']:.2f} | **{r['cpu_ratio']:.2f}** | "
            f"{people / r['run_cpu_s']:.0f} | {people / r['twin_cpu_s']:.0f} | "
            f"{r['compile_cpu_s']:.0f} |"
        )
    lines += [
        "",
        f"Every month reads {STATE} bytes of each resident; votes read and write more. In these "
        "bytes alone, against what copying gives on this machine at the time:",
        "",
        "| residents | ours, GB/s | twin, GB/s | copy, GB/s |",
        "|---:|---:|---:|---:|",
    ]
    for r in rows:
        lines.append(
            f"| {r['residents']:,.0f} | {r['read_gb_per_s']:.2f} | {r['twin_read_gb_per_s']:.2f} | "
            f"{r['copy_gb_per_s']:.1f} |"
        )
    if runs:
        lines += [
            "",
            "| `vertikal run kazakhstan --residents --members 1` | wall | compile | run | memory |",
            "|---|---:|---:|---:|---:|",
        ]
    for name, r in zip(("cold", "warm cache"), runs, strict=False):
        lines.append(
            f"| {name} | {r['wall']:.1f} s | {r['compile']:.1f} s | {r['run']:.1f} s | "
            f"{r['gib']:.2f} GiB |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure and write the page."""
    asked = [int(x) for x in sys.argv[1:]] or PER
    with tempfile.TemporaryDirectory() as folder:
        binary = f"{folder}/twin"
        source = str(HERE / "twin.c")
        subprocess.run(["gcc", *FLAGS, source, "-o", binary, "-lm"], check=True)
        rows = []
        for per in asked:
            rows.append(measured(per, binary, folder))
            written(rows, [])
        if 1 in asked:
            runs = [command(f"{folder}/cache", f"{folder}/run{k}.zarr") for k in range(2)]
            written(rows, runs)


def written(rows: list[dict[str, float]], runs: list[dict[str, float]]) -> None:
    """Write what is known so far."""
    (HERE / "resident_month.json").write_text(json.dumps({"rows": rows, "runs": runs}, indent=1))
    (HERE / "resident_month.md").write_text(page(rows, runs), encoding="utf-8")
    sys.stdout.write(page(rows, runs))


if __name__ == "__main__":
    main()
