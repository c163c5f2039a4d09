"""Tables in Parquet, read some rows at a time."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vertikal.io._table_unfit import Unfit

if TYPE_CHECKING:
    import polars as pl

    from vertikal.sources import Batch, Row

__all__ = ["MAGIC", "ParquetTable", "open_parquet"]

MAGIC = b"PAR1"
"""First and last bytes of a Parquet file."""
CELLS = 12_000_000
"""Cells that are read at a time."""


def open_parquet(path: Path) -> "ParquetTable":
    """Read the names and types of a Parquet file's columns.

    Raises
    ------
    Unfit
        If it is not whole.
    """
    import polars as pl  # noqa: PLC0415 - loaded only to read a table

    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        size = file.tell()
        file.seek(max(size - len(MAGIC), 0))
        if size < 3 * len(MAGIC) or file.read() != MAGIC:
            message = "begins as a Parquet file and is cut short; copy or download it again"
            raise Unfit(message)
    with _quietly("cannot be read as Parquet"):
        schema = dict(pl.read_parquet_schema(path))
        rows = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    return ParquetTable(path, schema, int(rows), size)


class ParquetTable:
    """A Parquet file; `batches` reads it from the beginning."""

    def __init__(self, path: Path, schema: "dict[str, pl.DataType]", rows: int, size: int) -> None:
        self.columns = tuple(schema)
        self.notes: list[str] = []
        self.ragged: list[Row] = []
        self.torn = 0
        self.done = 0
        self._path, self._schema, self._rows, self._size = path, schema, rows, size

    def unreadable(self, counts: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
        """Columns that can hold no counts, or no labels, and what they hold instead."""
        import polars as pl  # noqa: PLC0415 - loaded only to read a table

        from vertikal.sources import is_number  # noqa: PLC0415 - likewise

        kinds = self._schema
        wrong = [c for c in counts if not is_number(kinds[c])]
        wrong += [c for c in labels if kinds[c].is_nested() or kinds[c] in (pl.Binary, pl.Object)]
        return {c: str(kinds[c]) for c in wrong}

    def batches(self, columns: Sequence[str], *, others: bool) -> "Iterator[Batch]":
        """Rows, some at a time, with these columns.

        With `others`, each row comes with a hash of all other columns that are not nested.
        """
        import numpy as np  # noqa: PLC0415 - loaded only to read a table
        import polars as pl  # noqa: PLC0415 - likewise
        from polars.selectors import by_name  # noqa: PLC0415 - exact, unlike `pl.col("^a$")`

        from vertikal.sources import Batch  # noqa: PLC0415 - likewise

        rest = [c for c, kind in self._schema.items() if c not in columns and not kind.is_nested()]
        rest = rest if others else []
        nested = [c for c, kind in self._schema.items() if kind.is_nested()]
        self.notes = [f"columns with lists or structures are not read: {', '.join(nested[:5])}"]
        self.notes = self.notes if nested else []
        step = max(CELLS // max(len(columns) + len(rest), 1), 10_000)
        for start in range(0, self._rows, step):
            with _quietly("cannot be read to its end as Parquet"):
                frame = (
                    pl.scan_parquet(self._path, glob=False)
                    .select(by_name(*columns, *rest))
                    .slice(start, step)
                    .collect()
                )
            row = np.arange(start + 2, start + 2 + frame.height)
            hashed = frame[rest].hash_rows(seed=0).to_numpy() if rest else None
            self.done = int(self._size * min((start + step) / self._rows, 1.0))
            yield Batch(frame[list(columns)], row, hashed)


@contextlib.contextmanager
def _quietly(says: str) -> Iterator[None]:
    """Turn what polars finds wrong into an error; keep its cries off the terminal.

    On some broken files polars panics, and writes of it to standard error before Python knows.
    """
    import polars as pl  # noqa: PLC0415 - loaded only to read a table

    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        lines = str(error).strip().splitlines()
        reason = (lines[0] if lines else type(error).__name__)[:120]
        message = f"{says} ({reason}); copy or download it again"
        raise Unfit(message) from None
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
