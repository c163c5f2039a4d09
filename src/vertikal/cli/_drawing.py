"""What draws a command's figure, asked for before anything is computed."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from vertikal.cli._common import INPUT, guarded

__all__ = ["drawing"]


def drawing(
    figure: Path | None, name: str, module: str = "vertikal.plots"
) -> Callable[..., Any] | None:
    """Return the function of that name; None if no figure is wanted.

    Raises
    ------
    typer.Exit
        If the figure cannot be written there, or matplotlib is not installed.
    """
    from vertikal.io import check_figure

    if figure is None:
        return None
    with guarded():
        check_figure(figure)
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError:
        typer.echo("drawing needs matplotlib: pip install 'vertikal[plots]'", err=True)
        raise typer.Exit(INPUT) from None
