"""Columns, sums and differences of columns, patterns: `A`, `A+B`, `ballots-invalid`, `list_*`.

Names of columns hold `+`, `-` and blanks themselves, as in `DUPONT-AIGNAN` or `5 - Labour`. So an
expression is cut at those signs that leave names which the table has, in the fewest pieces.
"""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

__all__ = ["Term", "Unknown", "expand", "terms"]

QUOTES = "\"'`"
PIECE = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|[+-]|[^+\-\"'`]+|[\"'`]")
LONGEST = 400
"""Pieces of an expression beyond which nobody wrote it by hand."""


class Term(NamedTuple):
    """A column, and whether it is added or taken away."""

    sign: int
    column: str


class Unknown(ValueError):
    """An expression with names that the table does not have."""

    def __init__(self, names: Sequence[str], says: str = "") -> None:
        self.names = tuple(names)
        self.says = says
        super().__init__(says or ", ".join(self.names))


def terms(text: str, columns: Sequence[str]) -> tuple[Term, ...]:
    """Columns that an expression adds and takes away; none if all are optional and missing.

    Raises
    ------
    Unknown
        If a name is no column and no pattern that fits one.
    """
    pieces = PIECE.findall(text)
    if not text.strip() or len(pieces) > LONGEST:
        raise Unknown((), "is empty" if not text.strip() else "has too many parts")
    cut = _cut(pieces, columns)
    if cut is None:
        raise Unknown(_unknown(pieces, columns))
    return tuple(Term(sign, column) for sign, name in cut for column in expand(name, columns) or ())


def expand(name: str, columns: Sequence[str]) -> tuple[str, ...] | None:
    """Columns of one name or pattern, in the table's order; None if it fits nothing."""
    name = name.strip()
    if name in columns:
        return (name,)
    if len(name) > 1 and name[0] == name[-1] and name[0] in QUOTES:
        return (name[1:-1],) if name[1:-1] in columns else None
    if name.endswith("?"):
        return expand(name[:-1], columns) or ()
    if any(sign in name for sign in "*["):
        return tuple(c for c in columns if fnmatchcase(c, name)) or None
    stripped = [c for c in columns if c.strip() == name]
    return (stripped[0],) if name and len(stripped) == 1 else None


def _cut(pieces: Sequence[str], columns: Sequence[str]) -> list[tuple[int, str]] | None:
    """Names with their signs, the longest names first; None if no cut leaves only known names."""
    dead: set[int] = set()

    def rest(start: int) -> list[tuple[int, str]] | None:
        if start in dead:
            return None
        sign, first = 1, start
        if start:
            sign, first = (1 if pieces[start] == "+" else -1), start + 1
        for stop in range(len(pieces), first, -1):
            if stop < len(pieces) and pieces[stop] not in ("+", "-"):
                continue
            name = "".join(pieces[first:stop])
            if expand(name, columns) is None:
                continue
            if stop == len(pieces):
                return [(sign, name)]
            if (after := rest(stop)) is not None:
                return [(sign, name), *after]
        dead.add(start)
        return None

    return rest(0)


def _unknown(pieces: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Names between the signs that are no columns."""
    names, name = [], ""
    for piece in (*pieces, "+"):
        if piece in ("+", "-"):
            names.append(name.strip())
            name = ""
        else:
            name += piece
    whole = "".join(pieces).strip()
    lost = [n for n in names if n and expand(n, columns) is None]
    return lost or [whole]
