"""`vertikal check`: whether a scenario file is in order."""

from typing import TYPE_CHECKING

import typer

from vertikal.cli._common import Scenario, Sets, guarded, make_request, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from vertikal.lab import Request
    from vertikal.scenario import Fact, Problem, RawScenario
    from vertikal.scenario._spec import Event

__all__ = ["check"]


def check(
    scenario: Scenario,
    sets: Sets = None,
    json: bool = typer.Option(False, "--json", help="Print JSON instead of text."),
) -> None:
    """Validate a scenario with its tables, facts, null margins and statements: all problems."""
    from vertikal import measures
    from vertikal.forecasts import validate_statements
    from vertikal.io import beside, read_facts, read_margins, read_scenario
    from vertikal.scenario import ScenarioError, validate_facts, validate_margins

    worlds: dict[str, Request] = {}

    def make(under: "Mapping[str, Any]") -> None:
        worlds[str(under)] = make_request(scenario, members=1, seed=0, sets=sets, under=under)

    problems: list[Problem] = []
    notes: list[Problem] = []
    request = None
    options = {n: measures.load(n).options for n in measures.NAMES}
    with guarded():
        try:
            request = make_request(scenario, members=1, seed=0, sets=sets)
            notes.extend(_idle_events(request, read_scenario(scenario)))
        except ScenarioError as error:
            problems.extend(error.problems)
            if any(p.says.startswith("no such file") for p in error.problems):
                raise
        try:
            if path := beside(scenario, "facts.yaml"):
                raw = read_facts(path)
                # of what will not do, no world will
                facts = validate_facts(raw, options, make=None if request is None else make)
                if request is not None:
                    for i, fact in enumerate(facts):
                        notes.extend(_unread(raw, i, fact, request, worlds))
        except ScenarioError as error:
            problems.extend(error.problems)
        try:
            if (margins := read_margins(scenario)) is not None:
                validate_margins(margins)
        except ScenarioError as error:
            problems.extend(error.problems)
        try:
            if request is not None and (path := beside(scenario, "statements.yaml")):
                last = request.compiled.spec.until
                validate_statements(read_facts(path), options, last=last)
        except ScenarioError as error:
            problems.extend(error.problems)
        if json:
            listed = [
                {"file": p.file, "line": p.line, "path": p.path, "says": p.says} for p in problems
            ]
            print_json({"scenario": scenario, "problems": listed})
            _print(notes, err=True)
            raise typer.Exit(3 if problems else 0)
        if problems or request is None:
            raise ScenarioError(problems)
    labels, tree = request.compiled.labels, request.compiled.tree
    typer.echo(
        f"{scenario}: in order. {request.compiled.spec.title}; {tree.n_units} units "
        f"({', '.join(str(n) for n in tree.sizes)} by tier), {labels.months} months, "
        f"{len(labels.votes)} national votes, hash {request.compiled.hash}"
    )
    _print(notes, err=False)


def _print(notes: "list[Problem]", *, err: bool) -> None:
    """Print what is allowed and yet may not be meant."""
    for note in notes:
        typer.echo(f"note: {note.file}, {note}", err=err)


def _idle_events(request: "Request", raw: "RawScenario") -> "Iterator[Problem]":
    """Events so late, or so early, that they leave no trace in the run."""
    from vertikal.scenario import Problem

    spec = request.compiled.spec
    timeline = raw.values.get("timeline")
    lines = {
        (str(entry.get("date")), entry.get("title")): raw.line(("timeline", i))
        for i, entry in enumerate(timeline if isinstance(timeline, list) else [])
        if isinstance(entry, dict)
    }
    for event in spec.timeline:
        if event.date.year > spec.until:
            says = f"is after the run's end, {spec.until}: it will not happen"
        elif event.date.year < spec.start and not _remembered(event):
            says = f"is before the run's start, {spec.start}: it will not happen"
        else:
            continue
        line = lines.get((str(event.date), event.title))
        yield Problem(raw.file, line, f"timeline.{event.date}", f"{event.title!r} {says}")


def _remembered(event: "Event") -> bool:
    """Whether an event before the run is history: it holds on, or tells what has been tried."""
    return event.event in ("government", "recentralisation", "reform")


def _unread(
    raw: "RawScenario", i: int, fact: "Fact", request: "Request", worlds: "Mapping[str, Request]"
) -> "Iterator[Problem]":
    """What a fact asks for that the run, or the changed world it is read in, does not have."""
    from vertikal.scenario import Problem, unread

    if fact.measure is None or fact.unscored is not None:
        return
    read_in = [worlds[str(fact.under)]] if fact.under else [request]
    if fact.versus is not None:
        read_in.append(request)
    found = {}
    for world in read_in:
        spec, votes = world.compiled.spec, [label for label, _, _ in world.compiled.labels.votes]
        found.update(unread(fact.options, votes, spec.start, spec.until))
    for steps, says in found.items():
        where = ("facts", i, *steps)
        yield Problem(raw.file, raw.line(where), ".".join(map(str, where)), f"{fact.id}: {says}")
