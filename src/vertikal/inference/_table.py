"""Simulate draws of a prior in several scenarios, and keep nothing but the readings."""

import dataclasses
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from vertikal.engine import ProgramStore
from vertikal.experiments import readings
from vertikal.experiments._readings import Keep
from vertikal.inference._prior import JointPrior, vectors
from vertikal.inference._targets import Target
from vertikal.lab import Progress, Request

__all__ = ["CHUNK", "Table", "read_in_all", "tables"]

CHUNK = 200
"""Vectors in a chunk: what is lost at most, and kept as one, when a calibration is stopped."""


@dataclasses.dataclass(frozen=True)
class Table:
    """Simulated pairs of a vector and what is read from one history of each scenario.

    Attributes
    ----------
    latent
        Latent values of the vectors, `(draw, parameter)`.
    readings
        `(draw, target)`; NaN where the quantity did not happen.
    """

    latent: np.ndarray
    readings: np.ndarray

    def __len__(self) -> int:
        """Draws."""
        return len(self.latent)

    def part(self, which: slice | np.ndarray) -> "Table":
        """Some of the draws."""
        return Table(self.latent[which], self.readings[which])

    @classmethod
    def joined(cls, parts: Sequence["Table"]) -> "Table":
        """All draws of several tables."""
        return cls(
            np.concatenate([p.latent for p in parts]), np.concatenate([p.readings for p in parts])
        )


def tables(
    prior: JointPrior,
    requests: Mapping[str, Request],
    targets: Sequence[Target],
    budget: int,
    *,
    seed: int,
    chunk: int = CHUNK,
    keep: Keep | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    store: ProgramStore | None = None,
    workers: int = 1,
) -> Iterator[Table]:
    """Yield chunks of simulated draws, so that the caller can stop when its time is up.

    Chunk k depends on the seed, the prior and k alone, not on the budget: a larger budget goes on
    where a smaller one ended. Every draw has a history of its own in every scenario: an observed
    country has one, too, and what chance does to it must be in the table.

    Parameters
    ----------
    prior
        Joint prior of the vectors.
    requests
        Scenarios, by name; members and seeds are set here.
    targets
        What is read.
    budget
        Draws in all; the last chunk is whole, so that it is kept for a larger budget too.
    seed
        Seed of the whole.
    chunk
        Draws in a chunk; the numbers depend on it.
    keep, tell, store, workers
        As for `readings`.

    Yields
    ------
    Tables of `chunk` draws.
    """
    for number, first in enumerate(range(0, budget, chunk)):
        latent = prior.draw(chunk, (seed, number))
        columns = dict(zip(prior.names, prior.values(latent).T, strict=True))
        read = read_in_all(
            requests, targets, columns, key=(seed, number), keep=keep, tell=tell, store=store,
            workers=workers,
        )  # fmt: skip
        yield Table(latent, read)
        tell(Progress("simulating", min(first + chunk, budget), budget))


def read_in_all(
    requests: Mapping[str, Request],
    targets: Sequence[Target],
    columns: Mapping[str, np.ndarray],
    *,
    key: tuple[int, ...],
    keep: Keep | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    store: ProgramStore | None = None,
    workers: int = 1,
    repeat: int = 1,
) -> np.ndarray:
    """Return the readings of vectors in every scenario, `(draw * repeat, target)`.

    `columns` are parameters by name, `(draw,)` each; `key` names the streams.

    Raises
    ------
    MeasureError
        If a scenario has no such reading.
    """
    draws = vectors(columns, repeat)
    count = len(next(iter(columns.values()))) * repeat
    found = np.full((count, len(targets)), np.nan)
    for name, request in requests.items():
        mine = [i for i, t in enumerate(targets) if t.scenario == name]
        if not mine:
            continue
        state = np.random.SeedSequence([*key, zlib.crc32(name.encode())]).generate_state(1)
        asked = dataclasses.replace(request, members=count, seed=int(state[0]))
        found[:, mine] = readings(
            asked,
            [targets[i].outcome for i in mine],
            draws=draws,
            keep=keep,
            tell=_quieter(tell, name),
            store=store,
            workers=workers,
        )
    return found


def _quieter(tell: Callable[[Progress], None], scenario: str) -> Callable[[Progress], None]:
    """Pass on the progress of one scenario under its name."""

    def told(progress: Progress) -> None:
        if progress.phase == "running":
            tell(dataclasses.replace(progress, phase=scenario))

    return told
