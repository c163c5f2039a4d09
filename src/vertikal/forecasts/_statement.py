"""A statement about what will have been seen by a date, and the check of a file of them."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vertikal.experiments import Outcome
from vertikal.experiments._outcome import POOLED
from vertikal.scenario import Problem, RawScenario, ScenarioError, did_you_mean, misfit

__all__ = ["Statement", "Statements", "true_of", "validate_statements"]

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Statement(BaseModel):
    """A sentence about a reading that will be true or false: at least, or at most, so much."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    says: str
    measure: str
    options: dict[str, Any] = Field(default_factory=dict)
    at_least: Finite | None = None
    at_most: Finite | None = None
    if_unread: Literal["void", "false"] = "void"
    """What it is where there is nothing to read: no statement at all, or a false one."""
    by: datetime.date
    """Day after which it can be told."""
    resolved_by: str
    """Whose record tells."""
    because: str
    """Where the threshold comes from."""

    @model_validator(mode="after")
    def _limited(self) -> "Statement":
        if self.at_least is None and self.at_most is None:
            message = "has no limit; add at_least or at_most"
            raise ValueError(message)
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            message = f"at_least ({self.at_least:g}) is more than at_most ({self.at_most:g})"
            raise ValueError(message)
        return self

    @property
    def outcome(self) -> Outcome:
        """What is read from every history."""
        return Outcome(self.id, self.measure, self.options)


@dataclass(frozen=True)
class Statements:
    """What is said of a scenario from a day on."""

    date: datetime.date
    """What came later was not known."""
    assumes: tuple[Mapping[str, Any], ...]
    """Events that are expected, as in a scenario's timeline: votes that are due by law."""
    listed: tuple[Statement, ...]
    file: str
    """Where they stand, for messages."""


def true_of(
    values: np.ndarray, at_least: float | None, at_most: float | None, if_unread: str
) -> np.ndarray:
    """1 where a statement is true of a reading, 0 where it is false, NaN where it is void."""
    held = np.ones(np.shape(values))
    if at_least is not None:
        held = held * (values >= at_least)
    if at_most is not None:
        held = held * (values <= at_most)
    return np.where(np.isnan(values), 0.0 if if_unread == "false" else np.nan, held)


def validate_statements(
    raw: RawScenario, measures: Mapping[str, Iterable[str]], *, last: int
) -> Statements:
    """Check a file of statements.

    Parameters
    ----------
    raw
        The file as it was read.
    measures
        The options that each measure takes.
    last
        Last year of the scenario.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    problems: list[Problem] = []
    date = raw.values.get("from")
    if not isinstance(date, datetime.date):
        says = f"is {date!r}; write the day from which it is said: from: 2024-11-15"
        problems.append(_at(raw, ("from",), says))
    allowed = {"from", "assumes", "statements"}
    problems += [
        _at(raw, (key,), f"no such key - {did_you_mean(str(key), allowed)}")
        for key in raw.values
        if key not in allowed
    ]
    assumes = raw.values.get("assumes") or []
    if not _is_list(assumes):
        problems.append(_at(raw, ("assumes",), "is no list; write a list of events"))
        assumes = []
    listed = raw.values.get("statements")
    if not _is_list(listed) or not listed:
        says = "is missing or no list; write `statements:` and below it a list of statements"
        problems.append(_at(raw, ("statements",), says))
        listed = []
    found: list[Statement] = []
    for i, values in enumerate(listed):
        try:
            one = Statement.model_validate(values)
        except ValidationError as error:
            fields = Statement.model_fields
            problems += [misfit(raw, ("statements", i), e, fields) for e in error.errors()]
            continue
        problems += _unreadable(raw, i, one, measures, date, last, [s.id for s in found])
        found.append(one)
    if problems or not isinstance(date, datetime.date):
        raise ScenarioError(problems)
    return Statements(date, tuple(assumes), tuple(found), raw.file)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _unreadable(
    raw: RawScenario,
    i: int,
    one: Statement,
    measures: Mapping[str, Iterable[str]],
    date: object,
    last: int,
    taken: Sequence[str],
) -> list[Problem]:
    """What is wrong with a statement that is whole by itself."""
    found: list[tuple[tuple[str, ...], str]] = []
    if one.id in taken:
        found.append((("id",), f"{one.id!r} is the id of another statement; ids must differ"))
    if isinstance(date, datetime.date) and one.by <= date:
        found.append((("by",), f"is {one.by}, which is not after {date}: that is no forecast"))
    if one.by.year > last:
        found.append((("by",), f"is {one.by}; the scenario ends with {last}"))
    if one.measure not in measures:
        says = f"is {one.measure!r}; {did_you_mean(one.measure, measures)}"
        found.append((("measure",), says))
    elif one.measure in POOLED:
        says = f"{one.measure} is read over all histories at once, and is true or false of none"
        found.append((("measure",), says))
    else:
        known = list(measures[one.measure])
        found += [
            (("options", name), f"{one.measure} takes no such option - {did_you_mean(name, known)}")
            for name in one.options
            if name not in known
        ]
    return [_at(raw, ("statements", i, *steps), says) for steps, says in found]


def _at(raw: RawScenario, path: tuple[str | int, ...], says: str) -> Problem:
    return Problem(raw.file, raw.line(path), ".".join(map(str, path)), says)
