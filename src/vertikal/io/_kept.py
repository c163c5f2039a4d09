"""Write tables as CSV: results, and rows that were kept apart."""

import csv
import errno
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from vertikal.io._replace import replacing
from vertikal.io._writer import DatasetError

__all__ = ["check_place", "check_table", "save_rows", "save_table", "save_text"]


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
    save_table(("row", "problem", "found"), ((r.row, r.problem, r.found) for r in rows), out)


def save_table(columns: Sequence[str], rows: Iterable[Sequence[object]], out: Path) -> None:
    """Write a table as CSV; the file is whole, or as it was before.

    Raises
    ------
    DatasetError
        If the place cannot be written.
    """
    try:
        with replacing(out) as part, part.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error


def save_text(text: str, out: Path) -> None:
    """Write a text; the file is whole, or as it was before.

    Raises
    ------
    DatasetError
        If the place cannot be written.
    """
    try:
        with replacing(out) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error


def check_table(out: Path) -> None:
    """Find out before the work whether a CSV can be written there.

    Raises
    ------
    DatasetError
        If the name does not end in `.csv`, or the place cannot be written.
    """
    if out.suffix != ".csv":
        message = f"{out}: is {out.suffix or 'without an ending'}; must end in .csv"
        raise DatasetError(message)
    check_place(out)


def check_place(out: Path) -> None:
    """Find out before the work whether a file can be written; leaves what is there as it is.

    Raises
    ------
    DatasetError
        If the place cannot be written.
    """
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with replacing(out, lasting=False) as part:
            if part == out:  # a pipe or a device
                return
            part.touch()
            raise _NotNow
    except _NotNow:
        return
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error


class _NotNow(Exception):
    """Nothing is to be written yet."""
