"""What is wrong with a declaration, or with a row: fixed words, so that rows can be counted."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Misfit", "Row", "SourceError"]


@dataclass(frozen=True)
class Misfit:
    """One thing that a declaration or an option asks of a table and cannot have."""

    path: str
    """What asks: `registered`, `votes`, `leader`."""
    says: str
    found: str = ""
    """Word that was not found; empty where words are not the matter."""
    allowed: tuple[str, ...] = ()
    """Words that would have been."""


class SourceError(ValueError):
    """A table that cannot be read as asked; carries every problem found."""

    def __init__(self, misfits: Iterable[Misfit]) -> None:
        self.misfits = tuple(misfits)
        super().__init__("; ".join(f"{m.path}: {m.says}" for m in self.misfits))


@dataclass(frozen=True)
class Row:
    """A row that was kept apart or marked, and why."""

    row: int
    """Row of the file; the header is row 1."""
    problem: str
    """One of a few phrases."""
    found: str
    """What stood there."""

    def __str__(self) -> str:
        """Write the line that a user reads."""
        return f"row {self.row}: {self.problem} ({self.found})"
