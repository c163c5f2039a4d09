"""Each row by itself: every count must be a number, and the chain of counting must hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from vertikal.sources._expression import Term
from vertikal.sources._numbers import BLANK, FRACTION, GOOD, HUGE, TEXT, Cells
from vertikal.sources._plan import Plan

__all__ = ["APART", "PHRASES", "Counts", "Fate", "Judged", "count", "judge"]


class Fate(IntEnum):
    """What a row may be found to be; the first that fits is told."""

    STATION = 0
    NO_COUNT = 1
    NOT_WHOLE = 2
    MISSING = 3
    NEGATIVE = 4
    TOO_LARGE = 5
    OVER_ROLL = 6
    OVER_BALLOTS = 7
    OVER_VALID = 8
    OVER_BOTH = 9
    NO_BALLOTS = 10


PHRASES = {
    Fate.NO_COUNT: "no count",
    Fate.NOT_WHOLE: "not a whole number",
    Fate.MISSING: "missing count",
    Fate.NEGATIVE: "negative count",
    Fate.TOO_LARGE: "too large a count",
    Fate.OVER_ROLL: "more ballots than registered",
    Fate.OVER_BALLOTS: "more valid ballots than ballots",
    Fate.OVER_VALID: "more votes than valid ballots",
    Fate.OVER_BOTH: "more valid and invalid ballots than ballots",
    Fate.NO_BALLOTS: "no ballots",
}
APART = (Fate.NO_COUNT, Fate.NO_BALLOTS)
"""Not impossible, but there is nothing to read."""
SHOWN = 3
"""Cells of a row that are named."""


@dataclass(frozen=True)
class Counts:
    """Counts of a batch of rows, `(row,)`, and what was found in the cells behind them."""

    columns: dict[str, np.ndarray]
    """`registered`, `issued`, `ballots`, `valid`, `invalid`, `leader`: those that there are."""
    votes: np.ndarray
    """`(row, candidate)`; no columns where only the leader's are known."""
    kinds: dict[str, np.ndarray]
    """Worst kind of cell behind each count; `votes` together."""
    blank: np.ndarray
    """Whether the row has no count at all."""
    zeroed: dict[str, int]
    """Empty cells that were read as 0, by count."""

    @cached_property
    def most(self) -> tuple[str, np.ndarray]:
        """All votes in the table, and what they are called."""
        if self.votes.shape[1]:
            return "votes", self.votes.sum(1)
        return "leader", self.columns["leader"]


@dataclass(frozen=True)
class Judged:
    """What every row was found to be."""

    fate: np.ndarray
    over_roll: np.ndarray
    """Stations with lawfully more ballots than registered voters, though some are registered."""
    empty_roll: np.ndarray
    """Stations with ballots and lawfully nobody registered."""
    found: Callable[[int], str]
    """What stood in a row."""


def count(plan: Plan, cells: dict[str, Cells], rows: int) -> Counts:
    """Add columns up as the plan says, and derive what the table does not give."""
    blank = np.ones(rows, bool)
    for column in set(plan.counts) - _roll_only(plan):
        blank &= cells[column].kind == BLANK
    columns: dict[str, np.ndarray] = {}
    kinds: dict[str, np.ndarray] = {}
    zeroed: dict[str, int] = {}

    def total(name: str, own: Iterable[Term]) -> tuple[np.ndarray, np.ndarray]:
        value, worst = np.zeros(rows, np.int64), np.zeros(rows, np.uint8)
        for sign, column in own:
            kind = cells[column].kind
            if name in plan.source.blank_is_zero:
                empty = kind == BLANK
                zeroed[name] = zeroed.get(name, 0) + int((empty & ~blank).sum())
                kind = np.where(empty, np.uint8(GOOD), kind)
            value += sign * cells[column].values
            np.maximum(worst, kind, out=worst)
        return value, worst

    for name, own in plan.quantities.items():
        columns[name], kinds[name] = total(name, own)
    votes = np.empty((len(plan.candidates), rows), np.int64).T  # a candidate's votes together
    for k, candidate in enumerate(plan.candidates):
        votes[:, k], kind = total("votes", candidate.terms)
        kinds["votes"] = np.maximum(kinds["votes"], kind) if "votes" in kinds else kind
    _derive(columns, votes)
    return Counts(columns, votes, kinds, blank, {k: n for k, n in zeroed.items() if n})


def _roll_only(plan: Plan) -> set[str]:
    """Columns that serve the roll and nothing else: a roll alone is no count."""
    others = {t.column for k, own in plan.quantities.items() if k != "registered" for t in own}
    others |= {t.column for c in plan.candidates for t in c.terms}
    return {t.column for t in plan.quantities.get("registered", ())} - others


def _derive(columns: dict[str, np.ndarray], votes: np.ndarray) -> None:
    """Fill in valid ballots and ballots where the table does not give them."""
    given = set(columns)
    if "valid" not in given:
        if {"ballots", "invalid"} <= given:
            columns["valid"] = columns["ballots"] - columns["invalid"]
        elif votes.shape[1] > 1:
            columns["valid"] = votes.sum(1)
        else:
            columns["valid"] = columns["ballots"]
    if "ballots" not in given:
        columns["ballots"] = columns["valid"] + columns.get("invalid", 0)


def judge(
    plan: Plan, counts: Counts, cells: dict[str, Cells], text: Callable[[str, int], str]
) -> Judged:
    """Find what is wrong with each row; `text` gives what stands in a cell."""
    c, source = counts.columns, plan.source
    rows = counts.blank.size
    fate = np.zeros(rows, np.uint8)

    def mark(what: Fate, where: np.ndarray) -> None:
        fate[where & (fate == Fate.STATION)] = what

    def any_is(kind: int) -> np.ndarray:
        return np.logical_or.reduce([kinds == kind for kinds in counts.kinds.values()])

    mark(Fate.NO_COUNT, counts.blank)
    mark(Fate.NOT_WHOLE, any_is(TEXT) | any_is(FRACTION))
    mark(Fate.TOO_LARGE, any_is(HUGE))
    mark(Fate.MISSING, any_is(BLANK))
    lowest, highest = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    for values in (*(cells[x].values for x in plan.counts), *c.values(), *counts.votes.T):
        np.minimum(lowest, values, out=lowest)
        np.maximum(highest, values, out=highest)
    mark(Fate.NEGATIVE, lowest < 0)
    mark(Fate.TOO_LARGE, highest > source.largest)
    over = empty = few = np.zeros(rows, bool)
    if "registered" in c:
        over = c["ballots"] > c["registered"]
        empty = over & (c["registered"] == 0) & source.empty_roll
        few = c["ballots"] - c["registered"] <= source.beyond_roll
    mark(Fate.OVER_ROLL, over & ~few & ~empty)
    mark(Fate.OVER_BALLOTS, c["valid"] > c["ballots"])
    mark(Fate.OVER_VALID, counts.most[1] > c["valid"])
    if {"valid", "ballots", "invalid"} <= set(plan.quantities):
        mark(Fate.OVER_BOTH, c["valid"] + c["invalid"] > c["ballots"])
    mark(Fate.NO_BALLOTS, c["ballots"] == 0)
    good = fate == Fate.STATION
    found = _Teller(plan, counts, cells, text, fate)
    return Judged(fate, good & over & ~empty, good & empty, found)


@dataclass(frozen=True)
class _Teller:
    """What to say of a row: cells that are no numbers, or counts that do not go together."""

    plan: Plan
    counts: Counts
    cells: dict[str, Cells]
    text: Callable[[str, int], str]
    fate: np.ndarray

    def __call__(self, i: int) -> str:
        fate = Fate(int(self.fate[i]))
        if fate is Fate.NO_COUNT:
            return "all counts empty"
        if fate is Fate.MISSING:
            return f"{', '.join(self._of_kind(i, BLANK)[:SHOWN])} empty"
        if fate is Fate.NOT_WHOLE:
            return self._cells(i, self._of_kind(i, TEXT, FRACTION))
        if fate in (Fate.NEGATIVE, Fate.TOO_LARGE):
            return self._cells(i, self._out_of_range(i)) or self._sums_out_of_range(i)
        name, most = self.counts.most
        pairs = {
            Fate.OVER_ROLL: ("registered", "ballots"),
            Fate.OVER_BALLOTS: ("ballots", "valid"),
            Fate.OVER_VALID: ("valid", name),
            Fate.OVER_BOTH: ("ballots", "valid", "invalid"),
            Fate.NO_BALLOTS: ("registered", "ballots"),
        }
        known = {**self.counts.columns, name: most}
        return ", ".join(f"{k} {int(known[k][i])}" for k in pairs[fate] if k in known)

    def _of_kind(self, i: int, *kinds: int) -> list[str]:
        return [x for x in self.plan.counts if self.cells[x].kind[i] in kinds]

    def _out_of_range(self, i: int) -> list[str]:
        most = self.plan.source.largest
        read = self.cells
        return [
            x
            for x in self.plan.counts
            if read[x].kind[i] == HUGE or not 0 <= read[x].values[i] <= most
        ]

    def _sums_out_of_range(self, i: int) -> str:
        most = self.plan.source.largest
        sums = [f"{k} {int(v[i])}" for k, v in self.counts.columns.items() if not 0 <= v[i] <= most]
        votes = [
            f"{c.label} {int(v)}"
            for c, v in zip(self.plan.candidates, self.counts.votes[i], strict=True)
            if not 0 <= v <= most
        ]
        return ", ".join([*sums, *votes][:SHOWN])

    def _cells(self, i: int, columns: list[str]) -> str:
        return ", ".join(f"{x} {self.text(x, i)!r}" for x in columns[:SHOWN])
