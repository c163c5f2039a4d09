"""Text tables, read some megabytes at a time.

Where quotation marks are in order, polars cuts a block into cells, after separators have been
counted row by row: rows with too many or too few cells are known then. Where they are in disorder,
that block and all that follows is cut row by row, which takes three times as long.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from vertikal.io._table_blocks import Blocks
from vertikal.io._table_cut import Rows, rows_of
from vertikal.io._table_rows import LONGEST, lines_of, records
from vertikal.io._table_text import SAMPLE, Head, encoding_of, head_of
from vertikal.io._table_unfit import Unfit

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from vertikal.sources import Batch, Row

__all__ = ["RAGGED", "TextTable", "open_text"]

CELLS = 100_000
"""Cells that are cut one by one and handed on together."""
OPEN = 2**20
"""Bytes behind an opening quotation mark beyond which it is not believed."""
RAGGED = "wrong number of cells"


def open_text(path: Path, encoding: str | None, separator: str | None) -> "TextTable":
    """Look at the beginning of a text file: its encoding, separator and header.

    Raises
    ------
    Unfit
        If it is no text table.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
        whole = not file.read(1)
    if not sample.strip():
        message = "is empty; a header and a row a station are needed"
        raise Unfit(message)
    name, said = encoding_of(sample, encoding, whole)
    try:
        text = sample.decode(name, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeError as error:
        message = f"cannot be read as {name} ({error}); say another --encoding"
        raise Unfit(message) from None
    head = head_of(text.removeprefix("\ufeff"), separator, whole)
    return TextTable(path, name, head, said, sure=encoding is not None)


class TextTable:
    """A text file with a header; `batches` reads it from the beginning."""

    def __init__(self, path: Path, encoding: str, head: Head, said: str, *, sure: bool) -> None:
        self.columns = head.columns
        self.notes: list[str] = []
        """What there is to say, once the batches have been read."""
        self.ragged: list[Row] = []
        """The first rows with more or fewer cells than the header, likewise."""
        self.torn = 0
        """All such rows."""
        self._head = head
        self._said = [said] if said else []
        self._path, self._encoding, self._sure = path, encoding, sure
        self._row = self._blank = 0
        self._blocks = Blocks(path, encoding, sure=sure)

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self._blocks.done

    def unreadable(self, counts: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
        """Columns that can hold no counts, or no labels; text may always be either."""
        del counts, labels
        return {}

    def batches(self, columns: Sequence[str], *, others: bool) -> "Iterator[Batch]":
        """Rows, some at a time, with these columns as text.

        With `others`, each row comes with a hash of all other columns.
        """
        self._blocks = Blocks(self._path, self._encoding, sure=self._sure)
        self.ragged, self.torn = [], 0
        self._row = self._blank = 0
        yield from self._batches(_Columns(self.columns, tuple(columns), others))
        blank = [f"blank rows, left out: {self._blank:,}"] if self._blank else []
        self.notes = [*self._said, *self._head.notes, *self._blocks.notes, *blank]

    def _batches(self, chosen: "_Columns") -> "Iterator[Batch]":
        blocks = iter(self._blocks)
        rest = b""
        for text in blocks:
            buffer = rest + text.encode(errors="replace")
            rows = rows_of(buffer, self._head.separator)
            if rows is None or (len(buffer) - rows.stop > OPEN and b'"' in buffer[rows.stop :]):
                yield from self._one_by_one(chain([buffer.decode()], blocks), chosen)
                return
            yield from self._at_once(buffer, rows, chosen)
            rest = buffer[rows.stop :]
            if len(rest) > LONGEST:
                message = f"has a line of more than {LONGEST:,} letters; no table has such rows"
                raise Unfit(message)
        yield from self._one_by_one([rest.decode()], chosen)

    def _at_once(self, buffer: bytes, rows: Rows, chosen: "_Columns") -> "Iterator[Batch]":
        """Rows of a block whose quotation marks are in order."""
        import numpy as np  # noqa: PLC0415 - loaded only to read a table

        number = self._row + 1 + np.arange(len(rows))
        self._row += len(rows)
        below = (number > self._head.row) & ~rows.blank
        self._blank += int((rows.blank & (number > self._head.row)).sum())
        good = below & (rows.cells == len(self.columns))
        if good.any():
            frame = chosen.parsed(rows.only(buffer, good), self._head.separator)
            if frame is not None and frame.height == good.sum():
                told = ~chosen.hollow(frame)
                places = np.flatnonzero(good)
                yield chosen.batch(frame.filter(told), number[places[told]])
                good[places[~told]] = False
            else:
                good[:] = False
        odd = np.flatnonzero(below & ~good)
        found = ((int(number[k]), self._cells(rows.line(buffer, int(k)))) for k in odd)
        yield from self._listed(found, chosen)

    def _one_by_one(self, blocks: Iterable[str], chosen: "_Columns") -> "Iterator[Batch]":
        """Rows whose quotation marks are in disorder."""
        found = records(lines_of(blocks), self._head.separator)
        yield from self._listed(enumerate(found, start=self._row + 1), chosen)

    def _listed(
        self, found: Iterable[tuple[int, list[str]]], chosen: "_Columns"
    ) -> "Iterator[Batch]":
        """Rows that have been cut, without blank and ragged ones."""
        import numpy as np  # noqa: PLC0415 - loaded only to read a table

        step, width = max(CELLS // len(self.columns), 100), len(self.columns)
        cells: list[list[str]] = []
        numbers: list[int] = []
        for number, record in found:
            if number <= self._head.row:
                continue
            if not any(map(str.strip, record)):
                self._blank += 1
            elif len(record) == width or self._fits(number, record):
                cells.append([record[k] for k in chosen.all])
                numbers.append(number)
            if len(numbers) == step:
                yield chosen.batch(chosen.listed(cells), np.array(numbers))
                cells, numbers = [], []
        if numbers:
            yield chosen.batch(chosen.listed(cells), np.array(numbers))

    def _fits(self, number: int, record: list[str]) -> bool:
        """Whether the cells that a row has beyond the header are empty."""
        from vertikal.sources import LISTED, Row  # noqa: PLC0415 - loaded only to read a table

        width = len(self.columns)
        if len(record) > width and not any(map(str.strip, record[width:])):
            return True
        self.torn += 1
        if len(self.ragged) < LISTED:
            begins = " | ".join(record)[:60]
            found = f"{len(record)} cells, the header has {width}: {begins!r}"
            self.ragged.append(Row(number, RAGGED, found))
        return False

    def _cells(self, line: str) -> list[str]:
        """Cells of one row whose quotation marks are in order."""
        try:
            return next(csv.reader([line], delimiter=self._head.separator), [])
        except csv.Error:
            return line.split(self._head.separator)


class _Columns:
    """The columns that are read, out of all."""

    def __init__(self, table: tuple[str, ...], read: tuple[str, ...], others: bool) -> None:
        self.read = read
        self.places = [table.index(name) for name in read]
        self.rest = [k for k in range(len(table)) if k not in self.places] if others else []
        self.all = sorted({*self.places, *self.rest})

    def parsed(self, text: bytes, separator: str) -> "pl.DataFrame | None":
        """Cells of well-formed rows; None where polars does not think so."""
        import polars as pl  # noqa: PLC0415 - loaded only to read a table

        try:
            frame = pl.read_csv(
                text,
                has_header=False,
                separator=separator,
                quote_char='"' if b'"' in text else None,
                columns=self.all,
                infer_schema=False,
            )
        except pl.exceptions.PolarsError:
            return None
        frame.columns = [str(k) for k in self.all]
        return frame

    def hollow(self, frame: "pl.DataFrame") -> "np.ndarray":
        """Rows with nothing in the columns that are read: they may be blank."""
        import polars as pl  # noqa: PLC0415 - loaded only to read a table

        text = pl.col([str(k) for k in self.places]).fill_null("").str.strip_chars()
        return frame.select(pl.all_horizontal(text == "").alias("hollow"))["hollow"].to_numpy()

    def listed(self, cells: list[list[str]]) -> "pl.DataFrame":
        """Cells that have been cut already."""
        import polars as pl  # noqa: PLC0415 - loaded only to read a table

        columns = zip(*cells, strict=True)
        return pl.DataFrame(
            [pl.Series(str(k), x, pl.String) for k, x in zip(self.all, columns, strict=True)]
        )

    def batch(self, frame: "pl.DataFrame", row: "np.ndarray") -> "Batch":
        """Cells with the names of their columns, and a hash of those that are not read."""
        from vertikal.sources import Batch  # noqa: PLC0415 - loaded only to read a table

        own = frame.select(str(k) for k in self.places)
        own.columns = list(self.read)
        rest = frame.select(_text(k) for k in self.rest) if self.rest else None
        return Batch(own, row, None if rest is None else rest.hash_rows(seed=0).to_numpy())


def _text(place: int) -> "pl.Expr":
    """Column by its place; an empty cell and none are the same."""
    import polars as pl  # noqa: PLC0415 - loaded only to read a table

    return pl.col(str(place)).fill_null("")
