"""`vertikal score`: simulated against published numbers, beside a null model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

    from vertikal.lab import Progress, Request, ScoreCard, ScoredFact
    from vertikal.scenario import Fact

__all__ = ["card_of", "facts_of", "print_card", "score"]

WIDE = 118
"""Columns of a terminal below which some columns of the score card are left out."""
NARROW = ("grade", "90 % band", "agrees if in")


def score(
    scenario: Annotated[
        str | None, typer.Argument(help="Scenario that ships, or a scenario file.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Score every scenario that ships.")] = False,
    facts: Annotated[
        Path | None, typer.Option("--facts", help="Your own facts, in the shipped format.")
    ] = None,
    members: Members = 200,
    seed: Seed = 0,
    sets: Sets = None,
    without: Without = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 5 unless every scored fact passes.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Score a scenario: for each published fact the simulated band, and pass or fail.

    A fact that the null model (constant rates fitted to the same margins, no mechanism) passes
    too is marked: it is no evidence. The run is kept in runs/ and used again.
    """
    from vertikal.io import shipped

    if (scenario is None) == (not every):
        raise typer.BadParameter("name one scenario, or say --all")  # noqa: EM101
    with guarded():
        names = list(shipped()) if every else [str(scenario)]
        cards = []
        with told(quiet=json) as tell:
            for name in names:
                request = make_request(name, members=members, seed=seed, sets=sets, without=without)
                cards.append(_scored(request, facts, tell))
        if json:
            print_json({"scenarios": [card.as_json() for card in cards]})
        else:
            for card in cards:
                print_card(card)
        if strict and any(card.passed < card.scored for card in cards):
            raise typer.Exit(STRICT)


def _scored(
    request: "Request", facts: Path | None, tell: "Callable[[Progress], None]"
) -> "ScoreCard":
    from vertikal.cli.run import no_time, simulated
    from vertikal.io import open_dataset
    from vertikal.scenario import Problem, ScenarioError

    if not facts_of(request, facts):  # before, not after, the histories are computed
        says = "has no facts beside it; name a file with --facts"
        raise ScenarioError([Problem(request.source, None, "", says)])
    goal = Path("runs") / f"{request.scenario}-{request.hash[:8]}.zarr"
    simulated(request, goal, no_time(), tell)
    card = card_of(request, open_dataset(goal), facts)
    assert card is not None
    return card


def facts_of(request: "Request", facts: Path | None = None) -> "list[Fact]":
    """Facts that lie beside a scenario, and a user's."""
    from vertikal import measures
    from vertikal.io import beside, read_facts
    from vertikal.scenario import validate_facts

    options = {name: measures.load(name).options for name in measures.NAMES}
    listed: list[Fact] = []
    for name in (beside(request.source, "facts.yaml"), None if facts is None else str(facts)):
        if name is not None:
            taken = [fact.id for fact in listed]
            listed.extend(validate_facts(read_facts(name), options, taken=taken))
    return listed


def card_of(
    request: "Request", data: "xr.Dataset", facts: Path | None = None
) -> "ScoreCard | None":
    """Score a dataset against the scenario's own facts and a user's; None if there are none."""
    from vertikal.io import read_margins
    from vertikal.lab import describe, null_dataset
    from vertikal.lab import score as score_dataset
    from vertikal.scenario import validate_margins

    listed = facts_of(request, facts)
    if not listed:
        return None
    margins = read_margins(request.source)
    null = None
    if margins is not None:
        null = null_dataset(describe(request), validate_margins(margins), seed=request.seed)
    return score_dataset(data, listed, null)


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
    share = card.passed / card.scored if card.scored else 0.0
    typer.echo(
        f"{card.passed} of {card.scored} scored facts pass ({100 * share:.0f} %); the null model "
        f"passes {card.null_passed}. {card.evidence} of the {card.passed} are evidence: the null "
        "model fails them, and no parameter or input was set with them."
    )
    typer.echo("* in sample: a parameter or an input was set with this fact. -: the null has none.")
    others = [f for f in card.facts if not f.scored]
    if others:
        typer.echo(f"{len(others)} facts are not scored:")
        for f in others:
            typer.echo(f"  {f.id}: {f.why_not}")


def _cells(f: "ScoredFact") -> list[str]:
    return [
        f.id + ("*" if f.in_sample else ""),
        f.grade,
        f.observed if isinstance(f.observed, str) else _number(f.observed),
        _number(f.median),
        f"{_number(f.low)} to {_number(f.high)}",
        f"{_number(f.band[0])} to {_number(f.band[1])}",
        "pass" if f.passes else "MISS",
        {True: "passes", False: "fails", None: "-"}[f.null_passes],
    ]


def _number(x: float | None) -> str:
    if x is None:
        return "-"
    return f"{x:,.0f}".replace(",", " ") if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004
