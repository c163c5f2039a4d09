"""`vertikal power`: what the instruments would notice, with how many stations."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import (
    Seed,
    Sets,
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
    from collections.abc import Callable

    from vertikal.experiments._elections import World
    from vertikal.experiments._power_curve import Cell, Curve
    from vertikal.instruments import Instrument

__all__ = ["power"]

KEPT = Path("runs") / "readings"
STATIONS, AMOUNTS = "120,2000", "0.0025,0.005,0.01,0.02,0.04,0.08,0.16,0.32"
LEAST, MOST = 30, 200_000
"""Stations of an election."""
HISTORIES = 20
"""Simulated histories whose regions lend their turnout and leader's share."""


def power(
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            help="Scenario whose simulated voters vote, with --vote; their counts "
            "are made honest first.",
        ),
    ] = None,
    vote: Annotated[str | None, typer.Option("--vote", help="Its national vote.")] = None,
    world: Annotated[
        list[str] | None,
        typer.Option(
            "--world",
            help="A declared electorate by name (plain, alike, regions, villages, towns, capped, "
            "mesas, strongholds, dominant), or one of its settings: regions=40, correlation=0.5, "
            "sizes=300. Repeatable.",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="padded, made_up, rounded or moved. Repeatable; default all."),
    ] = None,
    stations: Annotated[
        str, typer.Option("--stations", help="Numbers of stations, with commas.")
    ] = STATIONS,
    amounts: Annotated[
        str, typer.Option("--amounts", help="Shares of the leader's votes added, with commas.")
    ] = AMOUNTS,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Instrument to try. Repeatable.")
    ] = None,
    repeats: Annotated[
        int, typer.Option("--repeats", min=2, help="Elections at each amount.")
    ] = 50,
    draws: Annotated[
        int, typer.Option("--draws", min=39, max=100_000, help="Draws of every null.")
    ] = 200,
    alpha: Annotated[
        float, typer.Option("--alpha", min=0.001, max=0.5, help="p below which there is an alarm.")
    ] = 0.05,
    honest: Annotated[
        bool,
        typer.Option(
            "--honest", help="Only false alarms: honest elections of eight kinds, or of --world."
        ),
    ] = False,
    seed: Seed = 0,
    sets: Sets = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw it into a PNG, SVG or PDF.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Ask what the instruments would notice: how much, of which kind, with how many stations.

    Elections are simulated as cast, then falsified by and by; the share of them in which an
    instrument raises the alarm is its power, and at 0 its rate of false alarms. An amount is the
    share of the leader's declared votes that was added, whatever the way. What was read is kept in
    runs/readings: a study that was stopped goes on where it stood.
    """
    with guarded():
        from vertikal.experiments import _power as study

        counts, shares, kinds, instruments = _asked(kind, stations, amounts, only)
        _fine_enough(draws, len(instruments), alpha)
        drawn = drawing(figure, "power_curves", "vertikal.plots._power")
        common = {"repeats": repeats, "alpha": alpha, "seed": seed, "draws": draws}
        kept = {"keep": _keep(), "code": _code(instruments), "workers": workers()}
        named = bool(scenario or vote or world or sets)
        with told(quiet=json) as tell:
            voters = _voters(scenario, vote, world, sets, seed, tell)
            if honest:
                worlds = {voters.title: voters} if named else None
                rows = study.false_alarms(
                    instruments, worlds=worlds, stations=counts, tell=tell, **common, **kept
                )
                curves = []
            else:
                rows = []
                curves = study.power(
                    voters, instruments, kinds=kinds, stations=counts, amounts=shares, tell=tell,
                    **common, **kept,
                )  # fmt: skip
        if json:
            print_json({**common, **_said(rows, curves)})
        elif honest:
            _print_honest(rows, alpha, repeats)
        else:
            _print(voters.title, instruments, curves, alpha, repeats)
        if figure is not None and drawn is not None and curves:
            from vertikal.io import save_figure

            labels = {i.name: i.tests or i.label for i in instruments}
            save_figure(drawn(curves, labels, title=voters.title, alpha=alpha), figure)


def _asked(
    kind: Sequence[str] | None,
    stations: str,
    amounts: str,
    only: Sequence[str] | None,
) -> "tuple[list[int], list[float], list[str], list[Instrument]]":
    """Read what is asked; say all that is wrong with it at once."""
    from vertikal.experiments._elections import KINDS
    from vertikal.experiments._power import alarming
    from vertikal.instruments import NAMES
    from vertikal.scenario import Problem, ScenarioError, did_you_mean

    problems: list[Problem] = []
    counts = _numbers("--stations", stations, (LEAST, MOST), problems)
    shares = _numbers("--amounts", amounts, (0.0, 0.9), problems)
    kinds = list(kind or KINDS)
    for name in kinds:
        if name not in KINDS:
            says = f"no such kind - {did_you_mean(name, list(KINDS))}"
            problems.append(Problem("--kind", None, name, says))
    for name in only or ():
        if name not in NAMES:
            says = f"no such instrument - {did_you_mean(name, list(NAMES))}"
            problems.append(Problem("--only", None, name, says))
    if problems:
        raise ScenarioError(problems)
    instruments = alarming(only or NAMES)
    if silent := [n for n in only or () if n not in [i.name for i in instruments]]:
        says = "only describes, and raises no alarm; leave it out"
        raise ScenarioError([Problem("--only", None, name, says) for name in silent])
    if not instruments:
        raise ScenarioError([Problem("--only", None, "", "no instrument raises an alarm")])
    return [int(n) for n in counts], shares, kinds, instruments


def _fine_enough(draws: int, instruments: int, alpha: float) -> None:
    """Refuse so few draws that all instruments together could never raise the alarm."""
    from vertikal.scenario import Problem, ScenarioError

    if instruments >= alpha * (draws + 1):
        least = int(instruments / alpha)
        says = f"must be {least:,} or more for {instruments} instruments and p < {alpha:g}"
        raise ScenarioError([Problem("--draws", None, f"{draws}", says)])


def _numbers(
    option: str, text: str, bounds: tuple[float, float], problems: "list[Any]"
) -> list[float]:
    from vertikal.scenario import Problem

    found = []
    for word in text.split(","):
        try:
            value = float(word)
        except ValueError:
            value = float("nan")
        if not bounds[0] <= value <= bounds[1]:
            says = f"must be a number from {bounds[0]:g} to {bounds[1]:,.12g}"
            problems.append(Problem(option, None, word.strip(), says))
        found.append(value)
    return found


def _keep() -> Any:  # noqa: ANN401 - io is imported inside
    from vertikal.io import KeptReadings

    return KeptReadings(KEPT)


def _code(instruments: "Sequence[Instrument]") -> dict[str, str]:
    from vertikal.io._code import instrument_code

    return {name: instrument_code(name) for name in ("", *(i.name for i in instruments))}


def _voters(
    scenario: str | None,
    vote: str | None,
    world: Sequence[str] | None,
    sets: Sequence[str] | None,
    seed: int,
    tell: "Callable[[Any], None]",
) -> "World":
    """Take voters from a run, or from a declaration."""
    from vertikal.scenario import Problem, ScenarioError

    if scenario is None:
        if vote is not None or sets:
            says = "needs a --scenario to take the voters from"
            option = "--vote" if vote is not None else "--set"
            raise ScenarioError([Problem(option, None, vote or "", says)])
        return _declared(world or [])
    if world:
        says = "is a declared electorate; leave out either it or --scenario"
        raise ScenarioError([Problem("--world", None, world[0], says)])
    from vertikal.experiments._elections import simulated_world

    request = make_request(scenario, members=HISTORIES, seed=seed, sets=sets)
    votes = [v[0] for v in request.compiled.labels.votes]
    if vote not in votes:
        says = f"no such vote; there are {', '.join(votes)}"
        raise ScenarioError([Problem("--vote", None, vote or "(none)", says)])
    return simulated_world(request, vote, tell=tell, store=programs(), workers=workers())


def _declared(world: Sequence[str]) -> "World":
    """Parse names and settings of a declared electorate."""
    import inspect

    from vertikal.experiments._elections import HONEST, plain_world
    from vertikal.io import parse_value
    from vertikal.scenario import Problem, ScenarioError, did_you_mean

    known = list(inspect.signature(plain_world).parameters)[1:]
    problems, settings, names = [], {}, []
    for text in world:
        path, equals, value = text.partition("=")
        if not equals:
            if path in HONEST:
                settings = {**HONEST[path], **settings}
            elif path != "plain":
                says = f"no such electorate - {did_you_mean(path, ['plain', *HONEST])}"
                problems.append(Problem("--world", None, path, says))
            names.append(path)
        elif path not in known:
            says = f"no such setting - {did_you_mean(path, known)}"
            problems.append(Problem("--world", None, path, says))
        else:
            settings[path] = _setting(path, parse_value(value), problems)
            names.append(text)
    if problems:
        raise ScenarioError(problems)
    return plain_world(", ".join(names) or "plain", **settings)


def _setting(path: str, value: Any, problems: "list[Any]") -> Any:  # noqa: ANN401 - any YAML value
    """Check one setting of an electorate."""
    from vertikal.scenario import Problem

    if path == "sizes":
        if value in ("lognormal", "capped"):
            return value
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            import numpy as np

            return np.array([value])
        says = f"is {value!r}; must be lognormal, capped, or one number of voters"
    else:
        bounds = {"regions": (1, 500), "strongholds": (0, 500), "correlation": (-0.99, 0.99)}
        low, high = bounds.get(path, (-0.99, 0.99) if path == "by_size" else (0.0, 0.97))
        whole = path in ("regions", "strongholds")
        right = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if right and low <= value <= high:
            return value
        says = f"is {value!r}; must be a {'whole ' * whole}number from {low:g} to {high:g}"
    problems.append(Problem("--world", None, path, says))
    return None


def _said(
    rows: "Sequence[tuple[str, int, str, Cell]]", curves: "Sequence[Curve]"
) -> dict[str, Any]:
    if curves:
        return {"curves": [curve.as_json() for curve in curves]}
    said = [
        {
            "world": name,
            "stations": n,
            "instrument": instrument,
            "share": cell.share,
            "low": cell.interval[0],
            "high": cell.interval[1],
            "elections": cell.elections,
            "unread": cell.unread,
        }
        for name, n, instrument, cell in rows
    ]
    return {"false_alarms": said}


def _print_honest(rows: "Sequence[tuple[str, int, str, Cell]]", alpha: float, repeats: int) -> None:
    """Print a row an instrument, a column an electorate."""
    for n in dict.fromkeys(row[1] for row in rows):
        worlds = list(dict.fromkeys(row[0] for row in rows))
        found = {(name, instrument): cell for name, m, instrument, cell in rows if m == n}
        names = list(dict.fromkeys(instrument for _, instrument in found))
        rows_of = [[found[name, i] for name in worlds] for i in names]
        typer.echo(
            f"Honest elections with an alarm (p < {alpha:g}), % of {repeats}: {n:,} stations"
        )
        table(
            "",
            [("instrument", "left"), *((name, "right") for name in (*worlds, "all"))],
            [
                [i, *(_share(cell) for cell in cells), _overall(cells)]
                for i, cells in zip(names, rows_of, strict=True)
            ],
        )
    width = 196 * (alpha * (1 - alpha) / repeats) ** 0.5
    typer.echo(
        f"A test that keeps its level shows {100 * alpha:g} or less; chance adds up to {width:.2g} "
        "in 39 columns of 40."
    )


def _print(
    title: str,
    instruments: "Sequence[Instrument]",
    curves: "Sequence[Curve]",
    alpha: float,
    repeats: int,
) -> None:
    """Print a table for each kind and number of stations, and what it means."""
    from vertikal.experiments._elections import KINDS

    labels = {i.name: i.tests or i.label for i in instruments}
    typer.echo(f"Voters: {title}. Elections with an alarm (p < {alpha:g}), % of {repeats}.")
    for n, kind in dict.fromkeys((c.stations, c.kind) for c in curves):
        here = [c for c in curves if (c.stations, c.kind) == (n, kind)]
        columns = [("added", "left")]
        columns += [(f"{100 * cell.amount:.2g} %", "right") for cell in here[0].cells]
        typer.echo(f"\n{kind}, {n:,} stations: {KINDS[kind]}.")
        rows = [[c.instrument, *(_share(cell) for cell in c.cells)] for c in here]
        table("", columns, rows)
        _in_words(here, labels, n, alpha)


def _in_words(curves: "Sequence[Curve]", labels: "dict[str, str]", n: int, alpha: float) -> None:
    from vertikal.experiments._power_curve import words

    typer.echo(f"With {n:,} stations, in four elections of five:")
    for sentence in words(curves, labels):
        typer.echo(f"  {sentence}")
    for c in curves:
        if c.honest.interval[0] > alpha:
            typer.echo(
                f"  But {labels.get(c.instrument, c.instrument)}: an alarm in "
                f"{100 * c.honest.share:.0f} % of honest elections, so that one means little."
            )
    if lost := [f"{100 * amount:.2g} %" for amount in curves[0].impossible]:
        typer.echo(f"  {', '.join(lost)} of the leader's votes cannot be added in this way.")


def _overall(cells: "Sequence[Cell]") -> str:
    """Alarms over all electorates that could be read."""
    read = sum(cell.elections - cell.unread for cell in cells)
    return f"{100 * sum(cell.alarms for cell in cells) / read:.1f}" if read else "-"


def _share(cell: "Cell") -> str:
    if cell.unread == cell.elections:
        return "-"
    return f"{100 * cell.share:.1f}" if cell.elections >= 1000 else f"{100 * cell.share:.0f}"  # noqa: PLR2004 - digits to show
