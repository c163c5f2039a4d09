"""Commands of vertikal in processes that can be killed: forked from one that has imported it all.

A fresh Python spends seconds on imports before a command does anything. Here they are spent once;
the children start where a command begins, with JAX imported and no device touched.
"""

import hashlib
import json
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Ended", "Limits", "Running", "prepared", "products", "started"]


@dataclass(frozen=True)
class Limits:
    """What a child is denied."""

    file_size: int | None = None
    """Bytes of a file (RLIMIT_FSIZE)."""
    memory: int | None = None
    """Bytes of addresses beyond what it has at the start (RLIMIT_AS)."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    """Exit code; the negative number of the signal that ended it."""
    out: str
    err: str
    seconds: float

    @property
    def traceback(self) -> bool:
        """Whether it ended with a traceback, which nobody should see."""
        return "Traceback (most recent call last)" in self.err


@dataclass(frozen=True)
class Running:
    """A command under way."""

    pid: int
    begun: float
    folder: Path

    def over(self) -> bool:
        """Whether it has ended, without waiting."""
        seen = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return seen is not None

    def kill(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def wait(self, limit: float = 120.0) -> Ended:
        """Wait for its end; one that lasts longer than `limit` is killed and counts as a hang."""
        until = time.monotonic() + limit
        while not self.over():
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                break
            time.sleep(0.005)
        _, status = os.waitpid(self.pid, 0)
        out, err = ((self.folder / f".{n}").read_text("utf-8", "replace") for n in ("out", "err"))
        return Ended(os.waitstatus_to_exitcode(status), out, err, time.monotonic() - self.begun)


def prepared(cache: Path) -> None:
    """Import what commands need; must come before the first child."""
    os.environ["VERTIKAL_CACHE"] = str(cache)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("MPLBACKEND", "Agg")
    warnings.filterwarnings("ignore", message=".*fork", category=RuntimeWarning)
    warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
    import jax  # noqa: F401
    import matplotlib.figure  # noqa: F401
    import polars  # noqa: F401
    import xarray  # noqa: F401
    import zarr  # noqa: F401

    import vertikal.cli._app
    import vertikal.experiments
    import vertikal.instruments
    import vertikal.io
    import vertikal.lab
    import vertikal.plots  # noqa: F401
    from vertikal import measures

    for name in measures.NAMES:
        measures.load(name)


def started(
    words: Sequence[str],
    folder: Path,
    limits: Limits = Limits(),
    said: Path | None = None,
    instead: Callable[[], None] | None = None,
) -> Running:
    """Start a command in a folder; its output goes into `said`, by default a folder beside it."""
    said = said or folder.with_name(folder.name + ".said")
    said.mkdir(exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    begun = time.monotonic()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return Running(pid, begun, said)
    code = 70
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(said / f".{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.chdir(folder)
        sys.argv = ["vertikal", *words]
        _limit(limits)
        code = _called(instead)
    finally:
        os._exit(code)


def _limit(limits: Limits) -> None:
    if limits.file_size is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
    if limits.memory is not None:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _called(instead: Callable[[], None] | None) -> int:
    """Run the command line as its entry point does; the exit code."""
    import traceback

    from vertikal.cli import main

    code = 0
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        (instead or main)()
    except SystemExit as left:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def products(folder: Path, out: str) -> dict[str, str]:
    """What a command has made: hashes of its files, and what it said but for times."""
    made = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = ".part" in name or name.endswith(".lock")
        if path.is_file() and not hidden:
            made[name] = hashlib.sha256(_timeless(path)).hexdigest()
    made["(said)"] = json.dumps(_without_times(out))
    return made


def _timeless(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix != ".json" or path.name == "zarr.json":
        return content
    return json.dumps(_without_times(content.decode())).encode()


def _without_times(text: str) -> object:
    try:
        said = json.loads(text)
    except ValueError:
        return text
    if isinstance(said, dict):
        said.pop("seconds", None)
    return said
