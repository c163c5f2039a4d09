"""How turnout is spread over stations."""

import numpy as np

from vertikal.instruments._instrument import Finding
from vertikal.instruments._moments import moments_of, spread_of
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]


def turnout_moments(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    """Standard deviation of turnout over stations, weighted by registered voters."""
    del rng, draws
    return moments_of(stations.turnout, stations.registered.astype(float))


INSTRUMENT = spread_of(
    "turnout",
    "turnout",
    needs=("registered", "ballots"),
    blind="Town and country differ everywhere: a spread of .05 to .15 is usual. A thick upper tail "
    "has many causes, from small hamlets to wards of hospitals.",
    read=turnout_moments,
)
