"""Runs asked for by a page: checked like a file, and made again from what a run says of itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vertikal.io import parse_scenario, parse_value, read_scenario, shipped, source_hash
from vertikal.lab import Request
from vertikal.scenario import Problem, ScenarioError, changed, compile_scenario, did_you_mean
from vertikal.scenario import written as written_changes

if TYPE_CHECKING:
    from vertikal.scenario import RawScenario

__all__ = ["Asked", "asked_of", "raw_of", "request_of"]


@dataclass(frozen=True)
class Asked:
    """What a page asks to be run."""

    scenario: str
    """Id of a scenario that ships."""
    set: Mapping[str, Any] = field(default_factory=dict)
    """Values replaced, by dotted path."""
    members: int = 200
    seed: int = 0
    without: tuple[str, ...] = ()
    text: str = ""
    """A scenario's text in place of the shipped one, whose tables it may use; empty: as shipped."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "scenario": self.scenario, "set": dict(self.set), "members": self.members,
            "seed": self.seed, "without": list(self.without), "text": self.text,
        }  # fmt: skip

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Asked":
        """Read plain values."""
        return cls(
            str(said["scenario"]), dict(said["set"]), int(said["members"]), int(said["seed"]),
            tuple(said["without"]), str(said.get("text", "")),
        )  # fmt: skip


def raw_of(asked: Asked) -> "RawScenario":
    """Read the scenario that a page names, or the text it sends.

    Raises
    ------
    ScenarioError
        If no scenario of that name ships, or the text is no YAML.
    """
    if asked.scenario not in shipped():
        says = f"no such scenario - {did_you_mean(asked.scenario, shipped())}"
        raise ScenarioError([Problem("scenario", None, "", f"{asked.scenario!r}: {says}")])
    if asked.text:
        return parse_scenario(asked.text, asked.scenario)
    return read_scenario(asked.scenario)


def request_of(asked: Asked) -> Request:
    """Validate and compile what a page asks for.

    Raises
    ------
    ScenarioError
        With every problem, as `vertikal check` would print them.
    """
    spec, parameters = changed(raw_of(asked), asked.set)
    return Request(
        f"{asked.scenario}-edited" if asked.text else asked.scenario,
        compile_scenario(spec),
        parameters,
        asked.members,
        asked.seed,
        asked.without,
        source_hash(),
        asked.scenario,
        written_changes(asked.set),
    )


def asked_of(attrs: Mapping[str, Any]) -> Asked | None:
    """What a run was asked to do, by its attributes; None if it cannot be known."""
    scenario = str(attrs.get("scenario", ""))
    if scenario not in shipped():
        return None
    try:
        changes = _changes(attrs)
        pairs = [str(change).partition("=") for change in changes]
        return Asked(
            scenario,
            {path.strip(): parse_value(value) for path, _, value in pairs},
            int(attrs["members"]),
            int(attrs["seed"]),
            tuple(x for x in str(attrs.get("without", "")).split(", ") if x),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _changes(attrs: Mapping[str, Any]) -> list[str]:
    """Changes of a run, `path=value` each; of an older run only if they are one at most."""
    if "overrides" in attrs:
        return list(json.loads(str(attrs["overrides"])))
    said = str(attrs["changes"])
    if ", " in said:
        message = "several changes in one line"
        raise ValueError(message)
    return [said] if said else []
