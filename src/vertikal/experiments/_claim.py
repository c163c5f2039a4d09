"""A sentence of the account made testable, and the check of a file of such sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vertikal.experiments._outcome import POOLED, Outcome
from vertikal.scenario import Problem, RawScenario, ScenarioError, did_you_mean, misfit

__all__ = ["Claim", "Reading", "World", "validate_claims"]

Finite = Annotated[float, Field(allow_inf_nan=False)]
STRICT = ConfigDict(extra="forbid", frozen=True)


class World(BaseModel):
    """A world that differs from the shipped one: values replaced, mechanisms left out."""

    model_config = STRICT

    set: dict[str, Any] = Field(default_factory=dict)
    """Values replaced, by dotted path as in `--set`."""
    without: list[str] = Field(default_factory=list)
    """Mechanisms left out."""


class Reading(BaseModel):
    """A measure with its options."""

    model_config = STRICT

    measure: str
    options: dict[str, Any] = Field(default_factory=dict)


class Claim(BaseModel):
    """A sentence, and what would show it.

    The effect is the outcome's mean in the treated world less that in the control, history by
    history (`versus: ratio`: over it, less 1); without a treatment, the outcome's level less
    `compared_with`. The claim holds if the effect goes in its `direction` by more than the
    smallest effect of interest; for `none`, if it stays within it.
    """

    model_config = STRICT

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    sentence: Annotated[str, Field(pattern=r"^[A-L]+$")]
    """Letters of the account's sentences (DESIGN, A to L)."""
    says: str
    scenarios: Annotated[list[str], Field(min_length=1)]
    """Where it can be tried; the first is its home."""
    both: dict[str, Any] = Field(default_factory=dict)
    """Values replaced in both worlds."""
    treatment: dict[str, Any] = Field(default_factory=dict)
    """Values replaced in the treated world only."""
    control: dict[str, Any] = Field(default_factory=dict)
    """Values replaced in the control only."""
    outcome: Reading
    less: Reading | None = None
    """A second reading of the same history, subtracted from the first."""
    versus: Literal["difference", "ratio"] = "difference"
    compared_with: Finite = 0.0
    direction: Literal["up", "down", "none"]
    smallest_effect: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
    """In the outcome's unit; for a ratio, a share."""
    because: str
    """Why an effect below this would not matter, and what the claim rests on."""
    holds_in: World = Field(default_factory=World)
    """A test world where it must hold; by default the shipped one."""
    holds_nowhere: str | None = None
    """Why no world of this model makes it hold, where that is so."""
    fails_in: World
    """A test world where it must not."""

    @model_validator(mode="after")
    def _whole(self) -> "Claim":
        if self.versus == "ratio" and not self.contrasted:
            message = "versus is 'ratio', but there is no treatment and no control to compare"
            raise ValueError(message)
        if self.contrasted and self.compared_with:
            message = "compared_with is for a claim about a level; this one has a treatment"
            raise ValueError(message)
        return self

    @property
    def contrasted(self) -> bool:
        """True if two worlds are compared, False if a level is."""
        return bool(self.treatment or self.control)

    @property
    def read(self) -> Outcome:
        """What is read from every history."""
        less = None if self.less is None else _outcome(f"{self.id}, second", self.less)
        return Outcome(self.id, self.outcome.measure, self.outcome.options, less)

    def agrees(self, effect: Any) -> Any:  # noqa: ANN401 - a number or an array of them
        """True where an effect is what the claim says."""
        if self.direction == "up":
            return effect > self.smallest_effect
        if self.direction == "down":
            return effect < -self.smallest_effect
        return abs(effect) <= self.smallest_effect


def _outcome(name: str, reading: Reading) -> Outcome:
    return Outcome(name, reading.measure, reading.options)


def validate_claims(
    raw: RawScenario,
    measures: Mapping[str, Iterable[str]],
    *,
    taken: Iterable[str] = (),
    make: Callable[[str, Mapping[str, Any]], object] | None = None,
) -> tuple[Claim, ...]:
    """Check a list of claims.

    Parameters
    ----------
    raw
        The claims as they were read.
    measures
        The options that each measure takes.
    taken
        Ids in use.
    make
        Makes a scenario with values replaced, and raises a `ScenarioError` if that will not do.

    Returns
    -------
    The claims.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    listed = raw.values.get("claims")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        says = "is missing or no list; write `claims:` and below it a list of claims"
        raise ScenarioError([Problem(raw.file, 1, "claims", says)])
    problems: list[Problem] = []
    claims: list[Claim] = []
    seen = set(taken)
    for i, values in enumerate(listed):
        path = ("claims", i)
        try:
            claim = Claim.model_validate(values)
        except ValidationError as error:
            problems.extend(misfit(raw, path, one, Claim.model_fields) for one in error.errors())
            continue
        claims.append(claim)
        if claim.id in seen:
            says = f"{claim.id!r} is the id of another claim; ids must differ"
            problems.append(_at(raw, (*path, "id"), says))
        seen.add(claim.id)
        for key, reading in (("outcome", claim.outcome), ("less", claim.less)):
            if reading is not None:
                problems.extend(_unreadable(raw, (*path, key), reading, measures))
        if make is not None:
            problems.extend(_misfits(raw, path, claim, make))
    if problems:
        raise ScenarioError(problems)
    return tuple(claims)


def _unreadable(
    raw: RawScenario,
    path: tuple[str | int, ...],
    reading: Reading,
    measures: Mapping[str, Iterable[str]],
) -> list[Problem]:
    if reading.measure not in measures:
        says = f"is {reading.measure!r}; {did_you_mean(reading.measure, measures)}"
        return [_at(raw, (*path, "measure"), says)]
    if reading.measure in POOLED:
        says = f"{reading.measure} is read over all histories at once, and cannot be paired"
        return [_at(raw, (*path, "measure"), says)]
    allowed = list(measures[reading.measure])
    return [
        _at(raw, (*path, "options", name), f"no such option - {did_you_mean(name, allowed)}")
        for name in reading.options
        if name not in allowed
    ]


def _misfits(
    raw: RawScenario,
    path: tuple[str | int, ...],
    claim: Claim,
    make: Callable[[str, Mapping[str, Any]], object],
) -> list[Problem]:
    """Say what is wrong with a claim's worlds, on the line of the change."""
    found = []
    parts = {"control": claim.control, "treatment": claim.treatment}
    for key, changes in parts.items():
        for scenario in claim.scenarios:
            try:
                make(scenario, {**claim.both, **changes})
            except ScenarioError as error:
                for p in error.problems:
                    where = (*path, key if changes else "scenarios")
                    found.append(_at(raw, where, f"in {scenario}: {p.path}: {p.says}"))
    return list(dict.fromkeys(found))


def _at(raw: RawScenario, path: tuple[str | int, ...], says: str) -> Problem:
    return Problem(raw.file, raw.line(path), ".".join(str(step) for step in path), says)
