"""Write rows of a table that were kept apart."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from vertikal.io._writer import DatasetError

__all__ = ["save_rows"]


class _Row(Protocol):
    """A row, and why it was kept apart."""

    @property
    def row(self) -> int: ...
    @property
    def problem(self) -> str: ...
    @property
    def found(self) -> str: ...


def save_rows(rows: Iterable[_Row], out: Path) -> None:
    """Write row number, problem and what was found, as CSV.

    Raises
    ------
    DatasetError
        If the place cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("row", "problem", "found"))
            writer.writerows((r.row, r.problem, r.found) for r in rows)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error
