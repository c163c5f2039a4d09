"""Text cut into rows and cells, whatever its quotation marks are like."""

import csv
from collections.abc import Iterable, Iterator

from vertikal.io._table_unfit import Unfit

__all__ = ["LONGEST", "lines_of", "records"]

LONGEST = 8 * 2**20
"""Letters without a line's end beyond which a file is no table."""
LINES_OF_ONE = 100
"""Lines that a cell in quotation marks may span; beyond, the mark is taken for a letter."""


def lines_of(blocks: Iterable[str]) -> Iterator[str]:
    """Lines of a text that comes in blocks, each with its end.

    Raises
    ------
    Unfit
        If a line is longer than any row.
    """
    rest = ""
    for block in blocks:
        *lines, rest = (rest + block).split("\n")
        for line in lines:
            yield f"{line}\n"
        if len(rest) > LONGEST:
            message = f"has a line of more than {LONGEST:,} letters; no table has such rows"
            raise Unfit(message)
    if rest:
        yield rest


def records(lines: Iterator[str], separator: str) -> Iterator[list[str]]:
    """Rows cut into cells; a mark that opens and is not closed soon is read as a letter."""
    pending: list[str] = []

    def fed() -> Iterator[str]:
        while len(pending) < LINES_OF_ONE and (line := next(lines, None)) is not None:
            pending.append(line)
            yield line

    while True:
        reader = csv.reader(fed(), delimiter=separator)
        try:
            for record in reader:
                if len(pending) > 1 and _torn(pending):
                    break
                yield record
                pending.clear()
        except csv.Error:  # a cell beyond all measure
            pass
        if not pending:
            return
        yield from (line.rstrip("\n").split(separator) for line in pending)
        pending.clear()


def _torn(pending: list[str]) -> bool:
    """Whether a row ends only because its lines do: its marks do not pair."""
    return sum(line.count('"') for line in pending) % 2 == 1
