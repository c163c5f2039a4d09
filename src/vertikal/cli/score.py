"""`vertikal score`: simulated against published numbers, beside a null model."""

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import (
    STRICT,
    Members,
    Seed,
    Sets,
    Without,
    console,
    guarded,
    make_request,
    print_json,
    table,
    told,
)
from vertikal.cli._drawing import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import xarray as xr

    from vertikal.lab import Progress, Request, ScoreCard, ScoredFact, Tally
    from vertikal.scenario import Fact, Margins, Problem, ScenarioError

__all__ = ["card_of", "facts_of", "margins_of", "print_card", "score"]

WIDE = 118
"""Columns of a terminal below which some columns of the score card are left out."""
NARROW = ("grade", "90 % band", "agrees if in")
HOW = {None: "", "difference": "less the world as it is, ", "ratio": "over the world as it is, "}
"""How a fact about a changed world is read."""


@dataclass(frozen=True)
class _Job:
    """A scenario that is in order, and what it is scored against."""

    request: "Request"
    facts: "list[Fact]"
    margins: "Margins | None"
    worlds: "Mapping[str, Request]"
    """Changed worlds, by what is changed."""


def score(
    scenario: Annotated[
        str | None, typer.Argument(help="Scenario that ships, or a scenario file.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Score every scenario that ships and has facts.")
    ] = False,
    facts: Annotated[
        Path | None, typer.Option("--facts", help="Your own facts, in the shipped format.")
    ] = None,
    members: Members = 200,
    seed: Seed = 0,
    parameters: Annotated[
        Path | None,
        typer.Option(
            "--parameters",
            help="File of `vertikal calibrate`: score with its vector. What it does not identify "
            "keeps its default; --set goes before it.",
        ),
    ] = None,
    sets: Sets = None,
    without: Without = None,
    matrix: Annotated[
        Path | None, typer.Option("--matrix", help="Draw all facts into a PNG, SVG or PDF.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 5 unless every scored fact passes.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Score a scenario: for each published fact the simulated band, and pass or fail.

    A fact that the null model (constant rates fitted to the same margins, no mechanism) passes
    too is marked: it is no evidence. Facts about a changed world (`under`) are read from a run of
    that world, same seed, same members. Runs are kept in runs/ and used again.
    """
    from vertikal.io import shipped
    from vertikal.lab import tally

    if (scenario is None) == (not every):
        raise typer.BadParameter("name one scenario, or say --all")  # noqa: EM101
    with guarded():
        drawn = drawing(matrix, "matrix")
        names = list(shipped()) if every else [str(scenario)]
        sets = [*_vector(parameters), *(sets or ())]
        jobs = _jobs(names, facts, members=members, seed=seed, sets=sets, without=without)
        cards = []
        for job in jobs:
            if every and not json:
                typer.echo(f"{job.request.scenario}:", err=True)
            with told(quiet=json) as tell:
                cards.append(_scored(job, tell))
        total = tally(f for card in cards for f in card.facts)
        if json:
            said = {"scenarios": [card.as_json() for card in cards]}
            print_json({**said, "total": total.as_json()} if every else said)
        else:
            for card in cards:
                print_card(card)
            if every:
                _print_matrix(cards, total)
        if matrix is not None and drawn is not None:
            from vertikal.io import save_figure

            save_figure(drawn(cards), matrix)
        if strict and total.passed < total.scored:
            raise typer.Exit(STRICT)


def _vector(file: Path | None) -> list[str]:
    """Return the vector of a file, as assignments; names and bounds are checked with theirs."""
    from vertikal.io import read_vector

    if file is None:
        return []
    return [f"parameters.{name}={value!r}" for name, value in read_vector(file).items()]


def _jobs(
    names: "list[str]",
    facts: Path | None,
    *,
    members: int,
    seed: int,
    sets: "list[str] | None",
    without: "list[str] | None",
) -> "list[_Job]":
    """Read and check everything before any history is computed; problems of all at once."""
    from vertikal.io import beside
    from vertikal.scenario import Problem, ScenarioError

    jobs, problems = [], []
    for name in names:
        if len(names) > 1 and facts is None and beside(name, "facts.yaml") is None:
            typer.echo(f"{name}: has no facts, and is not scored", err=True)
            continue
        try:
            request = make_request(name, members=members, seed=seed, sets=sets, without=without)
            job = _job(request, facts, sets)
        except ScenarioError as error:
            problems.extend(_placed(error, name) if len(names) > 1 else error.problems)
            continue
        if not job.facts:
            says = "has no facts beside it; name a file with --facts"
            problems.append(Problem(name, None, "", says))
        jobs.append(job)
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return jobs


def _placed(error: "ScenarioError", name: str) -> "Iterator[Problem]":
    """Say of which scenario a file is: they have the same names."""
    for p in error.problems:
        own = p.file in ("scenario.yaml", "facts.yaml", "null.yaml") or p.file.endswith(".csv")
        yield replace(p, file=f"{name}/{p.file}") if own else p


def _job(request: "Request", facts: Path | None, sets: "list[str] | None") -> "_Job":
    from vertikal.scenario import ScenarioError, written

    worlds: dict[str, Request] = {}

    def make(under: "Mapping[str, Any]") -> None:
        key = ", ".join(written(under))
        if key not in worlds:
            worlds[key] = make_request(
                request.source,
                members=request.members,
                seed=request.seed,
                sets=sets,
                without=request.without,
                under=under,
            )

    problems: list[Problem] = []
    listed, margins = [], None
    try:
        listed = facts_of(request, facts, make=make)
    except ScenarioError as error:
        problems.extend(error.problems)
    try:
        margins = margins_of(request)
    except ScenarioError as error:
        problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    return _Job(request, listed, margins, worlds)


def _scored(job: "_Job", tell: "Callable[[Progress], None]") -> "ScoreCard":
    """Simulate the world as it is and the changed ones, unless they are there, and score them."""
    from vertikal.cli.run import no_time, simulated
    from vertikal.io import open_dataset

    goals = {}
    for key, request in {"": job.request, **job.worlds}.items():
        goals[key] = Path("runs") / f"{request.scenario}-{request.hash[:8]}.zarr"
        simulated(request, goals[key], no_time(), tell)
    with contextlib.ExitStack() as stack:
        data = {key: stack.enter_context(open_dataset(goal)) for key, goal in goals.items()}
        return _card(job, data.pop(""), data)


def _card(job: "_Job", data: "xr.Dataset", worlds: "Mapping[str, xr.Dataset]") -> "ScoreCard":
    from vertikal.lab import describe, null_dataset
    from vertikal.lab import score as score_dataset

    null = None
    if job.margins is not None:
        null = null_dataset(describe(job.request), job.margins, seed=job.request.seed)
    return score_dataset(data, job.facts, null, worlds)


def facts_of(
    request: "Request",
    facts: Path | None = None,
    *,
    make: "Callable[[Mapping[str, Any]], object] | None" = None,
) -> "list[Fact]":
    """Facts that lie beside a scenario, and a user's; `make` makes the world of an `under`."""
    from vertikal import measures
    from vertikal.io import beside, read_facts
    from vertikal.scenario import ScenarioError, validate_facts

    options = {name: measures.load(name).options for name in measures.NAMES}
    listed: list[Fact] = []
    problems: list[Problem] = []
    for name in (beside(request.source, "facts.yaml"), None if facts is None else str(facts)):
        if name is None:
            continue
        taken = [fact.id for fact in listed]
        try:
            listed.extend(validate_facts(read_facts(name), options, taken=taken, make=make))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    return listed


def margins_of(request: "Request") -> "Margins | None":
    """Margins of the null model that lie beside a scenario; None if there are none."""
    from vertikal.io import read_margins
    from vertikal.scenario import validate_margins

    raw = read_margins(request.source)
    return None if raw is None else validate_margins(raw)


def card_of(
    request: "Request", data: "xr.Dataset", facts: Path | None = None
) -> "ScoreCard | None":
    """Score a dataset against the scenario's own facts and a user's; None if there are none.

    Facts about changed worlds are left unscored: no other world is simulated.
    """
    listed = facts_of(request, facts)
    return _card(_Job(request, listed, margins_of(request), {}), data, {}) if listed else None


def print_card(card: "ScoreCard") -> None:
    """Print a score card: scored facts first, then what is read but not scored."""
    wide = console().width >= WIDE
    columns = [
        ("fact", "left"),
        ("grade", "left"),
        ("observed", "right"),
        ("simulated", "right"),
        ("90 % band", "right"),
        ("agrees if in", "right"),
        ("model", "left"),
        ("null", "left"),
    ]
    kept = [k for k, (name, _) in enumerate(columns) if wide or name not in NARROW]
    rows = [[_cells(f)[k] for k in kept] for f in card.facts if f.scored]
    title = f"Score card: {card.scenario}, {card.members} members, seed {card.seed}"
    table(title, [columns[k] for k in kept], rows)
    count = card.tally
    typer.echo(
        f"{count.passed} of {count.scored} scored facts pass ({_percent(count.share)}); the null "
        f"model passes {count.null_passed}. {count.evidence} of the {count.passed} are evidence: "
        "the null model fails them, and no parameter or input was set with them."
    )
    typer.echo("* in sample: a parameter or an input was set with this fact. -: the null has none.")
    if any(f.median is None for f in card.facts if f.scored):
        typer.echo(
            "in x %: it happened in so few histories that there is no median; that is a miss."
        )
    changed = [f for f in card.facts if f.world and f.happened is not None]
    if changed:
        typer.echo("+ read in a changed world, same seed and members:")
        for f in changed:
            typer.echo(f"  {f.id}: {HOW[f.versus]}{f.world}")
    others = [f for f in card.facts if not f.scored]
    if others:
        typer.echo(f"{len(others)} facts are not scored:")
        for f in others:
            typer.echo(f"  {f.id}: {f.why_not}")


def _print_matrix(cards: "list[ScoreCard]", total: "Tally") -> None:
    """Print the pass matrix: a row a scenario, and the total."""
    columns = [
        ("scenario", "left"),
        *((name, "right") for name in ("scored", "passed", "share", "null passes", "null share")),
        *((name, "right") for name in ("in sample", "evidence")),
    ]
    counts = [*((card.scenario, card.tally) for card in cards), ("total", total)]
    rows = [
        [
            name,
            str(count.scored),
            str(count.passed),
            _percent(count.share),
            str(count.null_passed),
            _percent(count.null_share),
            str(count.in_sample),
            str(count.evidence),
        ]
        for name, count in counts
    ]
    table("Pass matrix", columns, rows)


def _cells(f: "ScoredFact") -> list[str]:
    return [
        f.id + ("*" if f.in_sample else "") + ("+" if f.world else ""),
        f.grade,
        f.observed if isinstance(f.observed, str) else _number(f.observed),
        f"in {_percent(f.happened)}" if f.median is None else _number(f.median),
        "-" if f.median is None else f"{_number(f.low)} to {_number(f.high)}",
        f"{_number(f.band[0])} to {_number(f.band[1])}",
        "pass" if f.passes else "MISS",
        {True: "passes", False: "fails", None: "-"}[f.null_passes],
    ]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _number(x: float | None) -> str:
    if x is None:
        return "-"
    return f"{x:,.0f}".replace(",", " ") if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004
