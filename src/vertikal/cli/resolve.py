"""`vertikal resolve`: archived forecasts held against what happened."""

from pathlib import Path
from typing import Annotated, Any

import typer

from vertikal.cli._common import guarded, print_json
from vertikal.cli._drawing import drawing
from vertikal.cli._foretold import print_scores

__all__ = ["resolve"]

KEYS = {"model": "probability", "shipped": "shipped", "null": "null"}


def resolve(
    archive: Annotated[Path, typer.Argument(help="File that `vertikal forecast` has written.")],
    outcomes: Annotated[
        Path,
        typer.Option(
            "--outcomes",
            help="YAML: under `outcomes`, for each statement's id its "
            "value (or happened: true, or void: true) and a source.",
        ),
    ],
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw the calibration curve.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Score an archived forecast: Brier, log score, calibration curve, beside the null model's.

    What has not happened yet is left open; come back with more outcomes. An archive that was
    changed after it was made is refused.
    """
    drawn = drawing(figure, "reliability", "vertikal.plots._forecast")
    with guarded():
        said = _resolved(archive, outcomes)
        if figure is not None and drawn is not None:
            from vertikal.io import save_figure

            save_figure(drawn(said), figure)
        if json:
            print_json(said)
        else:
            print_scores(said)


def _resolved(archive: Path, outcomes: Path) -> dict[str, Any]:
    """Read both files, and score what is told."""
    from vertikal.forecasts import held, scores, validate_outcomes
    from vertikal.io import read_facts, read_forecast

    forecast = read_forecast(archive)
    statements = {s["id"]: s for s in forecast["statements"]}
    happened = {
        name: (held(statements[name], seen), seen.source)
        for name, seen in validate_outcomes(read_facts(str(outcomes)), list(statements)).items()
    }
    rows = [
        {**statements[name], "happened": true, "source": source}
        for name, (true, source) in happened.items()
    ]
    told = [row for row in rows if row["happened"] is not None]
    known = {who: [row for row in told if row[key] is not None] for who, key in KEYS.items()}
    return {
        "scenario": forecast["scenario"],
        "title": forecast["title"],
        "from": forecast["from"],
        "hash": forecast["hash"],
        "statements": len(statements),
        "open": len(statements) - len(rows),
        "resolved": rows,
        "scores": {
            who: scores([r[KEYS[who]] for r in own], [r["happened"] for r in own]).as_json()
            for who, own in known.items()
            if own
        },
    }
