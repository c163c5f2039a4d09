"""A table described by its user: `registered=COL,votes=A+B`, or the same keys in a file."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources._source import LARGEST, QUANTITIES, Source

__all__ = ["MappingSpec", "parse_map", "source_of"]

LAW = "ballots_may_exceed_registered"
ZERO = (*QUANTITIES, "votes")
WORDS = {"true": True, "yes": True, "false": False, "no": False}
PART = re.compile(r"(?:[^,\"'`]|\"[^\"]*\"|'[^']*'|`[^`]*`|[\"'`])+")
MANY = 2**31 - 1


class MappingSpec(BaseModel):
    """What a mapping may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    title: str = "Table of returns"
    country: str = ""
    unit: str = "polling stations"
    licence: str = ""
    origin: str = ""
    registered: str = ""
    issued: str = ""
    ballots: str = ""
    valid: str = ""
    invalid: str = ""
    leader: str = ""
    votes: tuple[str | tuple[str, str], ...] = ()
    region: str = ""
    station: tuple[str, ...] = ()
    vote: str = ""
    leader_by_region: bool = False
    blank_is_zero: tuple[str, ...] = ()
    ballots_may_exceed_registered: int = Field(default=0, ge=0)
    largest: int = Field(default=LARGEST, ge=1, le=10**9)

    @field_validator("votes", mode="before")
    @classmethod
    def _candidates(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if isinstance(value, str):
            return (value,)
        if isinstance(value, Mapping):
            value = [(name, text) for name, text in value.items()]
        if not isinstance(value, list | tuple):
            message = "must be a column, a list of columns, or names with columns"
            raise ValueError(message)
        pairs = [x if isinstance(x, tuple) else str(x) for x in value]
        if any(isinstance(x, list | Mapping) for x in value) or any(
            isinstance(text, list | Mapping) for x in pairs if isinstance(x, tuple) for text in x
        ):
            message = "each candidate must be a column, or a name with a column or a sum of them"
            raise ValueError(message)
        return tuple(tuple(map(str, x)) if isinstance(x, tuple) else x for x in pairs)

    @field_validator("station", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        return (value,) if isinstance(value, str | int) else value

    @field_validator("blank_is_zero", mode="before")
    @classmethod
    def _zeros(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if isinstance(value, bool):
            return ZERO if value else ()
        return tuple(x.strip() for x in value.split("+")) if isinstance(value, str) else value

    @field_validator("blank_is_zero")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [x for x in value if x not in ZERO]:
            message = f"is {', '.join(wrong)}; may be true, or some of {', '.join(ZERO)}"
            raise ValueError(message)
        return value

    @field_validator(LAW, mode="before")
    @classmethod
    def _allowance(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if isinstance(value, bool):
            return MANY if value else 0
        return value

    @model_validator(mode="after")
    def _something(self) -> "MappingSpec":
        if not self.votes and not self.leader:
            message = "votes or leader: one of them must say where the votes are"
            raise ValueError(message)
        if self.leader_by_region and not (self.votes and self.region):
            message = "leader_by_region needs `votes` (each list's) and `region`"
            raise ValueError(message)
        return self


def parse_map(text: str) -> dict[str, Any]:
    """Read `key=value,key=value`; a value with a comma stands in quotes.

    Raises
    ------
    SourceError
        If a part is no assignment, or a key stands twice; all problems at once.
    """
    values: dict[str, Any] = {}
    problems = []
    for part in PART.findall(text):
        key, equals, value = (x.strip() for x in part.partition("="))
        if not part.strip():
            continue
        if not equals or not key or not value:
            says = "is no assignment; write registered=COLUMN, and + between several columns"
            problems.append(Misfit(part.strip(), says))
        elif key in values:
            problems.append(Misfit(key, "is said twice; say it once"))
        else:
            number = int(value) if value.isdecimal() and len(value) < len(str(MANY)) else value
            flag = key in ("blank_is_zero", "leader_by_region", LAW, "largest")
            values[key] = WORDS.get(value.lower(), number) if flag else value
    if not values and not problems:
        problems.append(Misfit("", "is empty; write registered=COLUMN,votes=COLUMN"))
    if problems:
        raise SourceError(problems)
    return values


def source_of(spec: MappingSpec) -> Source:
    """Make the source that a mapping describes."""
    given = spec.model_dump()
    allowed = given.pop(LAW)
    return Source(name="mapping", beyond_roll=allowed, empty_roll=allowed == MANY, **given)
