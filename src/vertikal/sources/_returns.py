"""What reading a table gives: the stations, and every row that is not among them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import xarray as xr

from vertikal.sources._problems import Row
from vertikal.sources._source import Source

__all__ = ["LISTED", "Kept", "Returns", "kept"]

LISTED = 10_000
"""Rows of a kind that are listed one by one; beyond, they are only counted."""


@dataclass(frozen=True)
class Kept:
    """Rows of one fate: how many by problem, and the first of them one by one."""

    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    """All rows, by problem."""

    def __len__(self) -> int:
        """Return the number of rows, listed or not."""
        return sum(self.counts.values())

    def of(self, problem: str) -> tuple[Row, ...]:
        """Listed rows with a problem."""
        return tuple(row for row in self.rows if row.problem == problem)


def kept(rows: Iterable[Row], counts: Counter[str]) -> Kept:
    """Rows in the order of the file."""
    return Kept(tuple(sorted(rows, key=lambda r: r.row)), dict(counts.most_common()))


@dataclass(frozen=True)
class Returns:
    """A table of returns, read row by row.

    Every row of the vote is in one place: a station in `data`, or among `rejected` (impossible or
    unreadable), or `apart` (possible, but there is nothing to count), or told of in `notes`.
    """

    source: Source
    data: xr.Dataset
    """Stations: `registered`, `ballots`, `valid`, `leader`, perhaps `issued`, and `votes` by
    candidate."""
    rejected: Kept
    apart: Kept
    unusual: Kept
    """Rows that are among the stations, though they are odd."""
    notes: tuple[str, ...]
    rows: int
    """Rows of the table that belong to the vote, blank ones and repeated headers not counted."""

    def __len__(self) -> int:
        """Return the number of stations."""
        return self.data.sizes["station"]
