"""Save figures."""

from pathlib import Path
from typing import Any

from vertikal.io._writer import DatasetError

__all__ = ["save_figure"]


def save_figure(figure: Any, out: Path) -> None:  # noqa: ANN401 - a matplotlib figure
    """Write a figure to PNG, SVG or PDF.

    Raises
    ------
    DatasetError
        If the format is unknown or the place cannot be written.
    """
    if out.suffix not in (".png", ".svg", ".pdf"):
        message = f"{out}: is {out.suffix or 'without an ending'}; must end in .png, .svg or .pdf"
        raise DatasetError(message)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(out, dpi=150)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error
