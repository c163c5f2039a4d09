"""`vertikal run`: simulate a scenario, save the dataset, score it, say what was found."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vertikal.cli._common import (
    INPUT,
    STRICT,
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
        bool,
        typer.Option(
            "--overwrite", help="Replace another dataset at --out, or this one if it is damaged."
        ),
    ] = False,
    sets: Sets = None,
    until: Until = None,
    without: Without = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Save nothing; watch every change by every mechanism, and exit with 5 if a "
            "number is not finite, lies outside its range, or breaks what must be kept. Slow.",
        ),
    ] = False,
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
    if check and (out is not None or overwrite):
        raise typer.BadParameter("--check saves nothing; leave out --out and --overwrite")  # noqa: EM101
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
        if check:
            _checked(request, json=json)
            return
        goal = out or Path("runs") / f"{request.scenario}-{request.hash[:8]}.zarr"
        seconds = no_time()
        with told(quiet=json) as tell:
            fresh = simulated(request, goal, seconds, tell, overwrite=overwrite)
            _report(request, goal, fresh, seconds, tell, json=json)


SHOWN = 20
"""Faults that are told on screen."""


def _checked(request: "Request", *, json: bool) -> None:
    """Run under watch, and say what went wrong: mechanism, field, history, month and unit."""
    from vertikal.lab import RULES, checked

    with told(quiet=json) as tell:
        found = checked(request, tell=tell)
    if json:
        faults = [fault.as_json() for fault in found]
        print_json({"members": request.members, "seed": request.seed, "faults": faults})
    else:
        for f in found[:SHOWN]:
            where = f" at {f.place}" if f.place else ""
            more = f" and in {f.places - 1} more places" if f.places > 1 else ""
            typer.echo(f"history {f.member}, {f.date}{where}{more}: {f.source}: {f.says}")
        if len(found) > SHOWN:
            typer.echo(f"and {len(found) - SHOWN} more (--json lists them)")
        typer.echo(
            f"{len(found)} faults in {request.members} histories: every change finite, every field "
            f"in its range, {len(RULES)} rules"
        )
    if found:
        raise typer.Exit(STRICT)


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
    from vertikal.io import Writer, damaged, request_hash
    from vertikal.lab import Progress, describe, simulate

    if goal.exists():
        same = request_hash(goal) == request.hash
        lost = damaged(goal, quick=not overwrite) if same else []
        if same and not lost:
            return False
        if same:
            says = f"is damaged ({lost[0].file} {lost[0].problem}), and is made again"
            typer.echo(f"{goal}: {says}", err=True)
        elif not overwrite:
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
