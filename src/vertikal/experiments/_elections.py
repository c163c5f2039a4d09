"""Elections of which the truth is known: electorates that count as cast, and what is done to it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from vertikal.engine import ProgramStore
from vertikal.lab import Progress, Request, describe, in_memory, simulate
from vertikal.measures import MeasureError
from vertikal.observers import TRUTH, month_of, polling_stations

__all__ = ["HONEST", "KINDS", "World", "elections", "intensity", "plain_world", "simulated_world"]

VOTE = "vote"
RIVALS = (0.55, 0.30, 0.15)
"""How those who do not vote for the leader divide; so that there are rivals' votes to look at."""
SAMPLE, TRIALS = 4000, 6
"""Stations of an election, and elections, from which the effect of a falsification is learnt."""
LOW, HIGH = 0.03, 0.97
"""Bounds of a region's turnout and leader's share."""

KINDS = {
    "padded": "at some stations unused ballots are added for the leader, and rivals' moved to him "
    "(incremental, as in Klimek et al. 2012)",
    "made_up": "at some stations the count is made up, with turnout and share near 100 % "
    "(extreme, as in Klimek et al. 2012)",
    "rounded": "at some stations turnout and leader's share are written up to the next round "
    "percentage, a multiple of 5 or of 1",
    "moved": "at every station the same share of rivals' ballots is given to the leader",
}
"""What can be done to a count."""


@dataclass(frozen=True)
class World:
    """An electorate by region, whose votes are counted as cast."""

    id: str
    """Names all that its numbers depend on."""
    title: str
    codes: tuple[str, ...]
    adults: np.ndarray
    truths: Callable[[int, np.ndarray], tuple[np.ndarray, np.ndarray]]
    """Seed and numbers of elections to turnout and leader's share, `(election, region)` each."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """How stations of a region differ: options of the observer of polling stations."""


def plain_world(
    name: str = "plain",
    *,
    regions: int = 20,
    turnout: float = 0.6,
    leader: float = 0.5,
    between: float = 0.07,
    spread: float = 0.10,
    correlation: float = 0.2,
    by_size: float = -0.2,
    sizes: str | np.ndarray = "lognormal",
    strongholds: int = 0,
) -> World:
    """Declare an electorate.

    Parameters
    ----------
    name
        What it is called.
    regions
        Number of regions, all of one size.
    turnout, leader
        Mean turnout and leader's share.
    between, spread
        Standard deviation of both between regions, and between stations of one region.
    correlation
        Of turnout with the leader's share, between regions and between stations alike.
    by_size
        Correlation of a station's turnout with the logarithm of its size.
    sizes
        Registered voters of stations: `lognormal`, `capped`, or observed numbers.
    strongholds
        Regions in which 90 % vote, 85 % of them for the leader, and mean it.
    """
    seen = sizes if isinstance(sizes, str) else np.asarray(sizes).tolist()
    said = [regions, turnout, leader, between, spread, correlation, by_size, seen, strongholds]
    word = hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def truths(seed: int, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found = np.empty((2, numbers.size, regions))
        for k, number in enumerate(numbers):
            rng = np.random.default_rng([seed, int(word[:12], 16), int(number)])
            z = rng.standard_normal((2, regions))
            z[1] = correlation * z[0] + np.sqrt(1.0 - correlation**2) * z[1]
            found[:, k] = np.array([[turnout], [leader]]) + between * z
            found[:, k, :strongholds] = [[0.90], [0.85]]
        return np.clip(found[0], LOW, HIGH), np.clip(found[1], LOW, HIGH)

    return World(
        id=f"plain {word[:24]}",
        title=name,
        codes=tuple(f"R{k + 1:02d}" for k in range(regions)),
        adults=np.full(regions, 1e5),
        truths=truths,
        rules={"sizes": sizes, "spread": spread, "correlation": correlation, "by_size": by_size},
    )


HONEST: dict[str, Mapping[str, Any]] = {
    "alike": {"between": 0.0, "correlation": 0.0, "by_size": 0.0},
    "regions": {"correlation": 0.0, "by_size": 0.0},
    "villages": {"correlation": 0.5, "by_size": -0.5},
    "towns": {"correlation": -0.4, "by_size": 0.3, "leader": 0.45},
    "capped": {"correlation": 0.3, "by_size": 0.0, "leader": 0.37, "sizes": "capped"},
    "mesas": {"correlation": 0.1, "by_size": 0.0, "turnout": 0.75, "sizes": np.array([300])},
    "strongholds": {"strongholds": 2},
    "dominant": {"turnout": 0.8, "leader": 0.75, "between": 0.05},
}
"""Honest electorates of several kinds, as settings of `plain_world`. Spreads and correlations are
of the size of those in honest returns: within regions turnout spreads by .08 to .09, the leader's
share by .10 to .15; they correlate at -.4 (Poland 2020: the leader is strong in villages, which
vote less), 0 (Mexico 2012) and +.3 (Mexico 2006)."""


def simulated_world(
    request: Request,
    vote: str,
    *,
    tell: Callable[[Progress], None] = lambda progress: None,
    store: ProgramStore | None = None,
    workers: int = 1,
) -> World:
    """Take the electorate of a simulated national vote, as it voted: nothing is falsified.

    Each election takes its regions' turnout and leader's share from one history, in turn. Stations
    differ within regions as the observer's defaults say.

    Raises
    ------
    MeasureError
        If the scenario has no such vote.
    """
    description = describe(request)
    wanted = TRUTH[:2]
    found: list[list[np.ndarray]] = []
    codes: tuple[str, ...] = ()
    adults = np.empty(0)
    for (first, stop), records in simulate(request, tell=tell, store=store, workers=workers):
        data = in_memory(description, records, np.arange(first, stop), only=wanted)
        try:
            month = month_of(data, vote)
        except ValueError as error:
            raise MeasureError(str(error)) from None
        found.append([data[name].isel(time=month).values.astype(np.float64) for name in wanted])
        codes = tuple(str(c) for c in data["region"].values)
        adults = data["unit_adults"].values[: len(codes)].astype(np.float64)
    turnout, leader = (np.concatenate([f[k] for f in found]) for k in (0, 1))

    def truths(seed: int, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        del seed  # the request has one
        return turnout[numbers % len(turnout)], leader[numbers % len(leader)]

    return World(
        id=f"{request.hash} {vote}",
        title=f"{request.scenario}, {vote}",
        codes=codes,
        adults=adults,
        truths=truths,
    )


def elections(
    world: World, stations: int, numbers: Sequence[int], *, seed: int, kind: str, amount: float
) -> xr.Dataset:
    """Draw returns of some elections, with what was cast.

    Parameters
    ----------
    world
        Electorate.
    stations
        Stations of each election: a random part of some more, which are drawn in proportion to
        adults.
    numbers
        Which elections; each is the same whichever others are drawn.
    seed
        The same seed gives the same elections.
    kind, amount
        What is done, one of `KINDS`, and how much: the share of stations, or of ballots. At 0 votes
        are counted as cast.

    Returns
    -------
    Dataset along `member` (elections) and `station`, as `polling_stations` makes it.
    """
    number = np.asarray(numbers, np.int64)
    turnout, leader = world.truths(seed, number)
    share = {name: amount if kind == name else 0.0 for name in ("padded", "made_up")}
    columns = (turnout, leader, *(np.full(turnout.shape, share[k]) for k in ("padded", "made_up")))
    dims = ("member", "time", "region")
    data = xr.Dataset(
        {name: (dims, x[:, None]) for name, x in zip(TRUTH, columns, strict=True)},
        coords={
            "member": number,
            "region": list(world.codes),
            "unit_adults": ("unit", world.adults),
            "vote": [VOTE],
            "vote_month": ("vote", [0]),
        },
        attrs={"seed": seed},
    )
    options = {"rounded": {"written": amount}, "moved": {"moved": amount}}.get(kind, {})
    rules = {"candidates": RIVALS, **world.rules, **options}
    more = stations + len(world.codes)  # numbers by region are rounded, and none is without
    made = polling_stations(data, VOTE, stations=more, truth=True, **rules)
    keep = np.random.default_rng([seed, stations]).permutation(made.sizes["station"])[:stations]
    return made.isel(station=np.sort(keep))


def intensity(world: World, kind: str, amounts: Sequence[float], *, seed: int) -> list[float]:
    """How much must be done so that a share of the leader's declared votes is added.

    Returns
    -------
    For each amount the share of stations, or of rivals' ballots; above 1 where so much cannot be
    added in this way.
    """
    numbers = range(TRIALS)
    whole = elections(world, SAMPLE, numbers, seed=seed, kind=kind, amount=1.0)
    honest = float(whole["honest_leader"].sum())
    added = float(whole["leader"].sum()) - honest
    return [float(a / (1.0 - a) * honest / added) for a in amounts]
