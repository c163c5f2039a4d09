"""What a run is asked to do: everything its numbers depend on, and a hash of it."""

import dataclasses
import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vertikal import __version__
from vertikal.engine import Params
from vertikal.mechanisms import NAMES
from vertikal.scenario import Compiled, Problem, ScenarioError, did_you_mean

__all__ = ["Request"]


@dataclass(frozen=True)
class Request:
    """A run that could be made: scenario, parameters, seed, members, mechanisms left out."""

    scenario: str
    compiled: Compiled
    parameters: Mapping[str, Params]
    members: int
    seed: int
    without: tuple[str, ...] = ()
    code: str = ""
    """Fingerprint of the sources that make the numbers; part of the hash."""
    source: str = ""
    """Where the scenario came from: what the user named. Facts and null margins lie beside it."""
    changes: tuple[str, ...] = ()
    """Values that were replaced, as `path=value`."""

    def __post_init__(self) -> None:
        """Check the names of the mechanisms that are left out.

        Raises
        ------
        ScenarioError
            If one of them does not exist.
        """
        problems = [
            Problem("--without", None, name, f"no such mechanism - {did_you_mean(name, NAMES)}")
            for name in self.without
            if name not in NAMES
        ]
        if problems:
            raise ScenarioError(problems)

    @property
    def vector(self) -> dict[str, float]:
        """The structural parameter vector, by `MECHANISM.NAME`."""
        return {
            f"{mechanism}.{field.name}": float(getattr(params, field.name))
            for mechanism, params in self.parameters.items()
            for field in dataclasses.fields(params)  # type: ignore[arg-type]
        }

    @property
    def hash(self) -> str:
        """Content hash: two requests with the same hash have the same numbers."""
        said = {
            "version": __version__,
            "code": self.code,
            "scenario": self.compiled.hash,
            "months": self.compiled.labels.months,
            "parameters": self.vector,
            "members": self.members,
            "seed": self.seed,
            "without": sorted(self.without),
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    def provenance(self) -> dict[str, Any]:
        """Attributes that let a reader make the dataset again."""
        spec = self.compiled.spec
        return {
            "title": spec.title,
            "software": f"vertikal {__version__}",
            "scenario": self.scenario,
            "scenario_hash": self.compiled.hash,
            "request_hash": self.hash,
            "country": spec.country,
            "start": spec.start,
            "months": self.compiled.labels.months,
            "members": self.members,
            "seed": self.seed,
            "without": ", ".join(sorted(self.without)),
            "changes": ", ".join(self.changes),
            "changes_json": json.dumps(self.changes),
            "parameters": json.dumps(self.vector, sort_keys=True),
            "institutions": spec.institutions.model_dump_json(),
            "platform": f"{platform.system()} {platform.machine()}, Python "
            f"{platform.python_version()}",
            "source": "simulated",
            "Conventions": "CF-1.11",
        }
