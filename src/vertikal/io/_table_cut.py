"""Where the rows of a block of text begin and end, and how many cells each has."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Rows", "rows_of"]

NEWLINE, QUOTE = 10, 34


@dataclass(frozen=True)
class Rows:
    """Rows of a block, `(row,)`; what stands behind `stop` is not whole."""

    starts: "np.ndarray"
    ends: "np.ndarray"
    cells: "np.ndarray"
    blank: "np.ndarray"
    """Rows with nothing between their separators."""
    stop: int

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.ends.size

    def line(self, buffer: bytes, k: int) -> str:
        """Text of one row."""
        return buffer[int(self.starts[k]) : int(self.ends[k])].decode()

    def only(self, buffer: bytes, good: "np.ndarray") -> bytes:
        """Text of some rows; runs of them are copied at once."""
        import numpy as np  # noqa: PLC0415 - loaded only to read a table

        edges = np.flatnonzero(np.diff(good.astype(np.int8), prepend=0, append=0))
        runs = zip(self.starts[edges[::2]], self.ends[edges[1::2] - 1], strict=True)
        return b"".join(buffer[int(a) : int(b) + 1] for a, b in runs)


def rows_of(buffer: bytes, separator: str) -> Rows | None:
    """Rows of a block; None if its quotation marks are in disorder.

    They are in order where each that opens follows a separator or a line's end, and each that
    closes is followed by one; two of them within a cell stand for one.
    """
    import numpy as np  # noqa: PLC0415 - loaded only to read a table

    signs = np.frombuffer(buffer, np.uint8)
    between = ord(separator)
    places = np.flatnonzero((signs == NEWLINE) | (signs == QUOTE) | (signs == between))
    kinds = signs[places]
    quote = kinds == QUOTE
    if quote.any():
        opened = np.cumsum(quote) % 2 == 1
        opening, closing = places[quote & opened], places[quote & ~opened]
        before, behind = opening[opening > 0] - 1, closing[closing < signs.size - 1] + 1
        beside = signs[np.concatenate([before, behind])]
        if not ((beside == NEWLINE) | (beside == QUOTE) | (beside == between)).all():
            return None
        places, kinds = places[~opened], kinds[~opened]
    newline = kinds == NEWLINE
    ends = places[newline]
    starts = np.concatenate([[0], ends[:-1] + 1]) if ends.size else ends
    cells = np.diff(np.cumsum(kinds == between)[newline], prepend=0) + 1
    stop = int(ends[-1]) + 1 if ends.size else 0
    return Rows(starts, ends, cells, ends - starts == cells - 1, stop)
