"""`vertikal forecast`: dated statements with probabilities, archived before they can be told."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import (
    Seed,
    guarded,
    print_json,
    programs,
    told,
    workers,
)
from vertikal.cli._drawing import drawing
from vertikal.cli._forecast_plan import Plan, columns_of, planned
from vertikal.cli._foretold import print_backtest, print_forecast
from vertikal.cli.compare import KEPT
from vertikal.cli.score import margins_of

if TYPE_CHECKING:
    import numpy as np

    from vertikal.forecasts import Ensemble
    from vertikal.lab import Request

__all__ = ["forecast"]

SHIPPED = 4
"""The shipped vector gets one history for so many of the others: there only chance is left."""
NULL = 200
"""Histories of the null model, as on the score card."""


def forecast(
    scenario: Annotated[str, typer.Argument(help="Scenario that ships, or a scenario file.")],
    day: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Day from which it is said, 2024-11-15; what came later is "
            "taken out. By default that of the statements.",
        ),
    ] = None,
    statements: Annotated[
        Path | None,
        typer.Option("--statements", help="Your own statements, in the shipped format."),
    ] = None,
    backtest: Annotated[
        bool,
        typer.Option(
            "--backtest",
            help="Ask about the facts that came after the day instead, and "
            "score the answers beside the null model's.",
        ),
    ] = False,
    given: Annotated[
        bool,
        typer.Option(
            "--given-events",
            help="Leave in what was decided after the day: what "
            "follows from it, if not whether it comes.",
        ),
    ] = False,
    histories: Annotated[
        int, typer.Option("--histories", min=20, help="Histories, each with a vector of its own.")
    ] = 1000,
    parameters: Annotated[
        Path | None,
        typer.Option(
            "--parameters",
            help="File of `vertikal calibrate`: draw vectors from its "
            "posterior instead of the prior. Facts it was fitted to are not used again.",
        ),
    ] = None,
    prior: Annotated[
        str,
        typer.Option(
            "--prior", help="Without --parameters: around (denser near the defaults) or uniform."
        ),
    ] = "around",
    seed: Seed = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the archive.")] = Path(
        "runs/forecasts"
    ),
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw it into a PNG, SVG or PDF.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Say what will have been seen by when, with probabilities, and archive it.

    Each history has its own draw of all structural parameters. Histories count by how near they
    come to the facts known on the day. Beside each probability stands what the shipped vector and
    the null model say. The archive bears a hash of all it says; `vertikal resolve` scores it.
    """
    drawn = drawing(figure, "forecast", "vertikal.plots._forecast")
    with guarded():
        vectors = f"prior, {prior}" if parameters is None else str(parameters)
        plan = planned(
            scenario, day, statements, parameters,
            backtest=backtest, given=given, histories=histories, seed=seed,
        )  # fmt: skip
        columns = columns_of(histories, seed, parameters, prior)
        with told(quiet=json) as tell:
            ensembles = [
                _simulated(plan, request, c, tell) for request, c in _runs(plan, histories, columns)
            ]
        null = _null(plan)
        answered = _backtested if backtest else _foretold
        said = answered(plan, ensembles, null)
        said |= _provenance(plan, ensembles, vectors, given=given)
        from vertikal.io import save_figure, write_forecast

        file = None if backtest else write_forecast(said, out)
        if figure is not None and drawn is not None:
            save_figure(drawn(said), figure)
        if json:
            print_json(said if file is None else {**said, "file": str(file)})
        elif backtest:
            print_backtest(said)
        else:
            print_forecast(said)
            typer.echo(f"Archived as {file}; `vertikal resolve {file} --outcomes FILE` scores it.")


def _runs(
    plan: Plan, histories: int, columns: "Mapping[str, np.ndarray]"
) -> "list[tuple[Request, Mapping[str, np.ndarray] | None]]":
    """All histories with vectors of their own, and some with the shipped one."""
    import dataclasses

    few = dataclasses.replace(plan.request, members=max(histories // SHIPPED, 2))
    return [(plan.request, columns), (few, None)]


def _simulated(
    plan: Plan,
    request: "Request",
    columns: "Mapping[str, np.ndarray] | None",
    tell: Any,  # noqa: ANN401 - a callback
) -> "Ensemble":
    from vertikal.forecasts import simulated
    from vertikal.io import KeptReadings

    return simulated(
        request, plan.asked, plan.targets, columns,
        keep=KeptReadings(KEPT), tell=tell, store=programs(), workers=workers(),
    )  # fmt: skip


def _null(plan: Plan) -> "np.ndarray | None":
    """What the null model reads; None without margins."""
    import dataclasses

    from vertikal.forecasts import null_readings
    from vertikal.lab import describe, null_dataset

    margins = margins_of(plan.request)
    if margins is None:
        return None
    few = dataclasses.replace(plan.request, members=NULL)
    return null_readings(null_dataset(describe(few), margins, seed=few.seed), plan.asked)


def _foretold(
    plan: Plan, ensembles: "Sequence[Ensemble]", null: "np.ndarray | None"
) -> dict[str, Any]:
    from vertikal.forecasts import foretold

    found = foretold(plan.statements, ensembles[0], ensembles[1], null)
    return {"kind": "forecast", "statements": [f.as_json() for f in found]}


def _backtested(
    plan: Plan, ensembles: "Sequence[Ensemble]", null: "np.ndarray | None"
) -> dict[str, Any]:
    import dataclasses

    from vertikal.forecasts import compared, confronted

    found = confronted(plan.past, ensembles[0], ensembles[1], null)
    said = [dataclasses.asdict(t) for t in found]
    return {"kind": "backtest", "asked": said, "scores": compared(found)}


def _provenance(
    plan: Plan, ensembles: "Sequence[Ensemble]", vectors: str, *, given: bool
) -> dict[str, Any]:
    """Everything the probabilities depend on."""
    from vertikal import __version__
    from vertikal.scenario import written

    weighed = ensembles[0].weighed
    return {
        "scenario": plan.request.scenario,
        "title": plan.request.compiled.spec.title,
        "from": str(plan.date),
        "version": __version__,
        "code": plan.request.code,
        "world": plan.request.compiled.hash,
        "seed": plan.request.seed,
        "histories": plan.request.members,
        "vectors": vectors,
        "given_events": given,
        "taken_out": list(written(plan.changes)),
        "facts": [t.fact for t in plan.targets],
        "power": weighed.power,
        "effective": weighed.effective,
    }
