"""What would be noticed: how often each instrument raises the alarm, against what was done."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import xarray as xr

from vertikal.experiments._elections import HONEST, World, elections, intensity, plain_world
from vertikal.experiments._power_curve import Cell, Curve
from vertikal.experiments._readings import Keep
from vertikal.instruments import NAMES, Instrument, load, stations_of
from vertikal.lab import Progress

__all__ = ["AMOUNTS", "ANY", "alarming", "false_alarms", "power"]

AMOUNTS = (0.0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32)
"""Shares of the leader's declared votes that were added."""
ANY = "any of them"
"""The row of all instruments together."""
ALPHA = 0.05
"""p below which there is an alarm."""
DRAWS = 200
"""Draws of an instrument's null, unless said otherwise: enough for p near 0.05."""
ROWS, CHUNK = 200_000, 20
"""Stations, and elections, drawn at a time: what is lost when a study is stopped."""


def alarming(names: Sequence[str] = NAMES) -> list[Instrument]:
    """Instruments that can raise an alarm, out of these."""
    return [i for i in map(load, names) if i.alarms]


def power(
    world: World,
    instruments: Sequence[Instrument],
    *,
    kinds: Sequence[str],
    stations: Sequence[int],
    amounts: Sequence[float] = AMOUNTS,
    repeats: int = 100,
    alpha: float = ALPHA,
    seed: int = 0,
    draws: int = DRAWS,
    keep: Keep | None = None,
    code: Mapping[str, str] = MappingProxyType({}),
    workers: int = 1,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> list[Curve]:
    """Draw elections, falsify them by and by, and count the alarms.

    An amount is the share of the leader's declared votes that was added, whatever the way, so that
    ways compare. Elections are paired: number 7 has the same voters at every amount and in every
    way. Together, instruments raise the alarm where the smallest p times their number is below
    alpha (Bonferroni), as the verdict on a table does.

    Parameters
    ----------
    world
        Electorate.
    instruments
        What is tried.
    kinds
        Ways, of `KINDS`.
    stations
        Numbers of stations.
    amounts
        Shares of the leader's votes; 0, counted as cast, is added.
    repeats
        Elections at each amount.
    alpha
        p below which there is an alarm.
    seed
        The same seed gives the same elections.
    draws
        Of an instrument's null.
    keep
        Where readings are kept, so that a study that was stopped goes on where it stood.
    code
        Names the code of each instrument, and of the elections (``""``): what was read before
        either changed is read anew.
    workers
        Elections read at a time; the numbers do not depend on it.
    tell
        Called with the progress, in readings.

    Returns
    -------
    A curve for each number of stations, way and instrument, and one for all instruments together
    where there are several.
    """
    tried = sorted({0.0, *amounts})
    plans = {kind: intensity(world, kind, tried, seed=seed) for kind in kinds}
    cases = [(n, "honest", 0.0, 0.0) for n in stations]
    for n in stations:
        for kind in kinds:
            for a, x in zip(tried, plans[kind], strict=True):
                cases += [(n, kind, a, x)] if 0.0 < x <= 1.0 else []
    study = _Study(world, tuple(instruments), repeats, seed, draws, keep, code, workers)
    found = dict(_each(study, cases, tell))
    curves = []
    for n in stations:
        for kind in kinds:
            at = [c for c in cases if c[0] == n and c[1] in ("honest", kind)]
            lost = tuple(a for a, x in zip(tried, plans[kind], strict=True) if x > 1.0)
            for k, name in enumerate(_names(instruments)):
                cells = tuple(_cell(c, found[c], k, alpha) for c in at)
                curves.append(Curve(name, kind, n, cells, lost))
    return curves


def false_alarms(
    instruments: Sequence[Instrument],
    *,
    worlds: Mapping[str, World] | None = None,
    stations: Sequence[int] = (500,),
    repeats: int = 1000,
    alpha: float = ALPHA,
    seed: int = 0,
    draws: int = DRAWS,
    keep: Keep | None = None,
    code: Mapping[str, str] = MappingProxyType({}),
    workers: int = 1,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> list[tuple[str, int, str, Cell]]:
    """Count the alarms over honest elections of several kinds.

    Parameters are those of `power`; `worlds` by name, None: those of `HONEST`.

    Returns
    -------
    World, number of stations, instrument (or all together) and how often it raised the alarm.
    """
    if worlds is None:
        worlds = {name: plain_world(name, **settings) for name, settings in HONEST.items()}
    rows, done = [], 0
    total = len(worlds) * len(stations) * repeats * len(instruments)
    for name, world in worlds.items():
        study = _Study(world, tuple(instruments), repeats, seed, draws, keep, code, workers)
        cases = [(n, "honest", 0.0, 0.0) for n in stations]
        for case, values in _each(study, cases, _shifted(tell, done, total)):
            for k, who in enumerate(_names(instruments)):
                rows.append((name, case[0], who, _cell(case, values, k, alpha)))
        done += len(stations) * repeats * len(instruments)
    return rows


def _names(instruments: Sequence[Instrument]) -> list[str]:
    """Rows of a table: each instrument and, where there are several, all together."""
    together = [ANY] if len(instruments) > 1 else []
    return [*(i.name for i in instruments), *together]


Case = tuple[int, str, float, float]
"""Stations, kind, amount, intensity."""


@dataclass(frozen=True)
class _Study:
    world: World
    instruments: tuple[Instrument, ...]
    repeats: int
    seed: int
    draws: int
    keep: Keep | None
    code: Mapping[str, str]
    workers: int

    def key(self, case: Case, instrument: str) -> str:
        """Name everything that readings depend on, but their number."""
        n, kind, _, intense = case
        said = [self.world.id, n, kind, round(intense, 12), self.seed, self.code.get("", "")]
        said += [instrument, self.draws, self.code.get(instrument, "")] if instrument else []
        return "power-" + hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def _each(
    study: _Study, cases: Sequence[Case], tell: Callable[[Progress], None]
) -> Iterator[tuple[Case, tuple[np.ndarray, np.ndarray]]]:
    """Readings of each case: p `(election, instrument)`, and what was added `(election,)`."""
    begun = time.perf_counter()
    each = study.repeats * len(study.instruments)

    for number, case in enumerate(cases):

        def now(done: int, before: int = number * each) -> None:
            passed = time.perf_counter() - begun
            tell(Progress("reading", before + done, len(cases) * each, passed))

        yield case, _read(study, case, now)


def _read(study: _Study, case: Case, now: Callable[[int], None]) -> tuple[np.ndarray, np.ndarray]:
    """Read one case as far as it is not kept, a few elections at a time."""
    names = ["", *(i.name for i in study.instruments)]
    kept = {name: _kept(study, case, name) for name in names}
    step = min(max(ROWS // case[0], 1), CHUNK)
    while (first := min(len(x) for x in kept.values())) < study.repeats:
        numbers = range(first, min(first + step, study.repeats))
        data = elections(
            study.world, case[0], numbers, seed=study.seed, kind=case[1], amount=case[3]
        )
        before, after = data["honest_leader"].sum("station"), data["leader"].sum("station")
        _add(study, case, kept, "", first, 1.0 - (before / after).values)
        asked = [i for i in study.instruments if len(kept[i.name]) < numbers.stop]

        def read(k: int, data: xr.Dataset = data, asked: list[Instrument] = asked) -> list[float]:
            table, seed = stations_of(data, member=k), study.seed * 2**20 + k
            return [i(table, seed=seed, draws=study.draws).p for i in asked]

        with ThreadPoolExecutor(study.workers) as pool:
            p = np.array(list(pool.map(read, numbers))).reshape(len(numbers), len(asked))
        for instrument, column in zip(asked, p.T, strict=True):
            _add(study, case, kept, instrument.name, first, column)
        now(sum(min(len(kept[i]), study.repeats) for i in names[1:]))
    columns = [kept[name][: study.repeats] for name in names]
    now(study.repeats * len(study.instruments))
    return np.stack(columns[1:], 1), columns[0]


def _kept(study: _Study, case: Case, name: str) -> np.ndarray:
    found = None if study.keep is None else study.keep.get(study.key(case, name))
    return np.empty(0) if found is None else found


def _add(
    study: _Study,
    case: Case,
    kept: dict[str, np.ndarray],
    name: str,
    first: int,
    values: np.ndarray,
) -> None:
    """Put what is new behind what is there."""
    new = values[max(len(kept[name]) - first, 0) :]
    if new.size:
        kept[name] = np.concatenate([kept[name], new])
        if study.keep is not None:
            study.keep.put(study.key(case, name), kept[name])


def _cell(case: Case, readings: tuple[np.ndarray, np.ndarray], k: int, alpha: float) -> Cell:
    """Count the alarms of one instrument, or of all together (the last)."""
    p, added = readings
    if k < p.shape[1]:
        mine = p[:, k]
    else:
        known = np.isfinite(p)
        least = np.where(known, p, np.inf).min(1) * known.sum(1)
        mine = np.where(known.any(1), np.minimum(least, 1.0), np.nan)
    return Cell(
        amount=case[2],
        added=float(added.mean()) if case[2] else 0.0,
        elections=len(mine),
        alarms=int((mine < alpha).sum()),
        unread=int(np.isnan(mine).sum()),
        done=case[3],
    )


def _shifted(tell: Callable[[Progress], None], done: int, total: int) -> Callable[[Progress], None]:
    """Tell of one world's progress as a part of all."""
    return lambda p: tell(Progress(p.phase, done + p.done, total, p.seconds))
