"""`vertikal chronicle`: one history told as dated events with place names."""

from typing import Annotated

import typer

from vertikal.cli._common import (
    Scenario,
    Seed,
    Sets,
    Until,
    Without,
    guarded,
    make_request,
    print_json,
    programs,
)

__all__ = ["chronicle"]


def chronicle(
    scenario: Scenario,
    seed: Seed = 0,
    member: Annotated[int, typer.Option("--member", min=0, help="Which history.")] = 0,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="Only events of this kind: timeline, directive, incident, removal, rotation, "
            "election, vote, protest, reform, crisis. Repeatable.",
        ),
    ] = None,
    sets: Sets = None,
    until: Until = None,
    without: Without = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Tell one history: the same one that has this number in a run with this seed."""
    from dataclasses import asdict

    from vertikal.lab import KINDS
    from vertikal.lab import chronicle as tell_history
    from vertikal.scenario import Problem, ScenarioError, did_you_mean

    with guarded():
        wrong = [k for k in kind or () if k not in KINDS]
        if wrong:
            raise ScenarioError(
                Problem("--kind", None, k, f"no such kind - {did_you_mean(k, KINDS)}")
                for k in wrong
            )
        request = make_request(
            scenario, members=member + 1, seed=seed, sets=sets, until=until, without=without
        )
        told = [
            h for h in tell_history(request, member, store=programs()) if not kind or h.kind in kind
        ]
    if json:
        print_json(
            {
                "scenario": request.scenario,
                "seed": seed,
                "member": member,
                "events": [asdict(h) for h in told],
            }
        )
        return
    typer.echo(
        f"{request.compiled.spec.title}: history {member} of seed {seed}. Invented but for the "
        "lines with a star; units are those of the scenario's tables throughout, and numbered "
        "places are generated.\n"
    )
    year = ""
    for h in told:
        if h.date[:4] != year:
            year = h.date[:4]
            typer.echo(f"\n{year}")
        mark = "*" if h.kind == "timeline" else " "
        typer.echo(f" {mark}{h.date[5:]:<6} {h.place}: {h.says}")
    typer.echo("\n* dated by the scenario; everything else is this history's own.")
