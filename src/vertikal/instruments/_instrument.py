"""What an instrument is: a reading of returns with its uncertainty, and what it cannot see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import nan
from types import MappingProxyType

import numpy as np

from vertikal.instruments._stations import Stations

__all__ = ["DRAWS", "Z95", "Finding", "Instrument"]

DRAWS = 1000
"""Draws of a null or a bootstrap, unless said otherwise."""
Z95 = 1.959963984540054
"""Half the width of a 95 % interval, in standard errors."""
ENOUGH = 30
"""Stations below which no instrument reads anything."""


@dataclass(frozen=True)
class Finding:
    """What an instrument read off one table."""

    value: float
    low: float = nan
    high: float = nan
    """95 % interval of the value."""
    p: float = nan
    """How often honest returns of the same places give as much or more; NaN: it only describes."""
    null: float = nan
    """What honest returns of the same places give on average."""
    detail: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Further numbers, by name."""
    why_not: str = ""
    """Why nothing could be read; the value is NaN then."""


@dataclass(frozen=True)
class Instrument:
    """A reading of one table of returns.

    `read(stations, rng, draws)` draws at random from `rng` only, and never knows whether the
    returns were simulated.
    """

    name: str
    label: str
    """In the user's words; never the word for a crime."""
    unit: str
    needs: tuple[str, ...]
    """Counts it needs: `registered`, `ballots`, `valid`, `leader`, `votes`."""
    zero: str
    """What zero means; a sentence."""
    blind: str
    """What it does not see, and what looks like a finding and is none; a sentence or two."""
    read: Callable[[Stations, np.random.Generator, int], Finding]
    alarms: bool = True
    """False: it describes, and has no part in the verdict."""
    alike: str = ""
    """What honest places do that looks like a finding; a sentence. Every alarm has one."""
    refs: tuple[str, ...] = ()

    def __call__(self, stations: Stations, *, seed: int = 0, draws: int = DRAWS) -> Finding:
        """Read a table; the same seed gives the same numbers."""
        lacking = [name for name in self.needs if not stations.has(name)]
        if lacking:
            return Finding(nan, why_not=f"the table has no {', '.join(lacking)}")
        if len(stations) < ENOUGH:
            return Finding(nan, why_not=f"{len(stations)} stations are too few (at least {ENOUGH})")
        word = int.from_bytes(self.name.encode()[:8].ljust(8, b"_"), "big")
        return self.read(stations, np.random.default_rng([seed, word]), draws)
