"""Jobs: one process a lane, a queue, an address that is what was asked, and a way to stop.

A job belongs to the server, not to a page: reload the page, and it is still there. What was asked
before has the same address, so asking twice costs nothing.
"""

import contextlib
import hashlib
import json
import multiprocessing
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

__all__ = ["Job", "Jobs"]

KEPT = 200
"""Jobs that are remembered."""
QUEUE = 20
"""Jobs that may wait."""
LANES = {"run": "long", "judge": "long", "score": "short", "chronicle": "short"}
"""Which process does what: short answers do not wait behind long runs."""
OVER = ("finished", "failed", "cancelled")


class TooMany(RuntimeError):
    """The queue is full."""


@dataclass
class Job:
    """Something that was asked, and where it stands."""

    id: str
    kind: str
    title: str
    spec: Mapping[str, Any]
    state: str = "queued"
    """`queued`, `running`, `finished`, `failed` or `cancelled`."""
    phase: str = ""
    """`compiling`, `running`, `writing` or `measuring`."""
    done: int = 0
    total: int = 0
    says: str = ""
    """Why it failed, in the words of the command line."""
    result: str = ""
    begun: float = 0.0
    phase_begun: float = 0.0
    phase_done: int = 0
    """What was done when the phase began: taken up from before."""
    ended: float = 0.0
    stop: bool = field(default=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """What a page shows."""
        now = self.ended or time.monotonic()
        return {
            "id": self.id, "kind": self.kind, "title": self.title, "state": self.state,
            "phase": self.phase, "done": self.done, "total": self.total, "says": self.says,
            "result": self.result,
            "seconds": round(now - self.begun, 2) if self.begun else 0.0,
            "phase_seconds": round(now - self.phase_begun, 2) if self.phase_begun else 0.0,
            "eta": self._eta(now),
        }  # fmt: skip

    def _eta(self, now: float) -> float | None:
        """Seconds left in this phase, if that can be said."""
        fresh = self.done - self.phase_done
        if self.state != "running" or fresh <= 0 or self.total <= 0:
            return None
        return round((now - self.phase_begun) / fresh * (self.total - self.done), 1)


class Jobs:
    """All jobs of a server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._changed = threading.Condition()
        self._lanes: dict[str, _Lane] = {}

    def ask(self, kind: str, title: str, spec: Mapping[str, Any], *, name: str = "") -> Job:
        """Take a job up, unless it is under way or done; `name` is its address, if it has one.

        Raises
        ------
        TooMany
            If too many jobs are waiting.
        """
        said = json.dumps([kind, dict(spec)], sort_keys=True, default=str)
        made = name or hashlib.sha256(said.encode()).hexdigest()[:16]
        with self._changed:
            old = self._jobs.get(made)
            if old is not None and old.state not in ("failed", "cancelled"):
                return old
            if sum(j.state == "queued" for j in self._jobs.values()) >= QUEUE:
                message = f"{QUEUE} jobs are waiting; cancel one, or wait"
                raise TooMany(message)
            job = Job(made, kind, title, spec)
            self._jobs[made] = job
            self._jobs.move_to_end(made)
            while len(self._jobs) > KEPT:
                oldest = next((i for i, j in self._jobs.items() if j.state in OVER), None)
                if oldest is None:
                    break
                del self._jobs[oldest]
            name_ = LANES[kind]
            if name_ not in self._lanes:
                self._lanes[name_] = _Lane(self, name_)
            self._changed.notify_all()
        return job

    def get(self, name: str) -> Job | None:
        """A job by its address."""
        with self._changed:
            return self._jobs.get(name)

    def all(self) -> list[Job]:
        """All jobs, newest first."""
        with self._changed:
            return list(reversed(self._jobs.values()))

    def cancel(self, name: str) -> Job | None:
        """Stop a job: at once if it waits, else as soon as its chunk is done."""
        with self._changed:
            job = self._jobs.get(name)
            if job is not None and job.state in ("queued", "running"):
                job.stop = True
                if job.state == "queued":
                    job.state, job.ended = "cancelled", time.monotonic()
                self._changed.notify_all()
        if job is not None and job.state == "running":
            self._lanes[LANES[job.kind]].stop(job)
        return job

    def close(self) -> None:
        """End all processes."""
        for lane in self._lanes.values():
            lane.close()

    # --- for lanes ---

    def next_of(self, lane: str, closed: threading.Event) -> Job | None:
        """Wait for the next job of a lane; None when the server closes."""
        with self._changed:
            while not closed.is_set():
                for job in self._jobs.values():
                    if job.state == "queued" and LANES[job.kind] == lane:
                        job.state = "running"
                        job.begun = job.phase_begun = time.monotonic()
                        self._changed.notify_all()
                        return job
                self._changed.wait(0.5)
        return None

    def note(self, job: Job, said: Mapping[str, Any]) -> None:
        """Take in what a process reports."""
        now = time.monotonic()
        with self._changed:
            if "state" in said:
                job.state, job.ended = said["state"], now
                job.says, job.result = said.get("says", ""), said.get("result", "")
            else:
                if said["phase"] != job.phase:
                    job.phase, job.phase_begun, job.phase_done = said["phase"], now, said["done"]
                job.done, job.total = said["done"], said["total"]
            self._changed.notify_all()


class _Lane:
    """A process that does one job after the other, and the thread that listens to it."""

    def __init__(self, jobs: Jobs, name: str) -> None:
        self.jobs, self.name = jobs, name
        self._closed = threading.Event()
        self._context = multiprocessing.get_context("spawn")
        self._stops: Connection | None = None
        self._process: Any = None
        self._pipe: Connection | None = None
        self._thread = threading.Thread(target=self._serve, name=f"lane {name}", daemon=True)
        self._thread.start()

    def stop(self, job: Job) -> None:
        """Ask the process to stop what it does."""
        if job.state == "running" and self._stops is not None:
            with contextlib.suppress(OSError):
                self._stops.send(job.id)

    def close(self) -> None:
        """End the process."""
        self._closed.set()
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
        self._thread.join(timeout=5.0)

    def _serve(self) -> None:
        self._start()
        while (job := self.jobs.next_of(self.name, self._closed)) is not None:
            if self._process is None or not self._process.is_alive():
                self._start()
            self._do(job)
        if self._process is not None:
            self._process.join(timeout=2.0)

    def _start(self) -> None:
        from vertikal.web._worker import work  # noqa: PLC0415 - the process imports it too

        ours, theirs = self._context.Pipe()
        hears, self._stops = self._context.Pipe(duplex=False)
        self._process = self._context.Process(
            target=work, args=(theirs, hears, str(self.jobs.folder)), daemon=True
        )
        self._process.start()
        theirs.close()
        hears.close()
        self._pipe = ours

    def _do(self, job: Job) -> None:
        assert self._pipe is not None
        try:
            self._pipe.send((job.id, job.kind, dict(job.spec)))
            while True:
                said = self._pipe.recv()
                self.jobs.note(job, said)
                if "state" in said:
                    return
        except (EOFError, OSError, BrokenPipeError):
            self._process = None
            says = (
                "the process that ran it ended; its memory may not have sufficed: run fewer members"
            )
            if not self._closed.is_set():
                self.jobs.note(job, {"state": "failed", "says": says})
            with contextlib.suppress(OSError):
                self._pipe.close()
