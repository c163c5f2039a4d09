"""Cells of a panel as numbers, and what is wrong with them, by row of the file."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl

from vertikal.sources._numbers import BLANKS
from vertikal.sources._problems import Misfit

__all__ = ["ROW", "Complaints", "number", "texts", "with_rows"]

ROW = "__row"
"""Column with the row of the file; the header is row 1."""
TOLD, SHOWN = 5, 3
"""Rows that are named, the others are counted; cells that are shown."""


class Complaints:
    """Everything that is wrong with a table, collected before anything is said."""

    def __init__(self) -> None:
        self.misfits: list[Misfit] = []

    def rows(self, path: str, rows: Sequence[int], says: str) -> None:
        """Note a problem of some rows; nothing if there are none."""
        if len(rows) == 0:
            return
        shown = ", ".join(str(row) for row in rows[:TOLD])
        more = f" and {len(rows) - TOLD:,} more" if len(rows) > TOLD else ""
        word = "row" if len(rows) == 1 else "rows"
        self.misfits.append(Misfit(path, f"{word} {shown}{more}: {says}"))

    def table(self, path: str, says: str) -> None:
        """Note a problem of the table as a whole."""
        self.misfits.append(Misfit(path, says))

    def check(self, path: str, table: pl.DataFrame, wrong: pl.Expr, says: Callable[[str], str],
              column: str) -> None:  # fmt: skip
        """Note the rows at which `wrong` holds; `says` gets what stands in the first of them."""
        found = table.filter(wrong)
        if found.height:
            self.rows(path, found[ROW].to_list(), says(str(found[column][0])))


def with_rows(table: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Some columns, with the row of the file each stands in; by default the first is row 2."""
    row = pl.col(ROW) if ROW in table.columns else pl.int_range(2, table.height + 2).alias(ROW)
    return table.select(*dict.fromkeys(columns), row)


def texts(column: pl.Series) -> pl.Series:
    """Cells as texts without spaces around; null where a cell is empty."""
    text = column.cast(pl.String).str.strip_chars()
    return text.set(text == "", None)


def number(table: pl.DataFrame, column: str, complaints: Complaints) -> pl.Series:
    """Read a column as numbers; what is none becomes null and is complained about."""
    found = table[column]
    if found.dtype.is_numeric() or found.dtype == pl.Boolean:
        values = found.cast(pl.Float64)
        return values.set((values.is_nan() | values.is_infinite()).fill_null(value=False), None)
    if found.dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        complaints.table(column, f"holds {found.dtype}; must hold numbers")
        return pl.Series(column, np.full(table.height, None), pl.Float64)
    text = texts(found)
    blank = text.str.to_lowercase().is_in(list(BLANKS)).fill_null(value=True)
    values = text.cast(pl.Float64, strict=False)
    values = values.set((values.is_nan() | values.is_infinite()).fill_null(value=False), None)
    odd = values.is_null() & ~blank
    if odd.any():
        rows = table[ROW].filter(odd).to_list()
        found = text.filter(odd).unique(maintain_order=True).to_list()
        shown = ", ".join(repr(cell) for cell in found[:SHOWN]) + (", ..." * (len(found) > SHOWN))
        verb = "is no number" if len(found) == 1 else "are no numbers"
        hint = "; write decimals with a full stop" if any("," in cell for cell in found) else ""
        complaints.rows(column, rows, f"{shown} {verb}{hint}")
    return values.alias(column)
