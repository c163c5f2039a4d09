"""Voters at stations where nearly all voted, and nearly all for one."""

import numpy as np

from vertikal.instruments._instrument import Z95, Finding, Instrument
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]

NEARLY = 0.95
"""Turnout and leader's share from which a station counts: two of Klimek et al.'s widths below 1."""


def full_stations(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    """Share of registered voters at stations with turnout and leader's share of 95 % or more.

    The interval is Wilson's (1927), with as many independent stations as their sizes are worth.
    """
    del rng, draws
    voters = stations.registered.astype(float)
    if voters.sum() == 0.0:
        return Finding(np.nan, why_not="nobody is registered")
    with np.errstate(invalid="ignore"):
        full = (stations.turnout >= NEARLY) & (stations.share >= NEARLY)
    value = float(voters @ full) / voters.sum()
    n = voters.sum() ** 2 / float((voters**2).sum())
    middle, whole = value + Z95**2 / (2.0 * n), 1.0 + Z95**2 / n
    half = Z95 * float(np.sqrt(value * (1.0 - value) / n + Z95**2 / (4.0 * n**2)))
    low, high = max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)
    return Finding(value, low, high, detail={"stations": float(full.sum())})


INSTRUMENT = Instrument(
    name="full_stations",
    label="Voters at stations where nearly all chose one",
    unit="1",
    needs=("registered", "ballots", "valid", "leader"),
    zero="0: no station has both a turnout and a leader's share of 95 % or more.",
    blind="Hospitals, ships, barracks and hamlets are often full and of one mind; a count can be "
    "far from the vote without being full.",
    read=full_stations,
    alarms=False,
    refs=("Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",),
)
