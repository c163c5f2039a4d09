"""`vertikal enclaves`: units that are ruled otherwise than their nation, in a run or a panel."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vertikal.cli._common import (
    Members,
    Seed,
    Sets,
    Without,
    guarded,
    make_request,
    print_json,
    saved_run,
    table,
    told,
)

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.lab import Enclaves, EnclaveTier

__all__ = ["enclaves"]

TABLES = (".csv", ".tsv", ".txt", ".tab", ".parquet", ".pq")
"""Ends of the name of a panel; anything else is a dataset or a scenario."""
LISTED = 10
"""Units that are named below the table."""
MEMBERS, SEED = 200, 0
"""Of a run that is made."""
DRAWS = 1000
"""Of a panel's scores."""


def enclaves(
    run: Annotated[
        str,
        typer.Argument(
            help="Dataset made by `vertikal run`, or scenario to run; or a panel of units and "
            "years: CSV, TSV or Parquet."
        ),
    ],
    lasting: Annotated[
        int | None, typer.Option("--lasting", min=1, help="Years in a row that make an enclave.")
    ] = None,
    members: Members = MEMBERS,
    seed: Seed = SEED,
    sets: Sets = None,
    without: Without = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--map",
            help="Panel: which column is what: unit=A,year=B,score=C and perhaps nation, country, "
            "name, low, high, measured, power.",
        ),
    ] = None,
    scale: Annotated[
        str | None,
        typer.Option("--scale", help="Panel: score that counts as 0, as half, as 1: 0,30,60."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Panel: known one, if it does not recognise itself."),
    ] = None,
    nation: Annotated[
        Path | None,
        typer.Option("--nation", help="Panel: table of the nations' scores: nation, year, score."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Panel: nation to look at. Repeatable.")
    ] = None,
    gap: Annotated[
        float | None, typer.Option("--gap", help="Panel: least distance from the nation.")
    ] = None,
    half: Annotated[
        float | None,
        typer.Option("--half", help="Panel: score at which free and unfree part."),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=10, max=100_000, help="Panel: draws of the scores.")
    ] = DRAWS,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Panel: draw it into a PNG, SVG or PDF.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Panel: of a text file (default: found out).")
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option("--separator", help="Panel: of a text file (default: found out)."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Find enclaves: units ruled otherwise than their nation, for years, and what goes with it.

    A democratic enclave is a unit that is freer than an unfree nation, an authoritarian enclave one
    that is less free than a free nation. The run of a scenario is kept in runs/ and used again. A
    panel that others have published is read as it is; how surely a unit is an enclave comes from
    draws of its scores.
    """
    of_a_run = {
        "--members": members != MEMBERS,
        "--seed": seed != SEED,
        "--set": bool(sets),
        "--without": bool(without),
    }
    reading = {
        "columns": columns, "scale": scale, "source": source, "nations": nation,
        "encoding": encoding, "separator": separator,
    }  # fmt: skip
    of_a_panel = {
        **{OPTIONS[k]: v is not None for k, v in reading.items()},
        "--only": bool(only), "--gap": gap is not None, "--half": half is not None,
        "--draws": draws != DRAWS, "--figure": figure is not None,
    }  # fmt: skip
    with guarded():
        if Path(run).suffix.lower() in TABLES:
            _refuse([k for k, given in of_a_run.items() if given and k != "--seed"], PANEL)
            from vertikal.cli._panels import tell_panel

            rule = {"lasting": lasting, "gap": gap, "half": half}
            tell_panel(run, reading, rule, only or [], draws, seed, figure, json=json)
            return
        _refuse([k for k, given in of_a_panel.items() if given], RUN)
        if saved_run(run):
            _refuse([option for option, given in of_a_run.items() if given])
            from vertikal.io import open_dataset

            data = open_dataset(Path(run))
        else:
            data = _of_scenario(run, members, seed, sets, without, quiet=json)
        from vertikal.lab import enclaves as find

        found = find(data, lasting=lasting)
    if json:
        print_json(found.as_json())
        return
    _print(found)


OPTIONS = {
    "columns": "--map", "scale": "--scale", "source": "--source", "nations": "--nation",
    "encoding": "--encoding", "separator": "--separator",
}  # fmt: skip
SAVED = "only where a scenario is run; a saved dataset is as it is"
PANEL = "only where a scenario is run; a panel is as it is"
RUN = "only for a panel of units and years: a file in CSV, TSV or Parquet"


def _refuse(given: list[str], says: str = SAVED) -> None:
    """Say so where options are given that do not fit."""
    if given:
        message = f"{', '.join(given)}: {says}"
        raise typer.BadParameter(message)


def _of_scenario(
    scenario: str,
    members: int,
    seed: int,
    sets: list[str] | None,
    without: list[str] | None,
    *,
    quiet: bool,
) -> "xr.Dataset":
    from vertikal.cli.run import no_time, simulated
    from vertikal.io import open_dataset

    request = make_request(scenario, members=members, seed=seed, sets=sets, without=without)
    goal = Path("runs") / f"{request.scenario}-{request.hash[:8]}.zarr"
    with told(quiet=quiet) as tell:
        simulated(request, goal, no_time(), tell)
    return open_dataset(goal)


def _print(found: "Enclaves") -> None:
    columns = [
        ("tier", "left"),
        ("units", "right"),
        ("enclaves", "left"),
        ("in histories", "right"),
        ("at the end", "right"),
        ("at the peak", "right"),
        ("peak", "right"),
        ("last, years", "right"),
    ]
    title = f"Enclaves of {found.lasting} years or more: median and 90 % band of {found.members}"
    table(f"{title} histories", columns, [_cells(row) for row in found.tiers])
    sustained = [row for row in found.tiers if row.told]
    if not any(row.members for row in found.tiers):
        typer.echo("No unit is in a lasting enclave in any history.")
    _print_places(found)
    for row in sustained:
        words = ", ".join(c.says + ("*" if c.in_score else "") for c in row.told)
        typer.echo(f"{row.tier}, {row.kind}: beside others of the tier {words}.")
    if any(c.in_score for row in sustained for c in row.told):
        typer.echo("* part of the regime score itself: a difference is no finding.")
    typer.echo(
        "Units are scored on the scale of the nation's openness by the weaker of contestation and "
        "honesty of the count, 0 where residents do not elect; a democratic enclave has elected "
        "its head twice and decides at least half of its affairs itself. A spell counts as long "
        "as it is seen."
    )


def _print_places(found: "Enclaves") -> None:
    """Name the units that are most often enclaves."""
    places = sorted(found.units, key=lambda unit: -unit.share)[:LISTED]
    if not places:
        return
    columns = [
        ("unit", "left"),
        ("tier", "left"),
        ("enclave", "left"),
        ("in histories", "right"),
        ("first year", "right"),
        ("last year", "right"),
    ]
    rows = [
        [p.name, p.tier, p.kind, f"{100 * p.share:.0f} %", str(p.first), str(p.last)]
        for p in places
    ]
    more = f", {len(places)} of {len(found.units)}" if len(found.units) > len(places) else ""
    table(
        f"Most often enclaves{more}: longest spell, median years",
        columns,
        rows,
    )


def _cells(row: "EnclaveTier") -> list[str]:
    return [
        row.tier,
        str(row.units),
        row.kind,
        f"{100 * row.members:.0f} %",
        _number(row.at_end),
        _number(row.at_peak),
        "-" if row.peak_year is None else str(row.peak_year),
        "-" if row.years is None else _number(row.years),
    ]


def _number(band: tuple[float, float, float]) -> str:
    low, mid, high = band
    return f"{mid:.0f} ({low:.0f} to {high:.0f})"
