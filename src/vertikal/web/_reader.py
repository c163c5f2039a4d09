"""The process that reads a table sent by a page: it has little memory, little time, and no name.

It takes a line of options and the table on standard input, and answers with JSON on standard
output. Nothing is written anywhere.
"""

import json
import os
import resource
import sys
from dataclasses import asdict
from math import isfinite
from typing import Any

from vertikal.instruments import NAMES, battery, fingerprint, stations_of, verdict
from vertikal.io import DatasetError, nameless, read_returns
from vertikal.measures import margins
from vertikal.scenario import ScenarioError

__all__ = ["main"]

MEMORY = 3 * 2**30
"""Bytes of data that the process may take."""
CPU_SECONDS = 170
BINS = 50
"""Bins of the fingerprint along each axis."""
ROWS = 50
"""Rows kept apart that are listed."""


def main() -> None:
    """Read, measure, answer."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory(), memory()))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    options = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    out = sys.stdout
    sys.stdout = sys.stderr
    json.dump(_answer(content, options), out, allow_nan=False)


def memory() -> int:
    """Bytes of data that the process may take: `VERTIKAL_READER_MEMORY` can only lower them."""
    asked = os.environ.get("VERTIKAL_READER_MEMORY", "")
    return min(int(asked), MEMORY) if asked.isdigit() else MEMORY


def _answer(content: bytes, options: dict[str, str]) -> dict[str, Any]:
    path = ""
    try:
        with nameless(content) as path:
            read = read_returns(
                path,
                mapping=options.get("map") or None,
                vote=options.get("vote") or None,
                leader=options.get("leader") or None,
                region=options.get("region") or None,
            )
        stations = stations_of(read.data)
    except (DatasetError, ScenarioError, ValueError) as error:
        return {"refused": str(error).replace(path or "\0", options.get("name") or "the table")}
    except MemoryError:
        return {"refused": "the table does not fit into memory; send fewer rows or columns"}
    draws = min(max(int(options.get("draws") or 300), 100), 1000)
    found = battery(stations, NAMES, seed=0, draws=draws)
    says = verdict(found)
    print_ = fingerprint(stations, BINS)
    by_row = (*read.rejected.rows, *read.apart.rows)
    won = ()
    if len(stations.candidates) > 1:
        regions = [stations.codes[k] for k in stations.region]
        won = margins(stations.votes, stations.valid, stations.candidates, regions)
    attrs = {str(k): str(v) for k, v in read.data.attrs.items()}
    return {
        "title": attrs.get("title") or options.get("name") or "Table of returns",
        "leader": attrs.get("leader", ""),
        "stations": found.stations,
        "regions": len(stations.codes),
        "rejected": [{"row": r.row, "problem": r.problem, "found": r.found} for r in by_row[:ROWS]],
        "rejected_count": len(by_row),
        "notes": list(read.notes),
        "draws": draws,
        "measures": [_one(r) for r in found.readings],
        "margins": [{**asdict(m), "contested": m.contested} for m in won[:200]],
        "verdict": {"level": says.level, "p": _finite(says.p), "sentences": list(says.sentences)},
        "fingerprint": {
            "bins": BINS,
            "voters": [[round(float(v)) for v in row] for row in print_.voters],
            "leader": [round(float(v)) for v in print_.leader],
            "others": [round(float(v)) for v in print_.others],
        },
    }


def _one(reading: Any) -> dict[str, Any]:  # noqa: ANN401 - Reading, imported late
    f, i = reading.finding, reading.instrument
    return {
        "id": i.name,
        "label": i.label,
        "unit": i.unit,
        **{name: _finite(getattr(f, name)) for name in ("value", "low", "high", "p", "null")},
        "tests": reading.tested[0] if i.alarms else None,
        "tested": _finite(f.tested),
        "tested_null": _finite(f.tested_null),
        "alarms": i.alarms,
        "why_not": f.why_not,
        "alike": i.alike,
        "blind": i.blind,
    }


def _finite(x: float) -> float | None:
    return float(x) if isfinite(x) else None


if __name__ == "__main__":
    main()
