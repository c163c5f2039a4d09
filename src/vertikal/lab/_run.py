"""Simulate what a request asks, in calls of a fixed width, and hand on the records."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import jax
import numpy as np

from vertikal.engine import Params, ProgramStore, calls
from vertikal.lab._record import monthly, yearly
from vertikal.lab._request import Request

__all__ = ["Draws", "Progress", "simulate"]

Records = dict[str, np.ndarray]


@dataclass(frozen=True)
class Progress:
    """Where a run stands."""

    phase: str
    """`compiling`, `running`, `measuring` or `writing`."""
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    """Time spent in this phase so far."""


@dataclass(frozen=True)
class Draws:
    """Several parameter vectors: all see the same streams, so that they differ by it alone."""

    parameters: Mapping[str, Params]
    """Each value `(draw,)`."""
    repeat: int
    """Histories of every draw, in a row: member k has draw k // repeat, streams k % repeat."""
    apart: bool = False
    """True: member k has streams k, so that chance is independent between draws, as inference
    needs it: an observed country has a history of its own."""

    def of(self, draw: np.ndarray) -> dict[str, Params]:
        """Parameters of some draws, one a position."""
        return jax.tree.map(lambda x: np.asarray(x)[draw], dict(self.parameters))


def simulate(
    request: Request,
    *,
    done: Iterable[tuple[int, int]] = (),
    tell: Callable[[Progress], None] = lambda progress: None,
    block: int | None = None,
    store: ProgramStore | None = None,
    workers: int = 1,
    draws: "Draws | None" = None,
) -> Iterator[tuple[tuple[int, int], Records]]:
    """Yield the records of one range of members after the other.

    Parameters
    ----------
    request
        What to run.
    done
        Ranges of members that need not be computed again.
    tell
        Called with the progress.
    block
        Histories in a block, None for the request's own; the numbers do not depend on it.
    store
        Where compiled programs are kept between runs.
    workers
        Blocks computed at a time; the numbers do not depend on it either.
    draws
        Vectors to use in place of the request's; None: one vector for all members.

    Yields
    ------
    The range `(first, past the last)` and the records of its members, by variable.
    """
    block = request.block if block is None else block
    begun = time.perf_counter()
    tell(Progress("compiling"))
    ensemble = request.ensemble(monthly, yearly, block)
    name = f"run {request.resolution} without " + " ".join(sorted(request.without))
    parameters = request.parameters if draws is None else draws.parameters
    ready = ensemble.compile(
        parameters if draws is None else draws.of(np.zeros(block, int)),
        request.compiled.inputs,
        batched=draws is not None,
        store=store,
        name=name,
    )
    tell(Progress("compiling", 1, 1, time.perf_counter() - begun))
    begun = time.perf_counter()
    finished = set(done)
    spans = [span for span in calls(request.members, block) if span not in finished]
    count = sum(stop - start for start, stop in finished)
    tell(Progress("running", count, request.members))
    for span, by_month, by_year in ready.each(
        parameters,
        request.seed,
        spans,
        workers=workers,
        repeat=None if draws is None else draws.repeat,
        apart=draws is not None and draws.apart,
    ):
        count += span[1] - span[0]
        tell(Progress("running", count, request.members, time.perf_counter() - begun))
        yield span, {**by_month, **by_year}
