"""What happened, as somebody wrote it down, and the check of such a file."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vertikal.forecasts._statement import true_of
from vertikal.scenario import Problem, RawScenario, ScenarioError, did_you_mean, misfit

__all__ = ["Happened", "held", "validate_outcomes"]

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Happened(BaseModel):
    """What became of a statement: the number that was seen, or true, false or void at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Finite | None = None
    """The quantity, in the unit of the measure."""
    happened: bool | None = None
    void: bool = False
    """True if there was nothing to read: the statement says nothing."""
    source: Annotated[str, Field(min_length=1)]
    note: str = ""

    @model_validator(mode="after")
    def _one(self) -> "Happened":
        given = (self.value is not None) + (self.happened is not None) + self.void
        if given != 1:
            message = "must say one of value, happened: true or false, void: true"
            raise ValueError(message)
        return self


def validate_outcomes(raw: RawScenario, asked: Sequence[str]) -> dict[str, Happened]:
    """Check a file of outcomes: `outcomes:`, then for each statement's id what happened.

    Parameters
    ----------
    raw
        The file as it was read.
    asked
        Ids of the statements that may be resolved.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    listed = raw.values.get("outcomes")
    if not isinstance(listed, Mapping) or not listed:
        says = "is missing; write `outcomes:` and below it the ids of statements with what happened"
        raise ScenarioError([Problem(raw.file, 1, "outcomes", says)])
    problems: list[Problem] = []
    found: dict[str, Happened] = {}
    for name, values in listed.items():
        if name not in asked:
            says = f"is no statement of the archive - {did_you_mean(str(name), asked)}"
            line = raw.line(("outcomes", name))
            problems.append(Problem(raw.file, line, f"outcomes.{name}", says))
            continue
        try:
            found[name] = Happened.model_validate(values)
        except ValidationError as error:
            fields = Happened.model_fields
            path = ("outcomes", name)
            problems += [misfit(raw, path, one, fields) for one in error.errors()]
    if problems:
        raise ScenarioError(problems)
    return found


def held(statement: Mapping[str, Any], seen: Happened) -> bool | None:
    """Whether an archived statement came true; None where it is void."""
    if seen.happened is not None:
        return seen.happened
    value = np.nan if seen.value is None else seen.value
    limits = (statement["at_least"], statement["at_most"], statement["if_unread"])
    true = float(true_of(np.array(value), *limits))
    return None if np.isnan(true) else bool(true)
