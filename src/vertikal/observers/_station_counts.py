"""From draws and truth to counts: what was cast, and what was done to it."""

from dataclasses import dataclass

import numpy as np

from vertikal.observers._station_draws import Drawn, registered

__all__ = ["SPREAD", "Counts", "Done", "Voters", "count"]

SPREAD = 0.10
"""Standard deviation, within a region, of stations' honest turnout and of the leader's share."""
LEAST, MOST = 0.02, 0.98
"""Bounds of a station's honest turnout and leader's share."""
INVALID = 0.015
"""Share of honest ballots that are invalid; 1.4 % in Russia, 2004 to 2021."""
PADDED_SPREAD, MADE_UP_SPREAD, EXPONENT = 0.4, 0.075, 1.5
"""Spread of the added share where a count is padded and where it is made up; exponent that makes
moving a rival's ballot rarer than adding an unused one."""
ROUNDING = 1e-9
"""A share that exceeds a multiple by less than this is one."""
COARSE, FINE, COARSE_SHARE = 0.05, 0.01, 0.5
"""Multiples of which a written target is, and the share of targets that are of the coarse one.
Placeholder: Kobak, Shpilkin & Pshenichnikov (2016) show peaks at both."""


@dataclass(frozen=True)
class Voters:
    """How stations of one region differ."""

    sizes: str | np.ndarray = "lognormal"
    spread: float = SPREAD
    correlation: float = 0.0
    """Of a station's honest turnout with its leader's share."""
    by_size: float = 0.0
    """Correlation of honest turnout with the logarithm of a station's size."""


@dataclass(frozen=True)
class Done:
    """What is done to counts besides padding and making them up; nothing by default."""

    rounded: float = 0.0
    written: float = 0.0
    moved: float = 0.0


@dataclass(frozen=True)
class Counts:
    """Counts of one history's stations, whole numbers, `(station,)` each."""

    registered: np.ndarray
    ballots: np.ndarray
    valid: np.ndarray
    leader: np.ndarray
    honest_ballots: np.ndarray
    honest_leader: np.ndarray
    """As cast."""


def count(
    drawn: Drawn,
    honest: np.ndarray,
    leads: np.ndarray,
    padded: np.ndarray,
    made_up: np.ndarray,
    voters: Voters,
    done: Done,
) -> Counts:
    """Count one history's stations; the truth is that of each station's region."""
    whole = drawn.counts.binomial
    size = registered(drawn.size, voters.sizes)
    held = honest > 0
    z = _mixed(drawn.size, drawn.turnout, voters.by_size)
    cast = whole(size, held * _around(honest, z, voters.spread))
    invalid = whole(cast, INVALID)
    z = _mixed(z, drawn.leader, voters.correlation)
    leader = whole(cast - invalid, _around(leads, z, voters.spread))
    inventing = drawn.kind < made_up
    padding = ~inventing & (drawn.kind < made_up + padded)
    x = np.where(
        inventing,
        np.maximum(1.0 - MADE_UP_SPREAD * drawn.added, 0.0),
        padding * np.minimum(PADDED_SPREAD * drawn.added, 1.0),
    )
    added = whole(size - cast, held * x)
    moved = whole(cast - invalid - leader, held * x**EXPONENT)
    counts = Counts(
        size, cast + added, cast - invalid + added, leader + added + moved, cast, leader
    )
    if done.rounded or done.written:
        near = inventing & (drawn.target < done.rounded)
        above = ~inventing & ~padding & (drawn.target < done.written)
        counts = _written(counts, drawn, near & held, above & held)
    if done.moved:
        more = drawn.moved.binomial(counts.valid - counts.leader, done.moved)
        counts = _with(counts, counts.ballots, counts.valid, counts.leader + more)
    return counts


def _written(counts: Counts, drawn: Drawn, near: np.ndarray, above: np.ndarray) -> Counts:
    """Write round targets: the nearest to what was made up, or the next above what was cast."""
    multiple = np.where(drawn.multiple < COARSE_SHARE, COARSE, FINE)
    invalid = counts.ballots - counts.valid

    def target(part: np.ndarray, old: np.ndarray, new: np.ndarray) -> np.ndarray:
        steps = part / np.maximum(old, 1) / multiple
        steps = np.where(above, np.ceil(steps - ROUNDING), np.rint(steps))
        goal = np.rint(np.minimum(steps * multiple, 1.0) * new).astype(np.int64)
        return np.where(near, goal, np.where(above, np.maximum(goal, part), part))

    ballots = target(counts.ballots, counts.registered, counts.registered)
    valid = np.maximum(ballots - invalid, 0)
    return _with(counts, ballots, valid, target(counts.leader, counts.valid, valid))


def _with(counts: Counts, ballots: np.ndarray, valid: np.ndarray, leader: np.ndarray) -> Counts:
    return Counts(
        counts.registered, ballots, valid, leader, counts.honest_ballots, counts.honest_leader
    )


def _mixed(z: np.ndarray, own: np.ndarray, correlation: float) -> np.ndarray:
    """Standard normal draws with this correlation with `z`; exactly `own` where it is 0."""
    return correlation * z + np.sqrt(1.0 - correlation**2) * own


def _around(mean: np.ndarray, z: np.ndarray, most: float) -> np.ndarray:
    """Stations' shares around their region's, less spread out where that is near 0 or 1."""
    spread = np.minimum(most, np.minimum(mean, 1.0 - mean) / 2.0)
    return np.clip(mean + spread * z, LEAST, MOST)
