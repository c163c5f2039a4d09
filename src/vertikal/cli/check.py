"""`vertikal check`: whether a scenario file is in order."""

from typing import TYPE_CHECKING

import typer

from vertikal.cli._common import Scenario, Sets, guarded, make_request, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["check"]


def check(
    scenario: Scenario,
    sets: Sets = None,
    json: bool = typer.Option(False, "--json", help="Print JSON instead of text."),
) -> None:
    """Validate a scenario with its tables, facts and null margins; report every problem at once."""
    from vertikal import measures
    from vertikal.io import beside, read_facts, read_margins
    from vertikal.scenario import ScenarioError, validate_facts, validate_margins

    def make(under: "Mapping[str, Any]") -> None:
        make_request(scenario, members=1, seed=0, sets=sets, under=under)

    problems = []
    request = None
    with guarded():
        try:
            request = make_request(scenario, members=1, seed=0, sets=sets)
        except ScenarioError as error:
            problems.extend(error.problems)
            if any(p.says.startswith("no such file") for p in error.problems):
                raise
        try:
            if facts := beside(scenario, "facts.yaml"):
                options = {n: measures.load(n).options for n in measures.NAMES}
                worlds = None if request is None else make  # of what will not do, no world will
                validate_facts(read_facts(facts), options, make=worlds)
        except ScenarioError as error:
            problems.extend(error.problems)
        try:
            if (margins := read_margins(scenario)) is not None:
                validate_margins(margins)
        except ScenarioError as error:
            problems.extend(error.problems)
        if json:
            listed = [
                {"file": p.file, "line": p.line, "path": p.path, "says": p.says} for p in problems
            ]
            print_json({"scenario": scenario, "problems": listed})
            raise typer.Exit(3 if problems else 0)
        if problems or request is None:
            raise ScenarioError(problems)
    labels, tree = request.compiled.labels, request.compiled.tree
    typer.echo(
        f"{scenario}: in order. {request.compiled.spec.title}; {tree.n_units} units "
        f"({', '.join(str(n) for n in tree.sizes)} by tier), {labels.months} months, "
        f"{len(labels.votes)} national votes, hash {request.compiled.hash}"
    )
