"""`vertikal plot`: a picture of a dataset."""

from pathlib import Path
from typing import Annotated

import typer

from vertikal.cli._common import INPUT, guarded

__all__ = ["plot"]


def plot(
    dataset: Annotated[Path, typer.Argument(help="Dataset made by `vertikal run`.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="PNG, SVG or PDF to write.")],
) -> None:
    """Draw an overview of a run: histories, turnout, elections, unrest, who decides where."""
    from vertikal.io import open_dataset, save_figure

    with guarded():
        data = open_dataset(dataset)
        try:
            from vertikal.plots import overview
        except ModuleNotFoundError:
            typer.echo("drawing needs matplotlib: pip install 'vertikal[plots]'", err=True)
            raise typer.Exit(INPUT) from None
        save_figure(overview(data), out)
    typer.echo(f"{out}: overview of {dataset}")
