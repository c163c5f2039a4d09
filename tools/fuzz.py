"""Give vertikal files and command lines that nobody should, and see that it says so.

    python tools/fuzz.py --cases 100000 --out build/fuzz.json

Every case is made from (seed, kind, number) alone, so that one that fails can be made again. It
must end in acceptance or in one of the errors that are meant for users, within five seconds and a
gigabyte of memory. Children do the work, so that one that crashes takes no other with it; what
fails is kept in `build/fuzz`. `--guided KIND` lets atheris steer by coverage instead.
"""

import argparse
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from _mutate import Maker

ROOT = Path(__file__).resolve().parent.parent
SECONDS, MEMORY = 5, 1 << 30
TIMERS = (
    (signal.SIGPROF, signal.ITIMER_PROF, SECONDS),
    (signal.SIGALRM, signal.ITIMER_REAL, 12 * SECONDS),
)
"""Seconds of work; and seconds in all, for what waits: other work on the machine is no hang."""
LONGER = 4
"""Some commands read all that ships, claims and countries, before they look at what they get."""
SMALL = 1_000_000
ROUNDS = 20
BATCH = 250
"""Cases of a child."""


class Hang(BaseException):
    """A case that takes too long."""


def alarm(_number: int, _frame: object) -> None:
    """Stop what takes too long."""
    for _, timer, _ in TIMERS:
        signal.setitimer(timer, 0)
    raise Hang


def one(kind: str, number: int, seed: int, folder: Path) -> tuple[str, str, list[Path]]:
    """Do a case: how it ended, what is wrong with that, and its files."""
    from _targets import TARGETS, refused

    maker = Maker(seed, kind, number, folder)
    call, files = TARGETS[kind](maker)
    for number_of, timer, limit in TIMERS:
        signal.signal(number_of, alarm)
        signal.setitimer(timer, limit * (LONGER if kind == "command" else 1))
    try:
        call()
        return "accepted", "", files
    except refused() as error:
        said = str(error)
        said.encode()  # what cannot be printed would be a traceback
        return "refused", "" if said.strip() else "refused without a word", files
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
        return f"exit {code}", "" if code in (0, 2, 3, 4, 5) else f"exit code {code}", files
    except Hang:
        return "wrong", f"hangs: {_where()}", files
    except MemoryError:
        return "wrong", "memory", files
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return "wrong", f"{type(error).__name__} at {place}: {str(error)[:120]}", files
    finally:
        for _, timer, _ in TIMERS:
            signal.setitimer(timer, 0)


def _where() -> str:
    stack = traceback.extract_tb(sys.exc_info()[2])
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(stack[-4:]))


def child(kind: str, numbers: range, seed: int, report: Path, kept: Path) -> None:
    """Do some cases in a process of its own, and write what was found as it goes."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (pages + 4 * MEMORY, pages + 4 * MEMORY))
    begun = _most()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    ends: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        os.chdir(place)
        for number in numbers:
            report.write_text(json.dumps({"at": number, "ends": ends, "wrong": wrong}))
            folder = Path(place) / "case"
            folder.mkdir(exist_ok=True)
            for old in folder.iterdir():
                old.unlink() if not old.is_dir() or old.is_symlink() else _emptied(old)
            try:
                how, what, files = one(kind, number, seed, folder)
            except Hang:  # at the very end of a case
                how, what, files = "wrong", "hangs", []
            ends[how] += 1
            what = what or (f"{_most() - begun >> 20} MB" if _most() - begun > MEMORY else "")
            if what:
                wrong.append(f"{kind} {number}: {what}")
                _keep(files, kept / f"{kind}-{number}")
        report.write_text(json.dumps({"at": numbers.stop, "ends": ends, "wrong": wrong}))


def _most() -> int:
    """Bytes of memory that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _emptied(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder)


def _keep(files: list[Path], where: Path) -> None:
    where.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.is_file() and file.stat().st_size < SMALL:
            (where / file.name).write_bytes(file.read_bytes())


def batch(kind: str, numbers: range, seed: int, kept: Path) -> tuple[Counter[str], list[str]]:
    """Fork a child for some cases; whatever kills it is one more thing found."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        report = Path(place) / "report.json"
        pid = os.fork()
        if not pid:
            code = 1
            try:
                child(kind, numbers, seed, report, kept)
                code = 0
            except BaseException:
                report.with_suffix(".txt").write_text(traceback.format_exc())
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        said = json.loads(report.read_text())
        own = report.with_suffix(".txt")
        if own.exists():
            sys.exit(f"fuzz.py itself, {kind} {said['at']}:\n{own.read_text()}")
    ends, wrong = Counter(said["ends"]), list(said["wrong"])
    if status:
        wrong.append(
            f"{kind} {said['at']}: the process ended with {os.waitstatus_to_exitcode(status)}"
        )
        ends["wrong"] += 1
        rest = range(said["at"] + 1, numbers.stop)
        if rest:
            more, also = batch(kind, rest, seed, kept)
            return ends + more, wrong + also
    return ends, wrong


def guided(kind: str, seconds: int, folder: Path) -> None:
    """Let atheris look for inputs that reach new code."""
    import atheris

    with atheris.instrument_imports(include=["vertikal"]):
        from _targets import ACCEPT, refused

    def look(data: bytes) -> None:
        try:
            ACCEPT[kind](folder, data)
        except refused():
            pass

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=2048",
                   str(folder / "corpus")], look)  # fmt: skip
    (folder / "corpus").mkdir(exist_ok=True)
    atheris.Fuzz()


def main() -> None:
    """Read the options, do the cases, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="of all kinds together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds, with commas")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz.json"))
    parser.add_argument("--guided", default="", help="kind, for atheris")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["COLUMNS"] = "120"
    if options.guided:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
            guided(options.guided, options.seconds, Path(place))
        return
    from _targets import SHARES, ready

    ready()
    out, kept = options.out.resolve(), (options.out.parent / "fuzz").resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    kinds = options.only.split(",") if options.only else list(SHARES)
    total = sum(SHARES[k] for k in kinds)
    counts = {k: max(1, round(options.cases * SHARES[k] / total)) for k in kinds}
    found = {k: _Found() for k in kinds}
    for part in range(ROUNDS):  # all kinds by turns, so that one that is stopped has seen them all
        for kind in kinds:
            first, last = (counts[kind] * (part + k) // ROUNDS for k in (0, 1))
            found[kind].do(kind, range(first, last), options.seed, kept)
            said = {"seed": options.seed, "kinds": {k: f.as_json() for k, f in found.items()}}
            out.write_text(json.dumps(said, indent=1) + "\n")
    for kind, one_kind in found.items():
        print(f"{kind}: {counts[kind]} cases in {one_kind.seconds:.0f} s, {dict(one_kind.ends)}")
        for line in one_kind.wrong[:10]:
            print(f"  {line}")
    sys.exit(1 if any(f.wrong for f in found.values()) else 0)


class _Found:
    """What cases of one kind have shown."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.seconds = 0.0

    def do(self, kind: str, numbers: range, seed: int, kept: Path) -> None:
        """Do more cases."""
        begun = time.monotonic()
        for first in range(numbers.start, numbers.stop, BATCH):
            more, also = batch(kind, range(first, min(first + BATCH, numbers.stop)), seed, kept)
            self.ends += more
            self.wrong += also
        self.seconds += time.monotonic() - begun

    def as_json(self) -> dict[str, object]:
        """As it is written down."""
        cases = sum(self.ends.values())
        return {"cases": cases, "ends": dict(self.ends), "wrong": self.wrong,
                "seconds": round(self.seconds, 1)}  # fmt: skip


if __name__ == "__main__":
    main()
