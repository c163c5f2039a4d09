"""`vertikal run`: simulate a scenario, save the dataset, score it, say what was found."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vertikal.cli._common import (
    INPUT,
    Members,
    Scenario,
    Seed,
    Sets,
    Until,
    Without,
    guarded,
    make_request,
    print_json,
    programs,
    told,
    workers,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vertikal.lab import Progress, Request

__all__ = ["no_time", "run", "simulated"]


def run(
    scenario: Scenario,
    members: Members = 200,
    seed: Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Dataset (default: runs/SCENARIO-HASH.zarr)."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace another dataset at --out.")
    ] = False,
    sets: Sets = None,
    until: Until = None,
    without: Without = None,
    residents: Annotated[
        bool, typer.Option("--residents", help="Simulate every adult, not shares of places.")
    ] = False,
    residents_per: Annotated[
        int | None,
        typer.Option("--residents-per", min=1, help="One resident for so many adults, not all."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Simulate a scenario, save the dataset, print its score card and what was found.

    A run that was stopped goes on where it stood when the same command is given again; one that
    is finished is not computed twice.
    """
    with guarded():
        request = make_request(
            scenario,
            members=members,
            seed=seed,
            sets=sets,
            until=until,
            without=without,
            residents_per=1 if residents and residents_per is None else residents_per,
        )
        goal = out or Path("runs") / f"{request.scenario}-{request.hash[:8]}.zarr"
        seconds = no_time()
        with told(quiet=json) as tell:
            fresh = simulated(request, goal, seconds, tell, overwrite=overwrite)
            _report(request, goal, fresh, seconds, tell, json=json)


def no_time() -> dict[str, float]:
    """Return the phases of a run, with no time spent yet."""
    return {"compile": 0.0, "run": 0.0, "measure": 0.0, "write": 0.0}


def simulated(
    request: "Request",
    goal: Path,
    seconds: dict[str, float],
    tell: "Callable[[Progress], None]",
    *,
    overwrite: bool = False,
) -> bool:
    """Make the dataset unless it is there; True if it was computed now."""
    from vertikal.io import Writer, request_hash
    from vertikal.lab import Progress, describe, simulate

    if goal.exists():
        if request_hash(goal) == request.hash:
            return False
        if not overwrite:
            says = "is there already, and is not this run; choose another --out or add --overwrite"
            typer.echo(f"{goal}: {says}", err=True)
            raise typer.Exit(INPUT)
    writer = Writer(goal, describe(request), request.block, overwrite=overwrite)
    done = writer.begin()
    clock = time.perf_counter()

    aside = threading.Thread(target=_read_ahead, daemon=True)

    def timed(progress: "Progress") -> None:
        nonlocal clock
        if progress.phase == "compiling" and progress.done:
            seconds["compile"] = time.perf_counter() - clock
            clock = time.perf_counter()
        if progress.phase == "running" and not aside.is_alive() and not aside.ident:
            aside.start()
        tell(progress)

    for span, records in simulate(
        request, done=done, tell=timed, store=programs(), workers=workers()
    ):
        seconds["run"] += time.perf_counter() - clock
        clock = time.perf_counter()
        writer.write(span, records)
        seconds["write"] += time.perf_counter() - clock
        clock = time.perf_counter()
    tell(Progress("writing"))
    writer.publish()
    seconds["write"] += time.perf_counter() - clock
    tell(Progress("writing", 1, 1))
    return True


def _read_ahead() -> None:
    """Import what measuring will need, while the histories are computed."""
    from vertikal import measures

    for name in measures.NAMES:
        measures.load(name)


def _report(
    request: "Request",
    goal: Path,
    fresh: bool,
    seconds: dict[str, float],
    tell: "Callable[[Progress], None]",
    *,
    json: bool,
) -> None:
    from vertikal.cli.score import card_of, print_card
    from vertikal.io import open_dataset
    from vertikal.lab import Progress, findings

    tell(Progress("measuring"))
    clock = time.perf_counter()
    data = open_dataset(goal)
    card = card_of(request, data)
    found = findings(data)
    seconds["measure"] = time.perf_counter() - clock
    tell(Progress("measuring", 1, 1))
    if json:
        print_json(
            {
                "dataset": str(goal),
                "members": request.members,
                "months": request.compiled.labels.months,
                "units": request.compiled.tree.n_units,
                "resolution": request.resolution,
                "seed": request.seed,
                "scenario_hash": request.compiled.hash,
                "seconds": {k: round(v, 3) for k, v in seconds.items()},
            }
        )
        return
    if card is not None:
        print_card(card)
    typer.echo("\nWhat was found")
    for sentence in found:
        typer.echo(f"  - {sentence}")
    made = ", ".join(f"{k} {v:.1f} s" for k, v in seconds.items() if v > 0)
    state = f"computed now: {made}" if fresh else "was there already: nothing was computed again"
    years = request.compiled.labels.years
    people = "" if request.residents_per is None else f" and {request.resolution}"
    typer.echo(
        f"\n{goal}: {request.members} histories of {request.compiled.tree.n_units} units{people}, "
        f"{years[0]} to {years[-1]} ({state})"
    )
