"""Stations whose turnout or leader's share is a whole per cent, beyond what chance gives."""

from typing import NamedTuple

import numpy as np

from vertikal.instruments._instrument import Z95, Finding, Instrument
from vertikal.instruments._integers import (
    STEPS,
    beyond_neighbours,
    drawn_totals,
    is_whole,
    redraw_hits,
)
from vertikal.instruments._smooth import sum_of
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT", "Excess", "integer_excess", "published_excess"]

SMALLEST, MOST = 100, 99
"""Registered voters of a station, and per cent of turnout and share, that the paper reads."""


class Excess(NamedTuple):
    """The published count, and what a binomial redraw of the same stations would give."""

    stations: int
    """Stations read."""
    hits: dict[str, np.ndarray]
    """Whether `turnout`, `share`, `either` is a whole per cent, `(step, station)`."""
    chance: dict[str, np.ndarray]
    """How often a redraw would be."""

    def excess(self, name: str, step: int = 1) -> float:
        """Stations beyond chance at multiples of `step`; NaN where a table does not have it."""
        if name not in self.hits:
            return float("nan")
        row = STEPS.index(step)
        return float(self.hits[name][row].sum() - self.chance[name][row].sum())


def published_excess(
    leader: np.ndarray,
    counted: np.ndarray,
    given: np.ndarray | None = None,
    registered: np.ndarray | None = None,
) -> Excess:
    """Count as Kobak, Shpilkin & Pshenichnikov do.

    Stations with 100 or more voters, turnout and leader's share at most 99 %. A station counts if
    its turnout or the leader's share of all ballots counted is within 0.05 of a whole per cent, or
    of a multiple of five. Under the null each count is redrawn, by itself, from a binomial
    distribution at its own share.

    Parameters
    ----------
    leader, counted
        Votes, and ballots found, valid and not; persons, `(station,)`.
    given, registered
        Ballots given out, and voters; without them only shares are read, at stations with 100 or
        more ballots.
    """
    pairs = {"share": (leader, counted)}
    if given is not None and registered is not None:
        pairs["turnout"] = (given, registered)
    kept = (counted > 0) & (pairs.get("turnout", pairs["share"])[1] >= SMALLEST)
    for votes, of in pairs.values():
        kept &= (votes >= 0) & (100 * votes <= MOST * of)
    hits: dict[str, np.ndarray] = {}
    chance: dict[str, np.ndarray] = {}
    for name, (votes, of) in pairs.items():
        k, n = (x[kept].astype(np.int64) for x in (votes, of))
        hits[name] = np.stack([is_whole(k, n, step) for step in STEPS])
        chance[name] = redraw_hits(k, n)
    either = np.logical_or.reduce(list(hits.values()))
    neither = np.prod([1.0 - p for p in chance.values()], axis=0)
    return Excess(int(kept.sum()), hits | {"either": either}, chance | {"either": 1.0 - neither})


def integer_excess(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    r"""Stations whose turnout or leader's share is a whole per cent, beyond what chance gives.

    `value` is the published count: stations within 0.05 of a whole per cent, less the mean of the
    binomial redraw; `null` is that mean. `z_published` is their difference in standard deviations
    of the redraw, `p_published` comes from `draws` draws of it. That p is not used: a redraw is
    biased where many stations stand near 0 or 100 % (Peru 2021: z = -5, nearly all of it at
    stations where the leader had one to four votes: a redraw gives none too often, and none is a
    whole per cent).

    `p` asks instead whether counts are whole per cents more often than the counts next to them, as
    `_smooth` has it: $\sum(h(k)-\sum_j w_j h(k+j))$ over turnout and share, with weights that fall
    to zero at one per cent, and 0 % and 100 % left out. All stations take part. Where ballots and
    valid ballots differ, both shares are tried and the smaller p is doubled.

    Where a table has `issued` ballots, these are the turnout, as in the paper; the interval is that
    of stations drawn anew.

    References
    ----------
    Kobak, Shpilkin & Pshenichnikov (2016), Ann. Appl. Stat. 10(1), 54-73.
    """
    counted = stations.ballots if stations.has("ballots") else stations.valid
    turnout = _turnout(stations)
    found = published_excess(stations.leader, counted, *turnout)
    if found.stations == 0:
        return Finding(np.nan, why_not=f"no station has {SMALLEST} voters and votes for others")
    chance = found.chance["either"][0]
    value, null = found.excess("either"), float(chance.sum())
    totals = drawn_totals(chance, rng, draws)
    spread = max(float(np.sqrt((chance * (1.0 - chance)).sum())), np.finfo(float).tiny)
    error = float(np.sqrt(((found.hits["either"][0] - chance) ** 2).sum()))
    detail = {
        "stations": float(found.stations),
        "observed": value + null,
        "turnout": found.excess("turnout"),
        "share": found.excess("share"),
        "multiples_of_5": found.excess("either", step=5),
        "z_published": value / spread,
        "p_published": float((1 + np.count_nonzero(totals >= value + null)) / (1 + draws)),
    }
    p, near = _near(stations, counted, turnout)
    return Finding(value, value - Z95 * error, value + Z95 * error, p, null, {**detail, **near})


def _turnout(stations: Stations) -> tuple[np.ndarray, np.ndarray] | tuple[()]:
    """Ballots given out and voters; ballots found, where a table does not tell them apart."""
    if not (stations.has("registered") and stations.has("ballots")):
        return ()
    given = stations.issued if stations.issued.size else stations.ballots
    return given, stations.registered


def _near(
    stations: Stations, counted: np.ndarray, turnout: tuple[np.ndarray, ...]
) -> tuple[float, dict[str, float]]:
    """P value against neighbouring counts, and what it comes from."""
    first = {"turnout": _beyond(*turnout)} if turnout else {}
    shares = {"share": _beyond(stations.leader, counted)}
    if not np.array_equal(stations.valid, counted):
        shares["share_of_valid"] = _beyond(stations.leader, stations.valid)
    both = [sum_of(np.concatenate([*first.values(), d])) for d in shares.values()]
    best = min(both, key=lambda s: s.p)
    detail = {"near": best.total, "near_z": best.z}
    detail |= {f"near_p_{name}": sum_of(d).p for name, d in {**first, **shares}.items()}
    return min(1.0, best.p * len(both)), detail


def _beyond(votes: np.ndarray, of: np.ndarray) -> np.ndarray:
    """As `beyond_neighbours`; 0 where a station has no count, or one that cannot be."""
    known = (votes >= 0) & (votes <= of) & (of > 0)
    out = np.zeros(votes.size)
    out[known] = beyond_neighbours(votes[known].astype(np.int64), of[known].astype(np.int64))
    return out


INSTRUMENT = Instrument(
    name="integer_excess",
    label="Stations at whole per cents, beyond chance",
    unit="stations",
    needs=("valid", "leader"),
    zero="0: turnout and share are whole per cents as often as a redraw of every count is.",
    blind="Numbers changed without a target in whole per cents leave no trace: Uganda shows none. "
    "Nor do whole per cents of stations with fewer than some hundred voters.",
    read=integer_excess,
    alike="A minute filled in from a report in whole per cents looks like a target that was met.",
    refs=("Kobak, Shpilkin & Pshenichnikov (2016), Ann. Appl. Stat. 10(1), 54-73",),
)
