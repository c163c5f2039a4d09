"""How stations differ from their neighbours, and whether one corner of that is heavier than others.

Honest turnout and honest shares differ from place to place, between villages and towns, and the
two go together, here one way and there the other. What honest returns have no reason to do is to
run further *up in both* than in every other direction: adding ballots for one candidate does.
"""

from dataclasses import dataclass

import numpy as np

from vertikal.instruments._stations import Stations

__all__ = [
    "ENOUGH",
    "SMALLEST",
    "Residuals",
    "Tails",
    "large_enough",
    "residuals",
    "tails",
]

SMALLEST = 100
"""Registered voters below which a station is left out: hospitals, ships, hamlets. Klimek et al.
(2012) leave out electorates below a hundred, as recalled; the page could not be checked."""
ENOUGH = 30
"""Stations left below which nothing is read."""
LEAST_SHARE, MOST_SHARE = 0.02, 0.1
"""Least and most that the stations at the top, or at the bottom, by rank may be of all."""
PLACE = 20
"""Stations of a place: neighbours in the file, within a region."""
TOGETHER = 5
"""Neighbouring stations that are mirrored together: they may share a village or a building."""
STEEPEST = 2.0
"""Log of sizes beyond which a station's size says no more about its residual."""
CLIP = 3.0
"""Robust standard deviations beyond which a residual weighs no more in the effect of size."""
MAD = 1.4826
"""Standard deviation of a normal distribution with median absolute deviation 1."""


@dataclass(frozen=True)
class Residuals:
    """Differences between stations and their places, in log odds, `(station,)`."""

    stations: Stations
    """Those that were large enough to be read."""
    place: np.ndarray
    turnout: np.ndarray
    leader: np.ndarray
    turnout_z: np.ndarray
    """In robust standard deviations of the place."""
    leader_z: np.ndarray


@dataclass(frozen=True)
class Tails:
    """Stations far from their places in both turnout and leader's share."""

    both_up: int
    both_down: int
    crowded_rival: int
    """Turnout far up, leader's share far down."""
    empty_leader: int
    """Turnout far down, leader's share far up."""
    p: float
    """How often honest returns have as many in the upper corner."""

    @property
    def mirror(self) -> int:
        """Stations in the heaviest of the three other corners."""
        return max(self.both_down, self.crowded_rival, self.empty_leader)


def large_enough(stations: Stations) -> Stations:
    """Stations of a hundred voters and more at which somebody voted, and nobody beyond the roll."""
    keep = (stations.registered >= SMALLEST) & (stations.valid > 0)
    keep &= (stations.ballots <= stations.registered) & (stations.leader <= stations.valid)
    return stations.take(keep)


def residuals(stations: Stations) -> Residuals:
    """Differences from the median of the place, less what the station's size explains.

    A place is some twenty stations that are neighbours in the file, in one region. Within each
    region, the residuals' slope on the logarithm of registered voters is taken off as well: a
    village among towns is small. Medians, and a slope of clipped residuals, because a few padded
    stations must not move what they are compared with.
    """
    place = _places(stations.region)
    size = np.log(stations.registered)
    size = np.clip(size - _medians(size, place)[place], -STEEPEST, STEEPEST)
    turnout, turnout_z = _from_place(
        stations.ballots, stations.registered, size, place, stations.region
    )
    leader, leader_z = _from_place(stations.leader, stations.valid, size, place, stations.region)
    return Residuals(stations, place, turnout, leader, turnout_z, leader_z)


def tails(
    rest: Residuals,
    far: tuple[np.ndarray, np.ndarray],
    ends: int,
    rng: np.random.Generator,
    draws: int,
) -> Tails:
    """Compare the upper corner, where both are far up, with its mirror images.

    Under the null the upper corner is no heavier than the heaviest other one, and groups of
    neighbours change sides at random. It has to be false twice, and the larger p counts. **By
    distance**: the corners begin where `far`, turnout and leader's share in units of what is far,
    is 1 or -1. That alone would take honest tails that are longer upwards for a finding. **By
    rank**: they begin with the `ends` stations that are highest and lowest in turnout and in
    leader's share. However skewed the two are, and however they go together, ranks have no reason
    to meet more often at the top than at the bottom.
    """
    corners = _corners(*far, 1.0)
    p = 1.0
    if corners[0].any():
        together = _groups(rest.place, TOGETHER)
        share = np.clip(ends / rest.place.size, LEAST_SHARE, MOST_SHARE)
        ranks = _corners(_ranks(rest.turnout_z), _ranks(rest.leader_z), 0.5 - share)
        p = max(_mirrored(c, together, rng, draws) for c in (corners, ranks))
    up, down, crowded, empty = (int(c.sum()) for c in corners)
    return Tails(up, down, crowded, empty, p)


def _corners(turnout: np.ndarray, leader: np.ndarray, beyond: float) -> list[np.ndarray]:
    """Whether stations are far up in both, far down in both, or far up in one and down in one."""
    far = np.minimum(np.abs(turnout), np.abs(leader)) > beyond
    up, right = turnout > 0, leader > 0
    return [far & a & b for a, b in ((up, right), (~up, ~right), (up, ~right), (~up, right))]


def _ranks(x: np.ndarray) -> np.ndarray:
    """Rank of each, between -1/2 and 1/2."""
    ranks = np.empty(x.size)
    ranks[np.argsort(x, kind="stable")] = (np.arange(x.size) + 0.5) / x.size - 0.5
    return ranks


def _mirrored(
    corners: list[np.ndarray], together: np.ndarray, rng: np.random.Generator, draws: int
) -> float:
    """How often groups that change sides at random leave as much in the upper corner."""
    heaviest = max(corners[1:], key=np.sum)
    more = np.bincount(together, corners[0].astype(float) - heaviest)
    more = more[more != 0].astype(np.float32)
    if more.size == 0:
        return 1.0
    sides = rng.integers(0, 2, (draws, more.size), dtype=np.int8)
    drawn = 2.0 * (sides @ more) - more.sum()
    return float((1 + (drawn >= more.sum()).sum()) / (draws + 1))


def _places(region: np.ndarray) -> np.ndarray:
    """Number of each station's place: twenty or so neighbours in the file, in one region."""
    return _groups(np.unique(region, return_inverse=True)[1], PLACE)


def _groups(whole: np.ndarray, size: int) -> np.ndarray:
    """Cut each whole, in the order of the file, into equal groups of about this size."""
    order = np.argsort(whole, kind="stable")
    sorted_ = whole[order]
    n = np.bincount(whole)
    start = np.cumsum(n) - n
    parts = np.maximum(np.rint(n / size).astype(np.int64), 1)
    within = (np.arange(whole.size) - start[sorted_]) * parts[sorted_] // n[sorted_]
    group = np.empty(whole.size, np.int64)
    group[order] = (np.cumsum(parts) - parts)[sorted_] + within
    return group


def _from_place(
    part: np.ndarray, whole: np.ndarray, size: np.ndarray, place: np.ndarray, region: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Residual log odds of a share, plain and in robust standard deviations of the place."""
    odds = np.log((part + 0.5) / (whole - part + 0.5))
    rest = odds - _medians(odds, place)[place]
    rest = rest - _slope(rest, size, region)[region] * size
    rest = rest - _medians(rest, place)[place]
    spread = MAD * _medians(np.abs(rest), place)[place]
    return rest, rest / np.maximum(spread, 1e-9)


def _slope(rest: np.ndarray, size: np.ndarray, region: np.ndarray) -> np.ndarray:
    """Slope of clipped residuals on size, by region."""
    bound = CLIP * MAD * _medians(np.abs(rest), region)[region]
    clipped = np.clip(rest, -bound, bound)
    return np.bincount(region, clipped * size) / np.maximum(np.bincount(region, size**2), 1e-9)


def _medians(x: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Median of each group; 0 of a group without members."""
    order = np.lexsort((x, group))
    n = np.bincount(group)
    start = np.cumsum(n) - n
    low, high = start + np.maximum(n - 1, 0) // 2, start + n // 2
    last = x.size - 1
    values = x[order]
    middle = 0.5 * (values[np.minimum(low, last)] + values[np.minimum(high, last)])
    return np.where(n > 0, middle, 0.0)
