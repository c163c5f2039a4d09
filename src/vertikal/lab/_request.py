"""What a run is asked to do: everything its numbers depend on, and a hash of it."""

import dataclasses
import functools
import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal import __version__
from vertikal.engine import BLOCK, Ensemble, Params, Tree
from vertikal.mechanisms import NAMES, build, initial, residents
from vertikal.scenario import Compiled, Problem, ScenarioError, did_you_mean

if TYPE_CHECKING:
    from jaxtyping import Array

__all__ = ["Request"]

Record = Callable[[Mapping[str, "Array"], Tree], "dict[str, Array]"]

TOGETHER = 2_000_000
"""Residents to compute at once, over all histories of a block."""


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
    files: Mapping[str, str] = field(default_factory=dict)
    """Text of the scenario's files, by path: they go with the dataset. No part of the hash."""
    residents_per: int | None = None
    """Adults that one resident stands for; None: cohorts, in which only shares are known."""

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

    @functools.cached_property
    def tree(self) -> Tree:
        """The units, with their residents if these are simulated one by one."""
        tree = self.compiled.tree
        return tree if self.residents_per is None else tree.with_residents(self.residents_per)

    @property
    def resolution(self) -> str:
        """Whether residents are simulated one by one, in words."""
        if self.residents_per is None:
            return "cohort"
        many = int(np.sum(self.tree.people.people))
        return f"{many} residents, one for {self.residents_per} adults"

    @property
    def block(self) -> int:
        """Histories to compute at once: fewer where each has many residents."""
        if self.residents_per is None:
            return BLOCK
        return int(np.clip(TOGETHER // self.tree.people.places, 1, BLOCK))

    def ensemble(self, monthly: Record, yearly: Record, block: int) -> Ensemble:
        """Return the request's model in its world, ready to be compiled."""
        one_by_one = self.residents_per is not None
        return Ensemble(
            build(self.without, residents=one_by_one),
            self.tree,
            self.compiled.statics,
            self.compiled.ids,
            residents.initial if one_by_one else initial,
            monthly,
            yearly,
            block=block,
        )

    @property
    def vector(self) -> dict[str, float]:
        """The structural parameter vector, by `MECHANISM.NAME`."""
        return {
            f"{mechanism}.{one.name}": float(getattr(params, one.name))
            for mechanism, params in self.parameters.items()
            for one in dataclasses.fields(params)  # type: ignore[arg-type]
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
            "residents_per": self.residents_per,
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
            "resolution": self.resolution,
            "residents_per": self.residents_per or 0,
            "changes": ", ".join(self.changes),
            "overrides": json.dumps(self.changes),
            "code": self.code[:16],
            "parameters": json.dumps(self.vector, sort_keys=True),
            "institutions": spec.institutions.model_dump_json(),
            "platform": f"{platform.system()} {platform.machine()}, Python "
            f"{platform.python_version()}",
            "source": "simulated",
            "Conventions": "CF-1.11",
        }
