"""The fingerprint of a vote: how voters are spread over turnout and the leader's share."""

from dataclasses import dataclass

import numpy as np

from vertikal.instruments._stations import Stations

__all__ = ["Fingerprint", "fingerprint"]


@dataclass(frozen=True)
class Fingerprint:
    """Voters and votes by turnout and share."""

    edges: np.ndarray
    """Edges of the bins, the same for turnout and share, unit 1."""
    voters: np.ndarray
    """Registered voters (valid ballots, where the table has none), `(turnout, share)`."""
    leader: np.ndarray
    """Leader's votes by turnout, `(turnout,)`."""
    others: np.ndarray
    """All other valid votes by turnout, `(turnout,)`."""


def fingerprint(stations: Stations, bins: int = 100) -> Fingerprint:
    """Two-dimensional histogram of turnout and the leader's share, weighted by voters.

    **Zero** in a cell means that no station has that turnout and share. **Blind to** how many
    stations make up a cell, and to all that does not change turnout or share. A turnout above 1
    counts as 1. Without registered voters all stand at turnout 0, and only shares can be read.

    References
    ----------
    Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473, figure 1.
    """
    edges = np.linspace(0.0, 1.0, bins + 1)
    share = stations.share
    known = np.isfinite(share)
    turnout = stations.turnout if stations.has("registered") else np.zeros(len(stations))
    known &= np.isfinite(turnout)
    weight = (stations.registered if stations.has("registered") else stations.valid)[known]
    t, s = (np.minimum((x[known] * bins + 1e-9).astype(int), bins - 1) for x in (turnout, share))
    voters = np.bincount(t * bins + s, weight.astype(float), bins * bins).reshape(bins, bins)
    leader, valid = (
        np.bincount(t, x[known].astype(float), bins) for x in (stations.leader, stations.valid)
    )
    return Fingerprint(edges, voters, leader, valid - leader)
