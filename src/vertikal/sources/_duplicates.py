"""Rows that are there twice: one station again, two counts of one station, a total below."""

from dataclasses import dataclass

import numpy as np

__all__ = [
    "SAME",
    "SUM",
    "TWICE",
    "TWIN",
    "Doubles",
    "by_key",
    "by_numbers",
    "telling",
    "total_row",
]

SAME = "same station again"
TWICE = "two counts of one station"
SUM = "sum of the rows above"
TWIN = "same numbers as another row"
NAMED = 0.5
"""Share of different values that makes the other columns a name of the station."""


@dataclass(frozen=True)
class Doubles:
    """Positions of rows that are there again, and the position of the row that each repeats."""

    again: np.ndarray
    of: np.ndarray


def by_key(key: np.ndarray, numbers: list[np.ndarray]) -> tuple[Doubles, Doubles]:
    """Rows that repeat a station with the same numbers, and rows of stations with two counts.

    A key of 0 stands for a station without a name; it repeats nothing.
    """
    order, first = _groups(key)
    named = key[order] != 0
    same = np.ones(order.size, bool)
    for values in numbers:
        wide = values if values.ndim > 1 else values[:, None]
        same &= (wide[order] == wide[order[first]]).all(1)
    follows = named & (first != np.arange(order.size))
    conflicting = np.zeros(order.size, bool)
    conflicting[first[follows & ~same]] = True
    torn = named & conflicting[first]
    again = follows & same & ~torn
    beside = np.minimum(first + (first == np.arange(order.size)), order.size - 1)
    return (
        Doubles(order[again], order[first[again]]),
        Doubles(order[torn], order[beside[torn]]),
    )


def by_numbers(numbers: list[np.ndarray]) -> Doubles:
    """Rows all of whose numbers stand in an earlier row."""
    flat = [x for values in numbers for x in (values.T if values.ndim > 1 else [values])]
    key = np.full(flat[0].size, 0x9E3779B97F4A7C15, np.uint64)
    for values in flat:  # a mix of 64 bits: two different rows of five million share it hardly ever
        key ^= values.astype(np.uint64)
        key *= np.uint64(0xFF51AFD7ED558CCD)
        key ^= key >> np.uint64(33)
    order, first = _groups(key)
    follows = first != np.arange(order.size)
    for values in flat:
        follows &= values[order] == values[order[first]]
    return Doubles(order[follows], order[first[follows]])


def telling(others: np.ndarray) -> bool:
    """Whether the columns that are not read tell stations apart."""
    return np.unique(others).size > NAMED * others.size


def total_row(row: np.ndarray, numbers: list[np.ndarray]) -> int | None:
    """Position of the last row of the file if each of its numbers is the sum of all others."""
    if row.size < 3:  # noqa: PLR2004 - of two rows each is the other's sum
        return None
    last = int(row.argmax())
    sums = [int(x.sum(dtype=np.int64)) - int(x[last]) for x in numbers]
    fits = all(total == int(x[last]) for total, x in zip(sums, numbers, strict=True))
    return last if fits and any(sums) else None


def _groups(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Order that puts equal keys together, first come first; and the start of each one's group."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.ones(key.size, bool)
    starts[1:] = ordered[1:] != ordered[:-1]
    first = np.maximum.accumulate(np.where(starts, np.arange(key.size), 0))
    return order, first
