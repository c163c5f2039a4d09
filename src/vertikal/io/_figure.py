"""Save figures."""

from pathlib import Path
from typing import Any

from vertikal.io._kept import check_place
from vertikal.io._replace import replacing
from vertikal.io._writer import DatasetError

__all__ = ["check_figure", "save_figure"]


def check_figure(out: Path) -> None:
    """Refuse what cannot be written, before anything is computed for it.

    Raises
    ------
    DatasetError
        If the name ends in none of the formats, or the place cannot be written.
    """
    if out.suffix not in (".png", ".svg", ".pdf"):
        message = f"{out}: is {out.suffix or 'without an ending'}; must end in .png, .svg or .pdf"
        raise DatasetError(message)
    check_place(out)


def save_figure(figure: Any, out: Path) -> None:  # noqa: ANN401 - a matplotlib figure
    """Write a figure to PNG, SVG or PDF.

    Raises
    ------
    DatasetError
        If the format is unknown or the place cannot be written.
    """
    check_figure(out)
    try:
        with replacing(out, lasting=False) as part:
            figure.savefig(part, dpi=150)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error
