"""Returns of polling stations, as an electoral commission would publish them."""

import hashlib
from dataclasses import dataclass

import numpy as np
import xarray as xr

from vertikal.observers._votes import month_of

__all__ = ["TRUTH", "polling_stations"]

TRUTH = ("national_honest", "leader_honest", "stations_padded", "stations_made_up")
"""What the observer reads: shares by region in the month of the vote."""
SIZE, SIZE_SPREAD, SMALLEST = 1100.0, 0.6, 50.0
"""Registered voters of a station: mean, standard deviation of the logarithm, smallest. In nine
federal elections in Russia a station had 1,130 on average; its logarithm spreads more widely
there, because hamlets and hospitals are stations too."""
SPREAD = 0.10
"""Standard deviation, within a region, of stations' honest turnout and of the leader's share."""
LEAST, MOST = 0.02, 0.98
"""Bounds of a station's honest turnout and leader's share."""
INVALID = 0.015
"""Share of honest ballots that are invalid; 1.4 % in Russia, 2004 to 2021."""
PADDED_SPREAD, MADE_UP_SPREAD, EXPONENT = 0.4, 0.075, 1.5
"""Spread of the added share where a count is padded and where it is made up; exponent that makes
moving a rival's ballot rarer than adding an unused one."""


@dataclass(frozen=True)
class _Drawn:
    """Standard draws of one history; none depends on the truth."""

    size: np.ndarray
    turnout: np.ndarray
    leader: np.ndarray
    kind: np.ndarray
    added: np.ndarray
    counts: np.random.Generator


def polling_stations(
    data: xr.Dataset, vote: str, *, per_region: int = 60, stations: int | None = None
) -> xr.Dataset:
    r"""Draw returns of polling stations for a national vote.

    A station has $N$ registered voters, honest turnout $a$ and a leader's share $v$ around its
    region's. A share $f_e$ of a region's stations makes its count up, a share $f_i$ pads it, the
    rest count as cast. With $x=1-|\mathcal N(0,.075)|$ where a count is made up, else
    $x=|\mathcal N(0,.4)|\le1$ where it is padded, else 0,

    $$ W' = N a v + x N (1-a) + x^{1.5} N a (1-v), \qquad ballots = N (a + x (1-a)) $$

    for the leader's votes $W'$. All numbers are whole: each share of a count is drawn from a
    binomial distribution.

    Parameters
    ----------
    data
        A run's dataset: `national_honest`, `leader_honest`, `stations_padded`, `stations_made_up`
        by region, `vote_month`, `unit_adults`.
    vote
        Name of the national vote.
    per_region
        Stations drawn in every region, large or small.
    stations
        Stations drawn in all, in proportion to adults, one at least in every region; None: as
        `per_region` says.

    Returns
    -------
    Dataset with `registered`, `ballots`, `valid` and `leader` (votes), each in persons, and
    `weight`, the number of real stations that a drawn one stands for: with it, regions weigh by
    their adults. Dimensions: those of the data, then `station`. Coordinates: `station_region` and
    `station_vote`. No ballots where no vote was held.

    Draws are named by the run's `seed`, the vote and the number of the history (`member`), so they
    do not depend on which others are loaded, and two scenarios are drawn alike. Histories without
    a number share their draws.

    Raises
    ------
    ValueError
        If there is no such vote, or less than one station is asked for.

    Notes
    -----
    Within-region spread is 0.1, less where the region's mean is near 0 or 1, so that stations'
    mean is the region's. Turnout and leader's share of honest stations are independent. **Blind
    to** towns and villages: all stations of a region are alike.

    References
    ----------
    Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473.
    """
    asked = per_region if stations is None else stations
    if asked < 1:
        message = f"at least one station is needed; asked for {asked}"
        raise ValueError(message)
    now = {
        name: data[name].isel(time=month_of(data, vote)).transpose(..., "region") for name in TRUTH
    }
    like = now[TRUTH[0]]
    codes = [str(c) for c in like["region"].values]
    adults = np.asarray(data["unit_adults"].values[: len(codes)], float)
    region = _places(adults, per_region, stations)
    truth = {
        name: np.clip(x.values.astype(float), 0.0, 1.0).reshape(-1, len(codes))[:, region]
        for name, x in now.items()
    }
    histories = len(truth[TRUTH[0]])
    numbers = np.resize(data["member"].values if "member" in data.coords else 0, histories)
    columns = np.empty((4, histories, region.size), np.int64)
    for k, number in enumerate(numbers):
        drawn = _draw((data.attrs.get("seed", 0), vote, int(number)), region.size)
        columns[:, k] = _count(drawn, *(truth[name][k] for name in TRUTH))
    registered = np.zeros((histories, len(codes)))
    for r in range(len(codes)):
        registered[:, r] = columns[0][:, region == r].sum(1)
    weight = (adults / registered)[:, region]
    lead, shape = like.dims[:-1], (*like.shape[:-1], region.size)
    names = dict(zip(("registered", "ballots", "valid", "leader"), columns, strict=True))
    return xr.Dataset(
        {
            name: ((*lead, "station"), x.reshape(shape))
            for name, x in {**names, "weight": weight}.items()
        },
        coords={
            **{name: x for name, x in like.coords.items() if set(x.dims) <= set(lead)},
            "station_region": ("station", np.asarray(codes, dtype=object)[region]),
            "station_vote": ("station", np.full(region.size, vote, dtype=object)),
        },
    )


def _places(adults: np.ndarray, per_region: int, stations: int | None) -> np.ndarray:
    """Region of every station."""
    counts = np.full(adults.size, per_region)
    if stations is not None:
        counts = np.maximum(np.rint(stations * adults / adults.sum()), 1).astype(int)
    return np.repeat(np.arange(adults.size), counts)


def _draw(name: tuple[int, str, int], n: int) -> _Drawn:
    """Draws that bear this name: seed of the run, vote, number of the history."""
    seed, vote, number = name
    word = int.from_bytes(hashlib.blake2b(vote.encode(), digest_size=8).digest(), "big")
    root = np.random.SeedSequence([int(seed), word, number])
    size, turnout, leader, kind, added, counts = map(np.random.default_rng, root.spawn(6))
    return _Drawn(
        np.exp(SIZE_SPREAD * size.standard_normal(n) - SIZE_SPREAD**2 / 2.0),
        turnout.standard_normal(n),
        leader.standard_normal(n),
        kind.random(n),
        np.abs(added.standard_normal(n)),
        counts,
    )


def _count(
    drawn: _Drawn, honest: np.ndarray, leads: np.ndarray, padded: np.ndarray, made_up: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Registered voters, ballots, valid ballots and leader's votes of one history's stations."""
    whole = drawn.counts.binomial
    registered = np.rint(np.maximum(SIZE * drawn.size, SMALLEST)).astype(np.int64)
    held = honest > 0
    cast = whole(registered, held * _around(honest, drawn.turnout))
    invalid = whole(cast, INVALID)
    leader = whole(cast - invalid, _around(leads, drawn.leader))
    x = np.where(
        drawn.kind < made_up,
        np.maximum(1.0 - MADE_UP_SPREAD * drawn.added, 0.0),
        (drawn.kind < made_up + padded) * np.minimum(PADDED_SPREAD * drawn.added, 1.0),
    )
    added = whole(registered - cast, held * x)
    moved = whole(cast - invalid - leader, held * x**EXPONENT)
    return registered, cast + added, cast - invalid + added, leader + added + moved


def _around(mean: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Stations' shares around their region's, less spread out where that is near 0 or 1."""
    spread = np.minimum(SPREAD, np.minimum(mean, 1.0 - mean) / 2.0)
    return np.clip(mean + spread * z, LEAST, MOST)
