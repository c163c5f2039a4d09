"""Save figures."""

from pathlib import Path
from typing import Any

from vertikal.io._writer import DatasetError

__all__ = ["check_figure", "save_figure"]


def check_figure(out: Path) -> None:
    """Refuse a format that cannot be written, before anything is computed for it.

    Raises
    ------
    DatasetError
        If the name ends in none of the formats.
    """
    if out.suffix not in (".png", ".svg", ".pdf"):
        message = f"{out}: is {out.suffix or 'without an ending'}; must end in .png, .svg or .pdf"
        raise DatasetError(message)


def save_figure(figure: Any, out: Path) -> None:  # noqa: ANN401 - a matplotlib figure
    """Write a figure to PNG, SVG or PDF.

    Raises
    ------
    DatasetError
        If the format is unknown or the place cannot be written.
    """
    check_figure(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(out, dpi=150)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error
