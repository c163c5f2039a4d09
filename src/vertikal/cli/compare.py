"""`vertikal compare`: what one lever changes, with the same luck in both worlds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    table,
    told,
    workers,
)
from vertikal.cli._drawing import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vertikal.experiments import Effect, Outcome
    from vertikal.lab import Draws, Progress, Request

__all__ = ["compare", "read_worlds"]

KEPT = Path("runs") / "readings"
"""Where outcomes of histories are kept, so that nothing is computed twice."""


def compare(
    scenario: Scenario,
    other: Annotated[
        str | None,
        typer.Argument(help="Another scenario; by default the same one, as --set changes it."),
    ] = None,
    members: Members = 200,
    seed: Seed = 0,
    sets: Sets = None,
    both: Annotated[
        list[str] | None,
        typer.Option("--both", help="As --set, but in both worlds. Repeatable."),
    ] = None,
    until: Until = None,
    without: Without = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw the effects into a PNG, SVG or PDF.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Compare two worlds that differ by a lever: the effect, not two bands.

    Both worlds run with the same named random streams and are subtracted history by history, so
    that what the lever does not move is exactly 0. The interval is that of the mean effect; it
    narrows with --members.
    """
    with guarded():
        if other is None and not sets:
            typer.echo(
                "nothing differs: name another scenario, or say what to change with --set", err=True
            )
            raise typer.Exit(INPUT)
        drawn = drawing(figure, "contrast")
        common = {"members": members, "seed": seed, "until": until, "without": without}
        here = make_request(scenario, sets=both, **common)
        there = make_request(other or scenario, sets=[*(both or []), *(sets or [])], **common)
        with told(quiet=json) as tell:
            effects = _effects(here, there, tell)
        title = _title(here, there, sets or [])
        if json:
            print_json({"outcomes": [_said(time, o, e) for time, o, e in effects]})
        else:
            _print(title, effects)
        if figure is not None and drawn is not None:
            from vertikal.io import save_figure

            save_figure(drawn(effects, title), figure)


def _effects(
    here: "Request", there: "Request", tell: "Callable[[Progress], None]"
) -> "list[tuple[str, Outcome, Effect]]":
    """Read the headline outcomes that both worlds have, and subtract."""
    from vertikal.experiments import effect_of, headlines
    from vertikal.fields import TIERS

    depth = min(len(r.compiled.tree.sizes) for r in (here, there))
    listed = [list(headlines(r.compiled, TIERS[:depth])) for r in (here, there)]
    times = [{(time, o.id): o for time, o in pairs} for pairs in listed]
    shared = [key for key in times[0] if key in times[1]]
    if not shared:
        typer.echo("the two scenarios have no year in common", err=True)
        raise typer.Exit(INPUT)
    a, b = read_worlds(
        [(r, [t[k] for k in shared]) for r, t in zip((here, there), times, strict=True)], tell
    )
    return [
        (time, times[1][time, name], effect_of(b[:, i], a[:, i]))
        for i, (time, name) in enumerate(shared)
    ]


def read_worlds(
    worlds: "Sequence[tuple[Request, Sequence[Outcome]]]",
    tell: "Callable[[Progress], None]",
    *,
    draws: "Draws | None" = None,
) -> "list[Any]":
    """Outcomes of each world's histories, computed now or kept from before."""
    from vertikal.experiments import readings
    from vertikal.io import KeptReadings

    keep, store, count = KeptReadings(KEPT), programs(), workers()
    return [
        readings(request, outcomes, draws=draws, keep=keep, tell=tell, store=store, workers=count)
        for request, outcomes in worlds
    ]


def _title(here: "Request", there: "Request", sets: "list[str]") -> str:
    said = ", ".join(sets)
    if here.scenario == there.scenario:
        return f"{here.scenario}: {said}"
    return f"{there.scenario}{f' ({said})' if said else ''} less {here.scenario}"


def _said(time: str, outcome: "Outcome", effect: "Effect") -> dict[str, Any]:
    return {
        "id": outcome.id,
        "label": outcome.label,
        "unit": outcome.unit,
        "time": time,
        **effect.as_json(),
    }


def _print(title: str, effects: "list[tuple[str, Outcome, Effect]]") -> None:
    """Print a row for each outcome over the whole run, the largest effects first."""
    whole = [(o, e) for time, o, e in effects if "-" in time]
    moved = [(o, e) for o, e in whole if e.pairs and (e.effect != 0.0 or e.error > 0.0)]
    moved.sort(key=lambda row: -abs(row[1].effect) / (row[1].error or 1.0))
    columns = [("outcome", "left"), ("unit", "left")]
    columns += [(name, "right") for name in ("as it is", "changed", "effect", "95 % interval")]
    rows = [
        [o.id, o.unit, f"{e.here:.3g}", f"{e.there:.3g}", f"{e.effect:+.3g}", _interval(e)]
        for o, e in moved
    ]
    pairs = max((e.pairs for _, e in whole), default=0)
    table(f"{title} ({pairs} pairs of histories)", columns, rows)
    still = [o.id for o, e in whole if e.pairs and e.effect == 0.0 and e.error == 0.0]
    never = [o.id for o, e in whole if not e.pairs]
    if still:
        typer.echo(f"Exactly unchanged in every history: {', '.join(still)}.")
    if never:
        typer.echo(f"Did not happen in both worlds of any history: {', '.join(never)}.")
    typer.echo("By year: --json or --figure FILE.")


def _interval(e: "Effect") -> str:
    return f"{e.low:+.3g} to {e.high:+.3g}"
