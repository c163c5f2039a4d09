"""`vertikal measure`: what instruments of election forensics read off a table of returns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import INPUT, Seed, guarded, print_json, saved_run, told
from vertikal.cli._drawing import drawing
from vertikal.cli._measured import print_measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from vertikal.instruments import Battery, Reading, Stations, Verdict
    from vertikal.measures import Margin
    from vertikal.sources import Kept, Row

__all__ = ["measure"]

DRAWS = 1000
BY = ("region",)
OF_A_FILE = ("leader", "columns", "mapping", "source", "region", "encoding", "separator")
"""Options that say how to read a file."""


@dataclass(frozen=True)
class _Table:
    """What is measured, and how it was read."""

    title: str
    about: Mapping[str, str]
    stations: "Stations"
    rejected: "tuple[Row, ...]" = ()
    kept: "Mapping[str, Kept]" = ()  # type: ignore[assignment]
    notes: tuple[str, ...] = ()


def measure(
    file: Annotated[
        str, typer.Argument(help="Returns of polling stations: CSV, TSV or Parquet; or a run.")
    ],
    vote: Annotated[
        str | None, typer.Option("--vote", help="Which vote, where there are several.")
    ] = None,
    leader: Annotated[
        str | None, typer.Option("--leader", help="Candidate to look at (default: the winner).")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--map", help="Which columns are what: registered=A,ballots=B,votes=C+D."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="The same as a YAML file.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Known format, if it is not recognised.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Column that says which region.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="`region`: read each region by itself too.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Instrument to use. Repeatable.")
    ] = None,
    member: Annotated[
        int, typer.Option("--member", min=0, help="History, where a run is measured.")
    ] = 0,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Of a text file (default: found out).")
    ] = None,
    separator: Annotated[
        str | None, typer.Option("--separator", help="Of a text file (default: found out).")
    ] = None,
    seed: Seed = 0,
    draws: Annotated[
        int, typer.Option("--draws", min=100, max=10_000, help="Draws of every null.")
    ] = DRAWS,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw one page into a PNG, SVG or PDF.")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", help="Write the rows kept apart into a CSV.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure returns: what is out of the ordinary, beside what honest returns would give.

    Each reading comes with what honest returns of the same places would give and with what it is
    blind to. Rows that cannot be (more votes than ballots, say) are kept apart and listed. Nothing
    here says how unusual numbers came about.
    """
    with guarded():
        _known(only, by)
        draw = drawing(figure, "returns_page")
        if rejected is not None:
            from vertikal.io import check_place

            check_place(rejected)
        given = {
            "leader": leader, "columns": columns, "mapping": mapping, "source": source,
            "region": region, "encoding": encoding, "separator": separator,
        }  # fmt: skip
        with told(quiet=json) as tell:
            if saved_run(file):
                read = _of_run(file, vote, member, given)
            else:
                read = _of_file(file, vote, given, tell)
            found, says = _measured(read, only, by, seed, draws, tell)
        if rejected is not None:
            from vertikal.io import save_rows

            save_rows(read.rejected, rejected)
        if json:
            print_json(_said(read, found, says))
        else:
            won = _margins(read.stations)
            print_measured(read.title, read.notes, read.kept, found, won, says)
        if figure is not None and draw is not None:
            from vertikal.io import save_figure

            save_figure(draw(read.stations, found, says, read.title), figure)


def _known(only: "list[str] | None", by: str | None) -> None:
    """Refuse instruments that do not exist, all at once."""
    from vertikal.instruments import NAMES

    wrong = [name for name in only or () if name not in NAMES]
    if wrong:
        message = f"no instrument {', '.join(wrong)}; there are {', '.join(NAMES)}"
        raise typer.BadParameter(message, param_hint="--only")
    if by is not None and by not in BY:
        message = f"is {by}; must be {' or '.join(BY)}"
        raise typer.BadParameter(message, param_hint="--by")


def _of_run(run: str, vote: str | None, member: int, given: Mapping[str, object]) -> _Table:
    """Returns that an observer draws from one simulated history."""
    from vertikal.instruments import stations_of
    from vertikal.io import open_dataset
    from vertikal.observers import polling_stations

    if wrong := [name for name in OF_A_FILE if given[name] is not None]:
        options = ", ".join(f"--{'map' if name == 'columns' else name}" for name in wrong)
        message = f"{options}: only where a file is read; {run} is a run"
        raise typer.BadParameter(message)
    data = open_dataset(Path(run))
    votes = [str(v) for v in data["vote"].values]
    if vote not in votes:
        problem = "needs --vote" if vote is None else f"has no vote {vote!r}"
        typer.echo(f"{run} {problem}; its votes are {', '.join(votes)}", err=True)
        raise typer.Exit(INPUT)
    members = [int(m) for m in data["member"].values]
    if member not in members:
        typer.echo(f"--member is {member}; {run} has {members[0]} to {members[-1]}", err=True)
        raise typer.Exit(INPUT)
    drawn = polling_stations(data.sel(member=[member]), vote)
    title = f"{data.attrs.get('scenario', Path(run).stem)}, {vote}, history {member} (simulated)"
    about = {"source": "simulated", "vote": vote, "leader": "the leader of the centre"}
    return _Table(title, about, stations_of(drawn, member=member), kept={})


def _of_file(
    file: str, vote: str | None, given: Mapping[str, Any], tell: "Callable[..., None]"
) -> _Table:
    """Returns of a file, with every row that is not among them."""
    from vertikal.instruments import stations_of
    from vertikal.io import read_returns

    if given["columns"] is not None and given["mapping"] is not None:
        message = "give --map or --mapping, not both"
        raise typer.BadParameter(message)
    read = read_returns(
        file,
        source=given["source"],
        mapping=given["columns"] or given["mapping"],
        vote=vote,
        leader=given["leader"],
        region=given["region"],
        encoding=given["encoding"],
        separator=given["separator"],
        progress=tell,
    )
    attrs = {str(k): str(v) for k, v in read.data.attrs.items()}
    title = attrs.get("title") or "Table of returns"
    if Path(file).stem not in title and attrs.get("vote") == Path(file).stem:
        title = f"{title} ({Path(file).stem})"
    if attrs.get("leader"):
        title = f"{title}: {attrs['leader']}"
    kept = {"kept apart": read.rejected, "left out": read.apart, "odd, but counted": read.unusual}
    rows = (*read.rejected.rows, *read.apart.rows)
    return _Table(title, attrs, stations_of(read.data), rows, kept, read.notes)


def _measured(
    read: _Table,
    only: "list[str] | None",
    by: str | None,
    seed: int,
    draws: int,
    tell: "Callable[..., None]",
) -> "tuple[Battery, Verdict]":
    from vertikal.instruments import NAMES, battery, verdict
    from vertikal.lab import Progress

    found = battery(
        read.stations,
        tuple(only or NAMES),
        seed=seed,
        draws=draws,
        by_region=by == "region",
        tell=lambda done, total: tell(Progress("measuring", done, total)),
    )
    return found, verdict(found)


def _said(read: _Table, found: "Battery", says: "Verdict") -> dict[str, Any]:
    """One JSON object: the fixed shape, and more."""
    return {
        "title": read.title,
        **read.about,
        "stations": found.stations,
        "rejected": [{"row": r.row, "problem": r.problem, "found": r.found} for r in read.rejected],
        "rows": {fate: dict(kept.counts) for fate, kept in read.kept.items()},
        "notes": list(read.notes),
        "measures": [_one(r) for r in found.readings],
        "regions": [
            {
                "region": part.code,
                "stations": part.stations,
                "p": _finite(part.p),
                "measures": [_one(r) for r in part.readings],
            }
            for part in found.regions
        ],
        "margins": [{**asdict(m), "contested": m.contested} for m in _margins(read.stations)],
        "verdict": {"level": says.level, "p": _finite(says.p), "text": says.text},
    }


def _margins(stations: "Stations") -> "tuple[Margin, ...]":
    """Who won each region over whom; empty where only one candidate's votes are known."""
    from vertikal.measures import margins

    if len(stations.candidates) < 2:  # noqa: PLR2004 - a contest has two sides
        return ()
    regions = [stations.codes[k] for k in stations.region]
    return margins(stations.votes, stations.valid, stations.candidates, regions)


def _one(reading: "Reading") -> dict[str, Any]:
    f = reading.finding
    return {
        "id": reading.instrument.name,
        "label": reading.instrument.label,
        "unit": reading.instrument.unit,
        **{name: _finite(getattr(f, name)) for name in ("value", "low", "high", "p", "null")},
        "tests": reading.tested[0] if reading.instrument.alarms else None,
        "tested": _finite(f.tested),
        "tested_null": _finite(f.tested_null),
        "alarms": reading.instrument.alarms,
        "detail": {name: _finite(x) for name, x in f.detail.items()},
        "why_not": f.why_not,
    }


def _finite(x: float) -> float | None:
    return float(x) if isfinite(x) else None
