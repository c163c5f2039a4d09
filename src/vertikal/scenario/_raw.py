"""A scenario as it was read: plain values, with the line of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["RawScenario", "Table"]


@dataclass(frozen=True)
class Table:
    """A CSV table: its columns, and its rows of text with their line numbers."""

    file: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    lines: Sequence[int]
    overlong: Sequence[int] = ()
    """Lines with more cells than there are columns."""


@dataclass(frozen=True)
class RawScenario:
    """What `io` found in a scenario's files."""

    file: str
    """Name of the YAML file, for messages."""
    values: Mapping[str, Any]
    lines: Mapping[tuple[str | int, ...], int]
    """Line of each value, by its path."""
    tables: Sequence[Table] = field(default=())
    missing: Mapping[str, str] = field(default_factory=dict)
    """Tables that could not be read, and why."""

    def line(self, path: Sequence[str | int]) -> int | None:
        """Line of the value at `path`, or of the nearest enclosing value."""
        steps = tuple(path)
        while steps:
            if steps in self.lines:
                return self.lines[steps]
            steps = steps[:-1]
        return None
