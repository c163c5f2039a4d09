"""Kill, starve and spoil every long command of vertikal, and see whether anything is lost.

    python tools/faults.py --moments 200 --out build/faults.json

Each *kill* is a signal (SIGINT, SIGTERM, SIGKILL) at a moment drawn with a seed over the time that
the command takes; the command is then given again, perhaps killed again, and at the end all it has
made is compared byte for byte with what an undisturbed command makes. Other faults: a full disk, a
limit on file sizes, a read-only or a vanished folder, little memory, two at the same time, damage
to what lies on the disk. Needs root for the disks (tmpfs); what cannot be done is said.
"""

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from _children import Ended, Limits, prepared, products, started

ROOT = Path(__file__).resolve().parent.parent
TOY = str(ROOT / "tests" / "data" / "toy")
CLAIMS = """\
claims:
  - id: courts_bring_suits
    sentence: B
    says: "A court brings suits."
    scenarios: [TOY]
    treatment: {institutions.court_independence: 0.95}
    control: {institutions.court_independence: 0.0}
    outcome: {measure: litigated_share}
    direction: up
    smallest_effect: 0.05
    because: "a twentieth"
    fails_in: {}
"""
FACT = """\
  - id: turnout_{vote}
    quantity: "Invented"
    observed: {observed}
    band: [{low}, {high}]
    unit: "1"
    period: "2001"
    grade: A
    source: "invented"
    tolerance: "none"
    measure: national_turnout
    options: {{vote: {vote}}}
    sets: "this trial"
"""
COMMANDS = {
    "run": ["run", TOY, "-m", "120", "--out", "d.zarr", "--json"],
    "score": ["score", TOY, "-m", "60", "--json"],
    "sweep": ["sweep", TOY, "--vary", "institutions.court_independence=0.1,0.5,0.9", "-m", "20",
              "--outcome", "litigated_share", "--out", "s.csv", "--figure", "s.png"],
    "judge": ["judge", "--claims", "mine.yaml", "-m", "20", "--draws", "40", "--repeat", "1",
              "--json"],
    "sensitivity": ["sensitivity", TOY, "--outcome", "litigated_share", "--samples", "200",
                    "--repeat", "1", "--json"],
    "measure": ["measure", "returns.csv", "--draws", "100", "--rejected", "kept.csv", "--figure",
                "page.png", "--json"],
    "power": ["power", "--stations", "120", "--amounts", "0.05,0.2", "--kind", "padded",
              "--repeats", "40", "--draws", "60", "--only", "last_digit", "--json"],
    "enclaves": ["enclaves", TOY, "-m", "60", "--json"],
    "calibrate": ["calibrate", "country", "--budget", "60", "--parameters",
                  "residents_vote_nationally.start", "--out", "p.json", "--json"],
}  # fmt: skip
SIGNALS = {"SIGINT": signal.SIGINT, "SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}
INPUT = ("mine.yaml", "returns.csv", "country")
BELOW = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, 127)
"""How a process ends whose C library has no memory for so much as an exception."""
MOST_KILLS = 4
"""Times that one piece of work is killed before it may finish."""


class Trial:
    """One command: a folder to begin in, what it makes undisturbed, how long that takes."""

    def __init__(self, name: str, place: Path, seed: int) -> None:
        self.name, self.words = name, COMMANDS[name]
        self.place = place / name
        self.draw = random.Random(f"{seed} {name}")
        self.faults: Counter[str] = Counter()
        self.wrong: list[str] = []
        folder = self.fresh()
        started(self.words, folder).wait(600.0)  # compiles what later ones find compiled
        folder = self.fresh()
        ended = started(self.words, folder).wait(600.0)
        if ended.code:
            sys.exit(f"{name}: does not run undisturbed:\n{ended.err}")
        self.seconds = ended.seconds
        self.whole = products(folder, ended.out)

    def fresh(self) -> Path:
        """Return a folder with nothing but the command's input."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        given(self.place, self.name)
        return self.place

    def count(self, fault: str, what: str) -> None:
        """Note a fault, and whether it was survived."""
        self.faults[fault] += 1
        if what:
            self.wrong.append(f"{fault}: {what}")
            print(f"  {self.name}: {fault}: {what}", flush=True)

    def finished(self, folder: Path) -> str:
        """Give the command again; say what differs from what it makes undisturbed."""
        ended = started(self.words, folder).wait()
        if ended.code:
            return f"does not resume (exit {ended.code}): {ended.err[-300:]}"
        made = products(folder, ended.out)
        differ = sorted(k for k in {*made, *self.whole} if made.get(k) != self.whole.get(k))
        return f"other bytes: {', '.join(differ[:3])}" if differ else ""

    def half_made(self, folder: Path) -> str:
        """Say whether something bears its final name and is not what it should be."""
        made = products(folder, "")
        made.pop("(said)")
        wrong = [k for k, v in made.items() if k in self.whole and self.whole[k] != v]
        wrong = [k for k in wrong if not k.startswith("runs/readings")]  # they grow
        return f"half made under its own name: {wrong[0]}" if wrong else ""


def given(folder: Path, name: str) -> None:
    """Write what commands are given: claims, returns, a country with facts."""
    (folder / "mine.yaml").write_text(CLAIMS.replace("TOY", TOY))
    (folder / "returns.csv").write_text(returns())
    if name == "calibrate":
        shutil.copytree(TOY, folder / "country")
        facts = (("president_2001", 0.62), ("parliament_2004", 0.48))
        text = "".join(
            FACT.format(vote=vote, observed=x, low=x - 0.05, high=x + 0.05) for vote, x in facts
        )
        (folder / "country" / "facts.yaml").write_text(f"facts:\n{text}")


def returns() -> str:
    """Return a table of returns, with rows that will not do."""
    draw = random.Random(5)
    rows = ["region,station,registered,ballots,valid,leader"]
    for k in range(160):
        n = draw.randrange(200, 2500)
        ballots = round(n * draw.uniform(0.4, 0.8))
        leader = round(ballots * draw.uniform(0.2, 0.7))
        rows.append(f"R{k % 6},{k},{n},{ballots},{ballots - 3},{leader if k % 40 else 10**6}")
    return "\n".join(rows) + "\n"


def explained(ended: Ended, codes: tuple[int, ...]) -> str:
    """Say what is wrong with the way in which a command ended."""
    if ended.traceback:
        return f"traceback: {ended.err.strip().splitlines()[-1][:200]}"
    if ended.code not in codes:
        return f"exit code {ended.code}, not {codes}: {ended.err.strip()[-200:]}"
    if ended.code and ended.code > 0 and not ended.err.strip():
        return f"exit code {ended.code} without a word"
    return ""


def kills(trial: Trial, moments: int, save: Callable[[], None]) -> None:
    """Kill at so many random moments, then finish, again and again."""
    done = 0
    while done < moments:
        folder, pending = trial.fresh(), []
        for _ in range(MOST_KILLS):
            if done + len(pending) >= moments:
                break
            name = trial.draw.choice(list(SIGNALS))
            running = started(trial.words, folder)
            time.sleep(trial.draw.uniform(0.0, 1.05) * trial.seconds)
            if running.over():
                running.wait()
                break
            running.kill(SIGNALS[name])
            ended = running.wait()
            code = 130 if name == "SIGINT" else -SIGNALS[name]
            pending.append((name, explained(ended, (0, code)) or trial.half_made(folder)))
        problem = trial.finished(folder)
        for name, what in pending:
            trial.count(name, what or problem)
        done += len(pending)
        save()


def on_small_disk(trial: Trial, times: int) -> None:
    """Run on a disk that is too small; make it larger; finish."""
    need = sum(p.stat().st_size for p in trial.place.rglob("*") if p.is_file())
    for _ in range(times):
        folder = trial.fresh()
        shutil.rmtree(folder)
        folder.mkdir()
        size = trial.draw.randrange(16_384, max(need, 65_536))
        mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
        try:
            try:
                given(folder, trial.name)
            except OSError:
                continue
            ended = started(trial.words, folder).wait()
            full = explained(ended, (0, 4)) or trial.half_made(folder)
            mount("-o", "remount,size=64m", str(folder))
            trial.count("full disk", full or trial.finished(folder))
        finally:
            subprocess.run(["umount", str(folder)], check=True)


def read_only(trial: Trial) -> None:
    """Run in a folder that cannot be written, then in one that can."""
    folder = trial.fresh()
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder))
    try:
        given(folder, trial.name)
        mount("-o", "remount,ro", str(folder))
        ended = started(trial.words, folder).wait()
        problem = explained(ended, (4,))
        mount("-o", "remount,rw", str(folder))
        trial.count("read-only", problem or trial.finished(folder))
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def mount(*words: str) -> None:
    """Mount, or say that it cannot be done."""
    subprocess.run(["mount", *words], check=True, capture_output=True)


def limited(trial: Trial, times: int) -> None:
    """Deny long files, and memory."""
    largest = max(p.stat().st_size for p in trial.place.rglob("*") if p.is_file())
    for _ in range(times):
        folder = trial.fresh()
        size = trial.draw.randrange(512, max(largest, 1024))
        ended = started(trial.words, folder, Limits(file_size=size)).wait()
        trial.count("file size limit", explained(ended, (0, 4)) or trial.finished(folder))
    for _ in range(times):
        folder = trial.fresh()
        memory = round(2 ** trial.draw.uniform(22, 31))
        ended = started(trial.words, folder, Limits(memory=memory)).wait()
        codes = (0, 4, *BELOW)
        problem = explained(ended, codes) or trial.half_made(folder) or trial.finished(folder)
        if ended.code in BELOW:
            trial.faults["little memory, ended by the C++ below"] += 1
        trial.count("little memory", problem)


def vanished(trial: Trial, times: int) -> None:
    """Take the folder away under a running command; give the command again in an empty one."""
    for _ in range(times):
        folder = trial.fresh()
        running = started(trial.words, folder)
        time.sleep(trial.draw.uniform(0.1, 0.95) * trial.seconds)
        if running.over():
            running.wait()
            continue
        for path in folder.iterdir():
            if path.name not in INPUT:
                shutil.rmtree(path, ignore_errors=True)
        ended = running.wait()
        problem = explained(ended, (0, 3, 4))
        if not ended.code and trial.name == "run" and not (folder / "d.zarr").exists():
            problem = "says it is done, and nothing is there"
        trial.count("vanished folder", problem or trial.half_made(folder) or trial.finished(folder))


def at_once(trial: Trial, times: int) -> None:
    """Start two of one command; one may be refused, neither may spoil the other."""
    for _ in range(times):
        folder = trial.fresh()
        other = folder.with_name(folder.name + ".said2")
        first = started(trial.words, folder)
        time.sleep(trial.draw.uniform(0.0, 0.8) * trial.seconds)
        second = started(trial.words, folder, said=other)
        ends = [first.wait(), second.wait()]
        problem = "".join(explained(e, (0, 3)) for e in ends)
        if all(e.code for e in ends):
            problem = "both were refused"
        trial.count("two at once", problem or trial.finished(folder))


def spoilt(trial: Trial, times: int) -> None:
    """Flip a byte, cut or remove a file of what was made; verify must say so, a run mend it."""
    from vertikal.io import DatasetError, verified

    folder = trial.fresh()
    started(trial.words, folder).wait()
    for _ in range(times):
        files = [p for p in folder.rglob("*") if p.suffix == ".npy" or ".zarr/" in str(p)]
        files = [p for p in files if p.is_file()]
        if not files:
            return
        path = trial.draw.choice(sorted(files))
        kind = trial.draw.choice(["flipped byte", "cut file", "lost file"])
        content = path.read_bytes()
        if not content:
            continue
        at = trial.draw.randrange(len(content))
        if kind == "flipped byte":
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        elif kind == "cut file":
            path.write_bytes(content[:at])
        else:
            path.unlink()
        try:
            seen = any(one.damaged for one in verified(folder)) or any(
                one.damaged for p in folder.glob("runs") for one in verified(p)
            )
        except DatasetError:
            seen = True
        if path.suffix == ".npy":  # one that is lost is one that was never kept
            seen = seen or kind == "lost file"
            trial.count(kind, trial.finished(folder) if seen else f"not seen: {path.name}")
            continue
        trial.count(kind, "" if seen else f"not seen: {path.relative_to(folder)}")
        path.write_bytes(content)


def trials(names: list[str], place: Path, options: argparse.Namespace) -> dict[str, object]:
    """Do all faults to all commands."""
    said: dict[str, object] = {"seed": options.seed, "commands": {}}
    for name in names:
        trial = Trial(name, place, options.seed)
        print(f"{name}: {trial.seconds:.1f} s undisturbed", flush=True)
        begun = time.monotonic()

        def save(trial: Trial = trial, begun: float = begun) -> None:
            said["commands"][trial.name] = {  # type: ignore[index]
                "seconds": round(trial.seconds, 2),
                "faults": dict(trial.faults),
                "wrong": trial.wrong,
                "minutes": round((time.monotonic() - begun) / 60.0, 1),
            }
            options.out.parent.mkdir(parents=True, exist_ok=True)
            options.out.write_text(json.dumps(said, indent=1) + "\n")

        kills(trial, options.moments, save)
        if options.others:
            trial.fresh()
            started(trial.words, trial.place).wait()
            for fault in (limited, on_small_disk, vanished, at_once, spoilt):
                try:
                    fault(trial, options.others)
                except subprocess.CalledProcessError as error:
                    print(f"  {fault.__name__}: not done, {error.stderr!r}", flush=True)
                save()
            try:
                read_only(trial)
            except subprocess.CalledProcessError as error:
                print(f"  read_only: not done, {error.stderr!r}", flush=True)
        save()
        print(f"  {dict(trial.faults)}; wrong: {len(trial.wrong)}", flush=True)
    return said


def main() -> None:
    """Read the options, do the faults, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=200, help="kills of each command")
    parser.add_argument("--others", type=int, default=5, help="of each other fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(COMMANDS), help="commands, with commas")
    parser.add_argument("--out", type=Path, default=Path("build/faults.json"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        prepared(Path(place) / "cache")
        said = trials(options.only.split(","), Path(place), options)
    wrong = [w for one in said["commands"].values() for w in one["wrong"]]  # type: ignore[attr-defined]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
