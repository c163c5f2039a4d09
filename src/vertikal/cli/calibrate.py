"""`vertikal calibrate`: a posterior over the structural vector, with all that it is worth."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._calibrated import print_posterior
from vertikal.cli._common import (
    INPUT,
    Seed,
    guarded,
    make_request,
    print_json,
    programs,
    told,
    workers,
)
from vertikal.cli._drawing import drawing
from vertikal.cli.compare import KEPT
from vertikal.cli.score import facts_of

if TYPE_CHECKING:
    from vertikal.experiments._readings import Keep
    from vertikal.inference import JointPrior, Posterior, Table, Target
    from vertikal.lab import Request

__all__ = ["calibrate"]

NEEDED = ("bayesflow", "sklearn")
PREDICTED = 100
"""Histories of the posterior predictive, in each scenario."""
MINUTE = 60.0


@dataclass(frozen=True)
class _Plan:
    """What is calibrated: scenarios in order, facts sorted, a prior."""

    requests: "Mapping[str, Request]"
    targets: "Sequence[Target]"
    left_out: Mapping[str, str]
    prior: "JointPrior"
    seed: int
    quiet: bool

    def say(self, text: str) -> None:
        """Tell on standard error, unless only JSON is wanted."""
        if not self.quiet:
            typer.echo(text, err=True)

    def reading(self) -> dict[str, Any]:
        """How histories are read: kept by the hash of all they depend on, on all cores."""
        from vertikal.io import KeptReadings

        keep: Keep = KeptReadings(KEPT)
        return {"keep": keep, "store": programs(), "workers": workers()}


def calibrate(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO", help="Scenarios with facts; all get one structural vector."
        ),
    ],
    budget: Annotated[
        int, typer.Option("--budget", min=60, help="Draws of the prior to simulate, at most.")
    ] = 4000,
    minutes: Annotated[
        float | None,
        typer.Option("--minutes", min=0.0, help="Stop simulating after this long, and go on."),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameters",
            help="Parameters that are free, as a pattern on MECHANISM.NAME; by default all. "
            "Repeatable.",
        ),
    ] = None,
    prior: Annotated[
        str,
        typer.Option("--prior", help="around: denser near the defaults. uniform: over the bounds."),
    ] = "around",
    last: Annotated[
        int, typer.Option("--last", help="Last year of which a fact may speak.")
    ] = 2024,
    seed: Seed = 0,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Where the posterior is written, as JSON.")
    ] = Path("runs/posterior.json"),
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw it into a PNG, SVG or PDF.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Fit the structural vector to the facts of several scenarios at once, and say how well.

    Draws of the prior are simulated, one history each in every scenario; a network learns from
    them what the facts say of the parameters, and is checked on draws that it has not seen. What
    was simulated is kept in runs/readings: a calibration that was stopped goes on where it stood,
    and a larger budget adds to a smaller one. Same seed and number of draws, same posterior.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        says = f"calibration needs {' and '.join(missing)}: pip install 'vertikal[calibration]'"
        typer.echo(says, err=True)
        raise typer.Exit(INPUT)
    with guarded():
        from vertikal.io import check_place

        check_place(out)
        drawn = drawing(figure, "posterior", "vertikal.plots._posterior")
        plan = _planned(scenarios, parameters or (), prior, last, seed, quiet=json)
        plan.say(
            f"{len(plan.targets)} facts of {len(plan.requests)} scenarios, "
            f"{len(plan.prior.names)} free parameters"
        )
        table, seconds = _simulated(plan, budget, minutes)
        posterior = _inferred(plan, table, seconds)
        from vertikal.io import write_posterior

        said = posterior.as_json()
        write_posterior(said, out)
        if figure is not None and drawn is not None:
            from vertikal.io import save_figure

            save_figure(drawn(said), figure)
        if json:
            print_json({**{k: v for k, v in said.items() if k != "samples"}, "file": str(out)})
        else:
            print_posterior(said)
            typer.echo(f"Written to {out}; `vertikal score --all --parameters {out}` scores it.")


def _planned(
    scenarios: Sequence[str],
    patterns: Sequence[str],
    shape: str,
    last: int,
    seed: int,
    *,
    quiet: bool,
) -> _Plan:
    """Read and check everything before anything is simulated; problems of all at once."""
    from vertikal.inference import JointPrior, Target, targets_of
    from vertikal.scenario import Problem, ScenarioError

    requests: dict[str, Request] = {}
    targets: list[Target] = []
    left_out: dict[str, str] = {}
    problems: list[Problem] = []
    prior = None
    try:
        prior = JointPrior.declared(patterns, shape)
    except ScenarioError as error:
        problems.extend(error.problems)
    for source in scenarios:
        try:
            request = make_request(source, members=1, seed=seed)
            found, others = targets_of(request.scenario, facts_of(request), last=last)
        except ScenarioError as error:
            problems.extend(error.problems)
            continue
        if request.scenario in requests:
            problems.append(Problem(source, None, "", "is named twice; name each scenario once"))
        elif not found:
            says = "has no fact to fit to: " + (_why(others) or "there is no facts.yaml beside it")
            problems.append(Problem(source, None, "", says))
        requests[request.scenario] = request
        targets += found
        left_out |= others
    if problems or prior is None:
        raise ScenarioError(dict.fromkeys(problems))
    return _Plan(requests, targets, left_out, prior, seed, quiet)


def _why(left_out: Mapping[str, str]) -> str:
    """The first few reasons for which facts were left out."""
    reasons = [f"{name.partition('.')[2]} {why}" for name, why in left_out.items()]
    more = f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""  # noqa: PLR2004
    return "; ".join(reasons[:3]) + more


def _simulated(plan: _Plan, budget: int, minutes: float | None) -> "tuple[Table, float]":
    """Simulate until the budget or the time is spent; at least one chunk."""
    from vertikal.inference import CHUNK, Table, tables

    begun, parts = time.monotonic(), []
    with told(quiet=plan.quiet) as tell:
        for part in tables(
            plan.prior, plan.requests, plan.targets, budget, seed=plan.seed,
            chunk=min(CHUNK, budget), tell=tell, **plan.reading(),
        ):  # fmt: skip
            parts.append(part)
            done, passed = sum(map(len, parts)), time.monotonic() - begun
            plan.say(f"{done} of {budget} draws ({passed / MINUTE:.1f} min)")
            if minutes is not None and passed >= MINUTE * minutes:
                break
    return Table.joined(parts), time.monotonic() - begun


def _inferred(plan: _Plan, table: "Table", seconds: float) -> "Posterior":
    """Learn, check, and simulate what the posterior predicts."""
    import numpy as np

    from vertikal.inference import Posterior, completed, infer, predicted, read_in_all
    from vertikal.io import source_hash
    from vertikal.scenario import Problem, ScenarioError

    targets = plan.targets
    begun = time.monotonic()
    try:
        found = infer(
            table,
            plan.prior.names,
            [t.name for t in targets],
            np.array([t.observed for t in targets]),
            np.array([t.error for t in targets]),
            seed=plan.seed,
            workers=workers(),
            tell=plan.say,
        )
    except ValueError as error:
        raise ScenarioError([Problem("calibrate", None, "", str(error))]) from None
    learnt = time.monotonic() - begun
    plan.say("simulating what the posterior predicts")
    columns = completed(plan.prior, found.kept, found.samples, PREDICTED, seed=plan.seed)
    with told(quiet=True) as tell:
        read = read_in_all(
            plan.requests, targets, columns, key=(plan.seed, 2**31), tell=tell, **plan.reading()
        )
    provenance = {
        "code": source_hash(),
        "seed": plan.seed,
        "scenarios": {name: r.compiled.hash for name, r in plan.requests.items()},
        "simulated": len(table),
        "seconds": {"simulating": seconds, "learning": learnt},
    }
    return Posterior(
        plan.prior, found, targets, plan.left_out, predicted(targets, read, seed=plan.seed),
        provenance,
    )  # fmt: skip
