"""Simulate a world and keep of each history nothing but its outcomes: memory stays flat."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Protocol

import jax
import numpy as np

from vertikal.engine import BLOCK, ProgramStore
from vertikal.experiments._outcome import Outcome, read, variables_of
from vertikal.lab import Draws, Progress, Request, describe, in_memory, simulate

__all__ = ["Keep", "key_of", "readings"]

CALLS = 4
"""Calls of the program whose records are measured together."""


class Keep(Protocol):
    """Where readings are kept, so that a run that was stopped goes on where it stood."""

    def get(self, key: str) -> np.ndarray | None:
        """Readings of the first members, `(member, outcome)`; None if there are none."""
        ...

    def put(self, key: str, values: np.ndarray) -> None:
        """Keep the readings of the first members."""
        ...


def key_of(request: Request, outcomes: Sequence[Outcome], draws: Draws | None) -> str:
    """Name everything that readings depend on."""
    said = [request.hash, json.dumps([asdict(o) for o in outcomes], sort_keys=True, default=str)]
    name = hashlib.sha256("\n".join(said).encode())
    if draws is not None:
        name.update(str(draws.repeat).encode() + (b" apart" if draws.apart else b""))
        for values in jax.tree.leaves(dict(draws.parameters)):
            name.update(np.asarray(values, np.float64).tobytes())
    return name.hexdigest()[:24]


def readings(
    request: Request,
    outcomes: Sequence[Outcome],
    *,
    draws: Draws | None = None,
    keep: Keep | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    store: ProgramStore | None = None,
    workers: int = 1,
) -> np.ndarray:
    """Return the outcomes of every history, `(member, outcome)`.

    Parameters
    ----------
    request
        World, seed, and members in all: with `draws`, a member for each history of each draw.
    outcomes
        What to read.
    draws
        Parameter vectors in place of the request's.
    keep
        Where what is done is kept.
    tell, store, workers
        As for `simulate`.

    Raises
    ------
    MeasureError
        If the world has no such reading.
    """
    key = key_of(request, outcomes, draws)
    done = keep.get(key) if keep is not None else None
    found = [] if done is None else [done]
    first = sum(len(x) for x in found)
    if first >= request.members:
        return found[0][: request.members]
    description = describe(request)
    step = CALLS * BLOCK
    already = [(k, min(k + BLOCK, request.members)) for k in range(0, first, BLOCK)]
    only = variables_of(outcomes, description.variables)
    waiting: list[dict[str, np.ndarray]] = []
    for (_, stop), records in simulate(
        request, done=already, tell=tell, store=store, workers=workers, draws=draws
    ):
        waiting.append(records)
        if len(waiting) < CALLS and stop < request.members:
            continue
        joined = {k: np.concatenate([r[k] for r in waiting]) for k in waiting[0] if k in only}
        who = np.arange(first, stop)
        who = who if draws is None or draws.apart else who % draws.repeat
        found.append(read(in_memory(description, joined, who, only=only), outcomes))
        first, waiting = stop, []
        if keep is not None and (first % (4 * step) == 0 or first == request.members):
            keep.put(key, np.concatenate(found))
    return np.concatenate(found)
