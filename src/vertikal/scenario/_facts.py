"""Published facts as data: what was observed, where it is printed, which measure reads it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vertikal.scenario._misfits import misfit
from vertikal.scenario._problems import Problem, ScenarioError, did_you_mean
from vertikal.scenario._raw import RawScenario
from vertikal.scenario._worlds import written

__all__ = ["Fact", "unread", "validate_facts"]

SHARES = ("national_turnout", "election_turnout", "leader_share")
"""Measures whose values are shares, beside all that are named `..._share`."""
PER_CENT = 3.0
"""From here on a share is written in per cent: nobody states, even to be refuted, that three times
as many voted as there are."""
MONTHS = frozenset({"start", "end", "at", "early", "late", "first", "second"})
"""Options of measures that are a month, or a first and a last one."""
YEARS = frozenset({"year", "first_year", "last_year", "from_year", "until", "before", "after"})
"""Options that are a year."""
VOTES = frozenset({"vote", "votes"})
"""Options that are a national vote, or several."""

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Fact(BaseModel):
    """One published quantity.

    `grade` is A (official or primary), B (solid media or think tank quoting a primary source) or C
    (single or second-hand). Only A and B are scored.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    quantity: str
    observed: Finite | str
    band: Annotated[list[Finite], Field(min_length=2, max_length=2)]
    """Values of the simulated median that agree with what was observed."""
    unit: str
    period: str
    source: str
    grade: Literal["A", "B", "C"]
    tolerance: str
    """Why the band is as wide as it is."""
    measure: str | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    under: dict[str, Any] = Field(default_factory=dict)
    """Values replaced, by dotted path as in `--set`: the measure is read where these hold."""
    versus: Literal["difference", "ratio"] | None = None
    """What is scored: the changed world's reading minus, or over, that of the world as it is."""
    sets: str | None = None
    """Parameter or input that was set or changed with this fact in view: in sample, no evidence."""
    unscored: str | None = None
    """Why no measure reads it, or why it is no evidence."""

    @model_validator(mode="after")
    def _whole(self) -> "Fact":
        if self.band[0] > self.band[1]:
            message = f"band must rise; found {self.band}"
            raise ValueError(message)
        if isinstance(self.observed, float) and not self.band[0] <= self.observed <= self.band[1]:
            message = f"observed is {self.observed:g}, outside its own band {self.band}"
            raise ValueError(message)
        if self.measure is None and self.unscored is None:
            message = "names no measure: add one, or say in `unscored` why there is none"
            raise ValueError(message)
        if self.under and self.measure is None:
            message = "has a world in `under`, and no measure to read it; name one in `measure`"
            raise ValueError(message)
        if self.versus is not None and not self.under:
            message = "compares with `versus`, but names no other world; add `under`"
            raise ValueError(message)
        return self

    @property
    def world(self) -> str:
        """The changed world in which the measure is read, in words; empty if nothing is changed."""
        return ", ".join(written(self.under))

    @property
    def scored(self) -> bool:
        """True if the fact counts on the score card."""
        return self.measure is not None and self.unscored is None and self.grade in ("A", "B")


def validate_facts(
    raw: RawScenario,
    measures: Mapping[str, Iterable[str]],
    *,
    taken: Iterable[str] = (),
    make: Callable[[Mapping[str, Any]], object] | None = None,
) -> tuple[Fact, ...]:
    """Check a list of facts.

    Parameters
    ----------
    raw
        The facts as they were read.
    measures
        The options that each measure takes.
    taken
        Ids in use.
    make
        Makes the world of a fact's `under`, and raises a `ScenarioError` if that will not do;
        None: worlds are not checked.

    Returns
    -------
    The facts.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    problems: list[Problem] = []
    listed = raw.values.get("facts")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        says = "is missing or no list; write `facts:` and below it a list of facts"
        raise ScenarioError([Problem(raw.file, 1, "facts", says)])
    facts: list[Fact] = []
    seen = set(taken)
    for i, values in enumerate(listed):
        path = ("facts", i)
        try:
            fact = Fact.model_validate(values)
        except ValidationError as error:
            problems.extend(misfit(raw, path, one, Fact.model_fields) for one in error.errors())
            named = values.get("measure") if isinstance(values, Mapping) else None
            if isinstance(named, str) and named not in measures:
                says = f"is {named!r}; {did_you_mean(named, measures)}"
                line = raw.line((*path, "measure"))
                problems.append(Problem(raw.file, line, f"facts.{i}.measure", says))
            continue
        facts.append(fact)
        if fact.id in seen:
            says = f"{fact.id!r} is the id of another fact; ids must differ"
            problems.append(Problem(raw.file, raw.line((*path, "id")), f"facts.{i}.id", says))
        seen.add(fact.id)
        if fact.under and make is not None:
            problems.extend(_misfits(raw, path, fact, make))
        if fact.measure is None:
            continue
        if fact.measure not in measures:
            says = f"is {fact.measure!r}; {did_you_mean(fact.measure, measures)}"
            line = raw.line((*path, "measure"))
            problems.append(Problem(raw.file, line, f"facts.{i}.measure", says))
            continue
        allowed = list(measures[fact.measure])
        for name in fact.options:
            if name not in allowed:
                says = f"{fact.measure} takes no such option - {did_you_mean(name, allowed)}"
                line = raw.line((*path, "options", name))
                problems.append(Problem(raw.file, line, f"facts.{i}.options.{name}", says))
        for steps, says in (*_not_shares(fact), *_not_months(fact)):
            dotted = ".".join(map(str, (*path, *steps)))
            problems.append(Problem(raw.file, raw.line((*path, *steps)), dotted, says))
    if problems:
        raise ScenarioError(problems)
    return tuple(facts)


def unread(
    options: Mapping[str, Any], votes: Sequence[str], start: int, until: int
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Say what options ask for that a run with these votes and years does not have, and where."""
    for name, value in options.items():
        for one in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
            if name in VOTES and one not in votes:
                near = did_you_mean(str(one), votes)
                says = f"{one!r} is no vote of the run: it cannot be read; {near}"
            elif name in MONTHS | YEARS and (year := _year(one)) and not start <= year <= until:
                says = f"{one} is outside the run, {start} to {until}: it cannot be read"
            else:
                continue
            yield ("options", name), says


def _not_shares(fact: Fact) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Per cent where the measure reads a share. A ratio of two worlds may be anything."""
    name = str(fact.measure)
    if fact.versus == "ratio" or not (name in SHARES or name.endswith("_share")):
        return
    for key, values in (("observed", [fact.observed]), ("band", fact.band)):
        if any(isinstance(x, float) and abs(x) >= PER_CENT for x in values):
            found = "[{:g}, {:g}]".format(*values) if key == "band" else f"{values[0]:g}"
            yield (key,), f"is {found}; shares are written between 0 and 1"


def _not_months(fact: Fact) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name, value in fact.options.items():
        if name not in MONTHS:
            continue
        for one in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
            if one is not None and _year(one) is None:
                yield ("options", name), f"is {str(one)!r}, which is no month; write it as 2021-06"


def _year(value: object) -> int | None:
    """Year of a month or of a year; None if it is neither."""
    found = re.fullmatch(r"(\d{4})(-(0[1-9]|1[0-2])(-\d{2})?)?", str(value))
    return int(found[1]) if found else None


def _misfits(
    raw: RawScenario,
    path: tuple[str | int, ...],
    fact: Fact,
    make: Callable[[Mapping[str, Any]], object],
) -> list[Problem]:
    """Say what is wrong with a fact's world, each problem on the line of the change it is from."""
    try:
        make(fact.under)
    except ScenarioError as error:
        found = []
        for problem in error.problems:
            own = [p for p in fact.under if f"{problem.path}.".startswith(f"{p}.")]
            where = (*path, "under", *own[:1])
            dotted = ".".join(str(step) for step in where)
            rest = problem.path.removeprefix(own[0]).removeprefix(".") if own else problem.path
            says = f"{rest}: {problem.says}" if rest else problem.says
            found.append(Problem(raw.file, raw.line(where), dotted, says))
        return found
    return []
