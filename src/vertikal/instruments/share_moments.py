"""How the leader's share is spread over stations."""

import numpy as np

from vertikal.instruments._instrument import Finding
from vertikal.instruments._moments import moments_of, spread_of
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]


def share_moments(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    """Standard deviation of the leader's share over stations, weighted by valid ballots."""
    del rng, draws
    return moments_of(stations.share, stations.valid.astype(float))


INSTRUMENT = spread_of(
    "share",
    "the leader's share",
    needs=("valid", "leader"),
    blind="Where parties have homelands the spread is large of its own.",
    read=share_moments,
)
