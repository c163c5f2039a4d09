"""What the working process does: run, score, tell, judge. It reports phases and can be stopped."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vertikal.engine import BLOCK
from vertikal.io import (
    DatasetError,
    KeptReadings,
    Programs,
    Writer,
    beside,
    cache_folder,
    open_dataset,
    read_facts,
    read_margins,
    request_hash,
)
from vertikal.lab import Progress, chronicle, describe, null_dataset, score, simulate
from vertikal.scenario import Fact, validate_facts, validate_margins
from vertikal.web._observed import observed
from vertikal.web._requests import Asked, request_of
from vertikal.web._runs import Runs

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.lab import Request

__all__ = ["TASKS", "Stopped", "facts_of", "goal_of"]

Tell = Callable[[Progress], None]


class Stopped(Exception):
    """The task was cancelled."""


def goal_of(folder: Path, request: "Request") -> Path:
    """Where a run lies: the same place as that of `vertikal run`."""
    return folder / f"{request.scenario}-{request.hash[:8]}.zarr"


def run(runs: Runs, said: Mapping[str, Any], tell: Tell) -> str:
    """Simulate what is asked for, unless it is there; return the run's id."""
    asked = Asked.from_json(said)
    tell(Progress("compiling"))
    request = request_of(asked)
    goal = goal_of(runs.folder, request)
    if request_hash(goal) != request.hash:
        writer = Writer(goal, describe(request), BLOCK)
        done = writer.begin()
        store, workers = programs(), cores()
        try:
            for span, records in simulate(
                request, done=done, tell=tell, store=store, workers=workers
            ):
                writer.write(span, records)
        except Stopped:
            writer.flush()  # what is finished is taken up when the same is asked again
            raise
        tell(Progress("writing"))
        writer.publish()
    runs.answers.put(f"asked-{request.hash}", asked.as_json())
    tell(Progress("measuring"))
    _scored(runs, request.hash, request, open_dataset(goal))
    return request.hash


def scored(runs: Runs, said: Mapping[str, Any], tell: Tell) -> str:
    """Score a run against the facts of its scenario."""
    name = str(said["run"])
    tell(Progress("measuring"))
    request = runs.request(name)
    if request is None:
        message = "it is not known what this run was asked to do; run it again to score it"
        raise DatasetError(message)
    _scored(runs, name, request, runs.data(name))
    return name


def _scored(runs: Runs, name: str, request: "Request", data: "xr.Dataset") -> None:
    facts = facts_of(request)
    if not facts:
        runs.answers.put(f"score-{name}", {"facts": [], "observed": []})
        return
    raw = read_margins(request.source)
    null = None
    if raw is not None:
        null = null_dataset(describe(request), validate_margins(raw), seed=request.seed)
    card = score(data, facts, null).as_json()
    tolerance = {fact.id: (fact.tolerance, fact.period, fact.sets or "") for fact in facts}
    for row in card["facts"]:
        row["tolerance"], row["period"], row["sets"] = tolerance[row["id"]]
    runs.answers.put(f"score-{name}", {**card, "observed": observed(facts, request)})


def facts_of(request: "Request") -> tuple[Fact, ...]:
    """Facts that lie beside a scenario."""
    from vertikal import measures  # noqa: PLC0415 - slow, and needed here only

    name = beside(request.source, "facts.yaml")
    if name is None:
        return ()
    options = {m: measures.load(m).options for m in measures.NAMES}
    return validate_facts(read_facts(name), options)


def told(runs: Runs, said: Mapping[str, Any], tell: Tell) -> str:
    """Tell one history as dated events."""
    name, member = str(said["run"]), int(said["member"])
    request = runs.request(name)
    if request is None or request.hash != name:
        message = (
            "this run was made by another version or from a file of yours: its histories cannot "
            "be told; run it again"
        )
        raise DatasetError(message)
    tell(Progress("compiling"))
    events = chronicle(request, member, store=programs())
    start = request.compiled.spec.start
    rows = [
        {
            "month": max((int(h.date[:4]) - start) * 12 + int(h.date[5:7]) - 1, 0),
            "date": h.date, "kind": h.kind, "place": h.place, "says": h.says,
        }
        for h in events
    ]  # fmt: skip
    runs.answers.put(f"chronicle-{name}-{member}", {"member": member, "events": rows})
    return f"{name}-{member}"


def judged(runs: Runs, said: Mapping[str, Any], tell: Tell) -> str:
    """Put one claim on trial."""
    from vertikal.web._claims import trial  # noqa: PLC0415 - needs what only robustness needs

    name = str(said["claim"])
    keep = KeptReadings(runs.folder / "readings")
    found = trial(name, int(said["members"]), int(said["draws"]), keep, tell, programs(), cores())
    runs.answers.put(f"trial-{name}", found)
    return name


TASKS: Mapping[str, Callable[[Runs, Mapping[str, Any], Tell], str]] = {
    "run": run,
    "score": scored,
    "chronicle": told,
    "judge": judged,
}
"""What can be asked, by name."""


def programs() -> Programs | None:
    """Where compiled programs are kept, if anywhere."""
    folder = cache_folder()
    return None if folder is None else Programs(folder)


def cores() -> int:
    """Cores that this process may use."""
    import os  # noqa: PLC0415

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
