"""Returns of polling stations, as an electoral commission would publish them."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from vertikal.observers._station_counts import SPREAD, Done, Voters, count
from vertikal.observers._station_draws import draw
from vertikal.observers._votes import month_of

__all__ = ["TRUTH", "polling_stations"]

TRUTH = ("national_honest", "leader_honest", "stations_padded", "stations_made_up")
"""What the observer reads: shares by region in the month of the vote."""
COUNTED = ("registered", "ballots", "valid", "leader")
CAST = ("honest_ballots", "honest_leader")
TOLERANCE = 1e-6
"""By how much shares may miss 1."""


def polling_stations(
    data: xr.Dataset,
    vote: str,
    *,
    per_region: int = 60,
    stations: int | None = None,
    sizes: str | np.ndarray = "lognormal",
    spread: float = SPREAD,
    correlation: float = 0.0,
    by_size: float = 0.0,
    candidates: Sequence[float] = (),
    rounded: float = 0.0,
    written: float = 0.0,
    moved: float = 0.0,
    truth: bool = False,
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
    sizes
        Registered voters of a station: `lognormal` (mean 1,100, as in Russia), `capped` (an
        electorate above 750 is split evenly, as in Mexico), or observed numbers to take after.
    spread
        Standard deviation, within a region, of stations' honest turnout and of the leader's share.
    correlation, by_size
        Correlation of honest turnout with the leader's share, and with the logarithm of size.
    candidates
        Shares of the votes that are not the leader's, one a rival, 1 in all; empty: only the
        leader's votes are published. A station's other voters choose among rivals independently.
    rounded
        Share of made-up stations in which somebody writes the nearest round percentage for turnout
        and for the leader's share: half of them a multiple of 5, half of 1.
    written
        Share of all other stations but the padded in which both are raised to the next round
        percentage above what was cast.
    moved
        Share of rivals' ballots that are given to the leader in every station.
    truth
        Also return `honest_ballots` and `honest_leader`: what was cast, which nobody publishes.

    Returns
    -------
    Dataset with `registered`, `ballots`, `valid` and `leader` (votes), each in persons, and
    `weight`, the number of real stations that a drawn one stands for: with it, regions weigh by
    their adults. With rivals also `votes`, along `candidate`, the leader's first. Dimensions: those
    of the data, then `station`. Coordinates: `station_region` and `station_vote`. No ballots where
    no vote was held.

    Draws are named by the run's `seed`, the vote and the number of the history (`member`), so they
    do not depend on which others are loaded, and two scenarios are drawn alike: what is done to a
    count moves no draw of what was cast. Histories without a number share their draws.

    Raises
    ------
    ValueError
        If there is no such vote, less than one station is asked for, or an option is out of bounds.

    Notes
    -----
    Within-region spread is less than `spread` where the region's mean is near 0 or 1, so that
    stations' mean is the region's. Unless told otherwise, turnout and leader's share of honest
    stations are independent and all stations of a region are alike: **blind to** towns and
    villages.

    References
    ----------
    Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473: padded and made up.
    Kobak, Shpilkin & Pshenichnikov (2016), Ann. Appl. Stat. 10(1), 54-73: round percentages.
    """
    asked = per_region if stations is None else stations
    if asked < 1:
        message = f"at least one station is needed; asked for {asked}"
        raise ValueError(message)
    shares = {"rounded": rounded, "written": written, "moved": moved, "spread": spread}
    _within(shares, 0.0)
    _within({"correlation": correlation, "by_size": by_size}, -1.0)
    rivals = _rivals(candidates)
    month = month_of(data, vote)
    now = {name: data[name].isel(time=month).transpose(..., "region") for name in TRUTH}
    like = now[TRUTH[0]]
    codes = [str(c) for c in like["region"].values]
    adults = np.asarray(data["unit_adults"].values[: len(codes)], float)
    region = _places(adults, per_region, stations)
    latent = np.stack(
        [np.clip(x.values.astype(float), 0.0, 1.0).reshape(-1, len(codes)) for x in now.values()], 1
    )[..., region]
    numbers = np.resize(data["member"].values if "member" in data.coords else 0, len(latent))
    names = [(data.attrs.get("seed", 0), vote, int(number)) for number in numbers]
    voters, done = Voters(sizes, spread, correlation, by_size), Done(rounded, written, moved)
    table, votes = _counted(names, latent, voters, done, rivals)
    registered = np.zeros((len(latent), len(codes)))
    for r in range(len(codes)):
        registered[:, r] = table["registered"][:, region == r].sum(1)
    kept = {name: table[name] for name in ((*COUNTED, *CAST) if truth else COUNTED)}
    kept["weight"] = (adults / registered)[:, region]
    lead, shape = like.dims[:-1], (*like.shape[:-1], region.size)
    made = xr.Dataset(
        {name: ((*lead, "station"), x.reshape(shape)) for name, x in kept.items()},
        coords={
            **{name: x for name, x in like.coords.items() if set(x.dims) <= set(lead)},
            "station_region": ("station", np.asarray(codes, dtype=object)[region]),
            "station_vote": ("station", np.full(region.size, vote, dtype=object)),
        },
    )
    if not rivals.size:
        return made
    dims, named = (*lead, "station", "candidate"), [f"rival {k + 1}" for k in range(rivals.size)]
    made = made.assign_coords(candidate=["leader", *named])
    return made.assign(votes=(dims, votes.reshape(*shape, -1)))


def _counted(
    names: Sequence[tuple[int, str, int]],
    latent: np.ndarray,
    voters: Voters,
    done: Done,
    rivals: np.ndarray,
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Counts of each history, `(history, station)`, and its votes, `(history, station, candidate)`.

    `latent` is `(history, truth, station)`.
    """
    shape = latent.shape[0], latent.shape[-1]
    table = {name: np.empty(shape, np.int64) for name in (*COUNTED, *CAST)}
    votes = np.empty((*shape, rivals.size + 1 if rivals.size else 0), np.int64)
    for k, name in enumerate(names):
        drawn = draw(name, shape[1])
        honest, leads, padded, made_up = latent[k]
        counts = count(drawn, honest, leads, padded, made_up, voters, done)
        for column, values in table.items():
            values[k] = getattr(counts, column)
        if rivals.size:
            votes[k, :, 0] = counts.leader
            votes[k, :, 1:] = drawn.rivals.multinomial(counts.valid - counts.leader, rivals)
    return table, votes


def _within(options: dict[str, float], least: float) -> None:
    """Refuse what is out of bounds, all at once."""
    wrong = [f"{n} is {x:g}" for n, x in options.items() if not least <= x <= 1.0]
    if wrong:
        message = f"{', '.join(wrong)}; must lie in {least:g} to 1"
        raise ValueError(message)


def _rivals(candidates: Sequence[float]) -> np.ndarray:
    """Shares of the rivals."""
    shares = np.asarray(candidates, float)
    if shares.size and ((shares < 0).any() or abs(shares.sum() - 1.0) > TOLERANCE):
        message = f"candidates are {list(candidates)}; must be shares of rivals' votes, 1 in all"
        raise ValueError(message)
    return shares


def _places(adults: np.ndarray, per_region: int, stations: int | None) -> np.ndarray:
    """Region of every station."""
    counts = np.full(adults.size, per_region)
    if stations is not None:
        counts = np.maximum(np.rint(stations * adults / adults.sum()), 1).astype(int)
    return np.repeat(np.arange(adults.size), counts)
