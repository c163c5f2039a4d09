"""How the leader's share is spread over stations."""

import numpy as np

from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._moments import moments_of
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]


def share_moments(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    """Standard deviation of the leader's share over stations, weighted by valid ballots."""
    del rng, draws
    return moments_of(stations.share, stations.valid.astype(float))


INSTRUMENT = Instrument(
    name="share_moments",
    label="Spread of the leader's share over stations",
    unit="1",
    needs=("valid", "leader"),
    zero="0: the same share everywhere; skewness 0: as many stations far above as far below.",
    blind="Where parties have homelands the spread is large of its own.",
    read=share_moments,
    alarms=False,
    refs=("Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",),
)
