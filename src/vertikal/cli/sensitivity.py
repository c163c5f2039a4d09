"""`vertikal sensitivity`: which structural parameters move an outcome, and how much."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import (
    INPUT,
    Scenario,
    Seed,
    Sets,
    Until,
    Without,
    guarded,
    make_request,
    print_json,
    table,
    told,
)
from vertikal.cli._drawing import drawing
from vertikal.cli._outcomes import Outcomes, asked
from vertikal.cli.compare import read_worlds

if TYPE_CHECKING:
    from vertikal.experiments import Outcome, Prior
    from vertikal.experiments._sensitivity import Index, Sensitivity
    from vertikal.lab import Request

__all__ = ["sensitivity"]

SHOWN = 12
"""Parameters that a panel has room for."""


def sensitivity(
    scenario: Scenario,
    outcome: Outcomes = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameters",
            help="Parameters that vary, as a pattern on MECHANISM.NAME: 'courts_decide.*'. "
            "Repeatable; by default all (`vertikal list parameters`).",
        ),
    ] = None,
    samples: Annotated[
        int,
        typer.Option(
            "--samples",
            min=16,
            help="Vectors (given), or base points, each with a vector a parameter and two more "
            "(sobol).",
        ),
    ] = 256,
    repeat: Annotated[int, typer.Option("--repeat", min=1, help="Histories of each vector.")] = 2,
    method: Annotated[
        str,
        typer.Option(
            "--method",
            help="given: what each parameter explains alone, cheaply. sobol: also what it explains "
            "together with others, with intervals.",
        ),
    ] = "given",
    seed: Seed = 0,
    sets: Sets = None,
    until: Until = None,
    without: Without = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw it into a PNG, SVG or PDF.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Ask which structural parameters move an outcome, over their declared ranges.

    An index is the share of the outcome's variance that a parameter explains: alone (first order),
    or with all that others make of it (total). What was computed is kept in runs/readings: a study
    that was stopped goes on where it stood.
    """
    with guarded():
        drawn = drawing(figure, "sensitivity", "vertikal.plots._sensitivity")
        common = {"sets": sets, "until": until, "without": without, "seed": seed}
        base, outcomes, prior = _planned(
            scenario, outcome, parameters, samples, repeat, method, common
        )
        count = len(prior.values)
        request = dataclasses.replace(base, members=count * repeat)
        fixed = {k: v for k, v in base.vector.items() if k not in prior.names}
        with told(quiet=json) as tell:
            draws = prior.draws(fixed, repeat)
            (read,) = read_worlds([(request, outcomes)], tell, draws=draws)
        from vertikal.experiments._sensitivity import indices

        found = [
            indices(prior, read[:, i].reshape(count, repeat), method, seed=seed)
            for i in range(len(outcomes))
        ]
        if json:
            said = [_said(o, s) for o, s in zip(outcomes, found, strict=True)]
            known = {"method": method, "samples": samples, "repeat": repeat, "seed": seed}
            print_json({**known, "vectors": count, "outcomes": said})
        else:
            for o, s in zip(outcomes, found, strict=True):
                _print(base.scenario, o, s, count, len(prior.names))
        if figure is not None and drawn is not None:
            from vertikal.io import save_figure

            panels = [
                (o.label, [_bar(i) for i in s.clear[:SHOWN]], s.chance)
                for o, s in zip(outcomes, found, strict=True)
            ]
            save_figure(drawn(panels, title=f"{base.scenario}: what moves it"), figure)


def _planned(
    scenario: str,
    outcome: Sequence[str] | None,
    patterns: Sequence[str] | None,
    samples: int,
    repeat: int,
    method: str,
    common: dict[str, Any],
) -> "tuple[Request, list[Outcome], Prior]":
    """Check all that is asked; return the scenario as it is, outcomes, and vectors."""
    from vertikal.experiments._sensitivity import METHODS, chosen, drawn, vectors
    from vertikal.scenario import Problem, ScenarioError, did_you_mean

    base = make_request(scenario, members=1, **common)
    problems: list[Problem] = []
    outcomes = asked(outcome, base, problems)
    ranges = {}
    if method not in METHODS:
        says = f"is {method!r}; {did_you_mean(method, METHODS)}"
        problems.append(Problem("--method", None, "", says))
    said = [text.partition("=")[0].strip() for text in common["sets"] or ()]
    fixed = [path.removeprefix("parameters.") for path in said if path.startswith("parameters.")]
    try:
        ranges = chosen(patterns or (), fixed)
        if method in METHODS:
            vectors(method, len(ranges), samples, repeat)
    except ScenarioError as error:
        problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    try:
        prior = drawn(ranges, method, samples, seed=common["seed"])
    except ModuleNotFoundError:
        typer.echo("sensitivity needs SALib: pip install 'vertikal[robustness]'", err=True)
        raise typer.Exit(INPUT) from None
    return base, outcomes, prior


def _said(outcome: "Outcome", found: "Sensitivity") -> dict[str, Any]:
    said = {"id": outcome.id, "measure": outcome.measure, "label": outcome.label}
    return {**said, "unit": outcome.unit, **found.as_json()}


def _bar(index: "Index") -> tuple[Any, ...]:
    return index.parameter, index.first, index.first_error, index.total, index.total_error


def _print(
    scenario: str, outcome: "Outcome", found: "Sensitivity", count: int, parameters: int
) -> None:
    """Print a row for each parameter that chance does not explain."""
    name = f"{scenario}: {outcome.id}"
    if not found.indices:
        few = "it is the same in all" if found.vectors else "it did not happen"
        typer.echo(f"{name}: nothing to explain ({few}; {found.vectors} of {count} vectors).")
        return
    with_total = found.chance is None
    columns = [("parameter", "left"), ("alone", "right")]
    if with_total:
        columns = [*columns, ("+-", "right"), ("with others", "right"), ("+-", "right")]
    rows = []
    for i in found.clear:
        numbers = [i.first, i.first_error, i.total, i.total_error] if with_total else [i.first]
        rows.append([i.parameter, *("-" if n is None else f"{n:.2f}" for n in numbers)])
    table(name, columns, rows)
    few = "" if found.vectors == count else f" that have it, of {count:,}"
    beyond = "With an interval that leaves out 0"
    if found.chance is not None:
        beyond = f"Beyond what chance reaches ({found.chance:.2f})"
    alone = 100 * sum(i.first for i in found.clear)
    typer.echo(
        f"{beyond}: {len(rows)} of {parameters} parameters. Alone they explain {alone:.0f} % of "
        f"the variance between {found.vectors:,} vectors{few}."
    )
