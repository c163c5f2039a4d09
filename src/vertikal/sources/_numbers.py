"""Whole numbers out of cells as people write them: `1 234`, `1,234`, `1.234`, `12.0`, `"7"`.

`1.234` may be a thousand or a little more than one. Counts are whole, so it is read as a thousand,
unless the same column also writes numbers with three decimals: then nobody can tell, and an error
says so.
"""

import re
from dataclasses import dataclass, field

import numpy as np
import polars as pl

__all__ = ["BLANK", "FRACTION", "GOOD", "HUGE", "TEXT", "Cells", "Style", "is_number", "whole"]

GOOD, BLANK, TEXT, FRACTION, HUGE = range(5)
"""What a cell is: a whole number, empty, no number, a fraction, beyond all numbers."""

BLANKS = frozenset(
    ("", "-", "--", "–", "—", ".", "..", "...", "na", "n/a", "#n/a", "nan", "null", "none")
)
"""Ways to say that a count is not there; in lower case."""
MOST = 10**15
"""Numbers above are cut here, so that sums of them still fit."""
PLAIN = re.compile(r"[+-]?\d+")
SPACED = re.compile(r"([+-]?\d{1,3}(?:[ '’]\d{3})+)(?:[.,](\d+))?")
GROUPED = re.compile(
    r"([+-]?\d{1,3}(?:,\d{3}){2,}|[+-]?\d{1,3}(?:,\d{3})+(?=\.))(?:\.(\d+))?"
    r"|([+-]?\d{1,3}(?:\.\d{3}){2,}|[+-]?\d{1,3}(?:\.\d{3})+(?=,))(?:,(\d+))?"
)
ONE_GROUP = re.compile(r"([+-]?[1-9]\d{0,2})([.,])(\d{3})")
DECIMAL = re.compile(r"([+-]?\d+)([.,])(\d+)")


@dataclass
class Style:
    """How a column has been seen to write its numbers."""

    plain: int = 0
    """Cells without any sign but digits."""
    grouped: int = 0
    """Cells with signs between thousands."""
    example: str = ""
    as_thousands: dict[str, str] = field(default_factory=dict)
    """Sign -> a cell like `1.234`."""
    varied: set[str] = field(default_factory=set)
    """Signs before three digits that were not all 0."""
    as_decimals: dict[str, str] = field(default_factory=dict)
    """Sign -> a cell like `1234.000`, whose three digits can only be decimals."""

    def doubtful(self) -> str | None:
        """Return a cell that may be read in two ways; None if all is clear."""
        for sign, cell in self.as_thousands.items():
            if sign in self.as_decimals:
                return cell
            if sign not in self.varied and not self.plain:
                return cell
        return None


@dataclass(frozen=True)
class Cells:
    """A column read: its numbers, and what each cell is."""

    values: np.ndarray
    """Whole numbers, 0 where there is none."""
    kind: np.ndarray
    """`GOOD`, `BLANK`, `TEXT`, `FRACTION` or `HUGE`."""


def is_number(kind: pl.DataType) -> bool:
    """Whether a column of this type can hold counts."""
    return kind.is_numeric() or kind in (pl.String, pl.Categorical, pl.Enum, pl.Null)


def whole(column: pl.Series, style: Style) -> Cells:
    """Read a column of numbers or of text as whole numbers; `style` notes how they are written."""
    if column.dtype.is_integer():
        return _integers(column)
    if column.dtype.is_numeric():
        return _floats(column.cast(pl.Float64))
    return _texts(column.cast(pl.String), style)


def _integers(column: pl.Series) -> Cells:
    kind = np.where(column.is_null().to_numpy(), np.uint8(BLANK), np.uint8(GOOD))
    narrow = column.cast(pl.Int64, strict=False)
    kind[(narrow.is_null() & column.is_not_null()).to_numpy()] = HUGE
    return Cells(np.clip(narrow.fill_null(0).to_numpy(), -MOST, MOST), kind)


def _floats(column: pl.Series) -> Cells:
    raw = column.fill_null(np.nan).to_numpy()
    kind = np.where(np.isnan(raw), np.uint8(BLANK), np.uint8(GOOD))
    finite = np.where(np.isfinite(raw), raw, 0.0)
    kind[finite != np.rint(finite)] = FRACTION
    kind[np.abs(finite) > MOST] = HUGE
    kind[np.isinf(raw)] = HUGE
    return Cells(np.where(kind == GOOD, finite, 0.0).astype(np.int64), kind)


def _texts(column: pl.Series, style: Style) -> Cells:
    text = column.str.strip_chars()
    fast = text.cast(pl.Int64, strict=False)
    empty = (text.is_null() | (text == "")).fill_null(value=True)
    odd = (fast.is_null() & ~empty).to_numpy()
    kind = np.where(empty.to_numpy(), np.uint8(BLANK), np.uint8(GOOD))
    values = np.array(fast.fill_null(0).to_numpy(), np.int64)
    style.plain += int(values.size - odd.sum() - (kind == BLANK).sum())
    np.clip(values, -MOST, MOST, out=values)
    if odd.any():
        read: dict[str, tuple[int, int]] = {}
        cells = text.filter(pl.Series(odd)).to_list()
        for cell in dict.fromkeys(cells):
            read[cell] = _cell(cell, style)
        both = np.array([read[cell] for cell in cells], np.int64)
        values[odd], kind[odd] = both[:, 1], both[:, 0]
    return Cells(values, kind)


def _cell(cell: str, style: Style) -> tuple[int, int]:  # noqa: PLR0911 - one a way of writing
    """Kind and value of a cell that is not plain digits."""
    text = re.sub(r"\s", " ", cell).strip("\"'`“”„«» \ufeff").replace("−", "-")
    if text.lower() in BLANKS:
        return BLANK, 0
    if PLAIN.fullmatch(text):
        return _number(text)
    if found := SPACED.fullmatch(text):
        return _grouped(cell, found[1], found[2], style)
    if found := GROUPED.fullmatch(text):
        return _grouped(cell, found[1] or found[3], found[2] or found[4], style)
    if found := ONE_GROUP.fullmatch(text):
        style.as_thousands.setdefault(found[2], cell)
        if found[3] != "000":
            style.varied.add(found[2])
        return _grouped(cell, found[1] + found[3], None, style)
    if found := DECIMAL.fullmatch(text):
        if len(found[3]) == len("000"):
            style.as_decimals.setdefault(found[2], cell)
        return _number(found[1]) if not found[3].strip("0") else (FRACTION, 0)
    return TEXT, 0


def _grouped(cell: str, digits: str, decimals: str | None, style: Style) -> tuple[int, int]:
    """Number of a cell with signs between its thousands."""
    style.grouped += 1
    style.example = style.example or cell
    if decimals and decimals.strip("0"):
        return FRACTION, 0
    return _number(re.sub(r"[^\d+-]", "", digits))


def _number(digits: str) -> tuple[int, int]:
    if len(digits) > len(str(MOST)):
        return HUGE, 0
    return GOOD, int(digits)
