"""All instruments on one table, as a whole and region by region."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from vertikal.instruments._instrument import DRAWS, Finding, Instrument
from vertikal.instruments._registry import NAMES, load
from vertikal.instruments._stations import Stations

__all__ = ["Battery", "Reading", "Region", "battery", "holm"]


@dataclass(frozen=True)
class Reading:
    """What one instrument read."""

    instrument: Instrument
    finding: Finding

    @property
    def alarms(self) -> bool:
        """Whether it has a part in the verdict."""
        return self.instrument.alarms and isfinite(self.finding.p)

    @property
    def tests_another(self) -> bool:
        """Whether p is about something else than the value."""
        return isfinite(self.finding.tested)

    @property
    def tested(self) -> tuple[str, float, float]:
        """What p is about: in words, as it is, and as honest returns have it."""
        i, f = self.instrument, self.finding
        return (
            (i.tests, f.tested, f.tested_null) if self.tests_another else (i.label, f.value, f.null)
        )


@dataclass(frozen=True)
class Region:
    """What all instruments read in one region."""

    code: str
    stations: int
    readings: tuple[Reading, ...]

    @property
    def p(self) -> float:
        """Smallest p, times the number of instruments that were asked; NaN if none was."""
        return pooled(self.readings)


@dataclass(frozen=True)
class Battery:
    """What all instruments read, as a whole and by region."""

    stations: int
    readings: tuple[Reading, ...]
    regions: tuple[Region, ...] = ()

    @property
    def p(self) -> float:
        """Smallest p, times the number of instruments that were asked; NaN if none was."""
        return pooled(self.readings)

    @property
    def alarms(self) -> tuple[Reading, ...]:
        """Readings that have a part in the verdict."""
        return tuple(r for r in self.readings if r.alarms)


def battery(
    stations: Stations,
    names: Sequence[str] = NAMES,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    by_region: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> Battery:
    """Read a table with every instrument.

    Parameters
    ----------
    stations
        The table.
    names
        Instruments.
    seed
        The same seed gives the same numbers; a region's do not depend on the other regions.
    draws
        Of every null and bootstrap.
    by_region
        Read each region by itself too.
    tell
        Called with the readings done, and those to do.
    """
    loaded = [load(name) for name in names]
    parts = list(stations.by_region()) if by_region else []
    done, total = 0, len(loaded) * (1 + len(parts))

    def read(part: Stations) -> Iterator[Reading]:
        nonlocal done
        for instrument in loaded:
            yield Reading(instrument, instrument(part, seed=seed, draws=draws))
            done += 1
            if tell is not None:
                tell(done, total)

    whole = tuple(read(stations))
    regions = tuple(Region(code, len(part), tuple(read(part))) for code, part in parts)
    return Battery(len(stations), whole, regions)


def pooled(readings: Sequence[Reading]) -> float:
    """Smallest p times the number of instruments asked, at most 1 (Bonferroni); NaN if none was.

    Instruments read the same table and depend on each other in unknown ways; this bound holds
    whatever they do. It loses little where one of them is clear, and most where all are faint.
    """
    p = [r.finding.p for r in readings if r.alarms]
    return min(1.0, min(p) * len(p)) if p else float("nan")


def holm(p: Sequence[float]) -> list[float]:
    """Adjust p values for the number of questions asked (Holm 1979); NaN stays, uncounted."""
    known = sorted((x, i) for i, x in enumerate(p) if isfinite(x))
    adjusted = [float("nan")] * len(p)
    least = 0.0
    for k, (x, i) in enumerate(known):
        least = max(least, min(1.0, x * (len(known) - k)))
        adjusted[i] = least
    return adjusted
