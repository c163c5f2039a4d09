"""Our threshold-cascade kernel beside the same small model in what users would pick instead.

Runs `cascade_kernel.py` and the models of `../shared/peers` in turn, each in a process of its own
that is held to one core: rounds in which everybody has a turn of several calls, medians over all
calls. Counted is processor time: on a shared machine wall time measures the others, and a barrier
of OpenMP in a crowd waits for them. What counts is the ratio within one run. Peers whose packages
are missing are left out.

Usage: `python benchmarks/cascade.py [--peers FOLDER] [--python PYTHON] [--rounds N]`, where PYTHON
is one that has mesa and numba (the default is this one, without Mesa and Numba); writes
`cascade.md` and `cascade.json`. Needs gcc.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SIZES, ROUNDS, CALLS = (10_000, 100_000, 1_000_000, 10_000_000), 5, 5
MOST = {"Mesa": 10_000, "NumPy": 1_000_000}
"""Largest size that is worth the wait."""
FLAGS = ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-fopenmp"]
ENSEMBLE = (1000, 2000, 20)
"""Histories, residents of each, residents of a locality."""
ENOUGH = 1e9
"""Updates a call of C must make for its processor time to be told from its start."""


def peers(folder: Path, built: str, python: str | None) -> dict[str, list[str]]:
    """Return the command of each peer, without size."""
    harness = [str(HERE / "cascade_peer.py"), str(folder)]
    models, ours = folder / "models", [str(HERE / "cascade_kernel.py"), "--peers", str(folder)]
    found = {
        "vertikal": [sys.executable, *harness, *ours],
        "C": [built, "0"],
        "C, 16-bit noise": [built, "1"],
        "NumPy": [sys.executable, *harness, str(models / "numpy_model.py")],
    }
    if python:
        numba = [python, *harness, str(models / "numba_model.py"), "--variant"]
        found["Numba"] = [*numba, "hash"]
        found["Numba, 16-bit noise"] = [*numba, "hash16"]
        found["Mesa"] = [python, *harness, str(models / "mesa_model.py"), "--variant", "plain"]
    return found


def run(call: list[str]) -> tuple[dict[str, Any], float]:
    """Run a command on one core; what it said, and its processor time in all."""
    core = min(os.sched_getaffinity(0))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.strip().splitlines()[-1]), used


def rates(name: str, command: list[str], n: int, histories: int, size: int) -> list[float]:
    """Million updates a processor second, of each of several calls."""
    steps = 10 if name == "Mesa" else 20 if name == "NumPy" else 100
    updates = n * max(histories, 1) * steps
    if name.startswith("C"):
        binary, variant = command
        extra = max(CALLS, round(CALLS * ENOUGH / updates))
        common = [str(n), str(size), str(steps)]
        used = [
            run([binary, *common, str(k), str(histories), "1", variant])[1] for k in (1, 1 + extra)
        ]
        return [extra * updates / (used[1] - used[0]) / 1e6]
    call = [*command, "--n", str(n), "--size", str(size), "--steps", str(steps)]
    call += ["--repeat", str(CALLS), *(["--ensemble", str(histories)] if histories else [])]
    return [updates / cpu / 1e6 for cpu in run(call)[0]["cpu"]]


def compared(
    everybody: dict[str, list[str]], rounds: int, n: int, histories: int = 0, size: int = 200
) -> dict[str, float]:
    """Medians over rounds in which everybody has a turn."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, command in everybody.items():
            if n > MOST.get(name, n) or (histories and name in MOST):
                continue
            found.setdefault(name, []).extend(rates(name, command, n, histories, size))
    return {name: statistics.median(x) for name, x in found.items()}


def page(results: dict[str, dict[str, float]], everybody: list[str], rounds: int) -> str:
    """Write the table."""
    lines = [
        "# The threshold cascade, measured",
        "",
        f"{platform.machine()}, one core, Python {platform.python_version()}. Million updates of a "
        f"resident per second of processor time; medians of {rounds} rounds in turn, {CALLS} calls "
        f"each. Load of the two cores at the end: {os.getloadavg()[1]:.1f}. Made by `python "
        "benchmarks/cascade.py`.",
        "",
        "| | " + " | ".join(results) + " |",
        "|---|" + "---:|" * len(results),
    ]
    for name in everybody:
        cells = [f"{r[name]:,.0f}" if name in r else "-" for r in results.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    best = [
        r["vertikal"] / max(x for name, x in r.items() if name.startswith("C"))
        for r in results.values()
    ]
    lines.append("| ours / the better C | " + " | ".join(f"{x:.2f}" for x in best) + " |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default=str(HERE.parent.parent / "shared" / "peers"))
    parser.add_argument("--python", help="one that has mesa and numba")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    folder = Path(asked.peers)
    with tempfile.TemporaryDirectory() as scratch:
        built = f"{scratch}/cascade"
        source = str(folder / "models" / "cascade_omp.c")
        subprocess.run(["gcc", *FLAGS, source, "-o", built], check=True)
        everybody = peers(folder, built, asked.python)
        results = {}
        for n in SIZES:
            results[f"{n:.0e}".replace("e+0", "e")] = compared(everybody, asked.rounds, n)
            sys.stderr.write(json.dumps(results) + "\n")
        histories, n, size = ENSEMBLE
        results[f"{histories:,} of {n:,}"] = compared(everybody, asked.rounds, n, histories, size)
    (HERE / "cascade.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    (HERE / "cascade.md").write_text(page(results, list(everybody), asked.rounds), encoding="utf-8")
    sys.stdout.write(page(results, list(everybody), asked.rounds))


if __name__ == "__main__":
    main()
