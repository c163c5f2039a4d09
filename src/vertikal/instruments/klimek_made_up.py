"""Counts made up: stations where nearly everybody is said to have voted for the leader."""

from math import log

import numpy as np

from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._klimek_reading import REFS, reading
from vertikal.instruments._residuals import Residuals
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]

TIMES = 10.0
"""Odds of voting, and of voting for the leader, in multiples of the place's. Of counts made up as
in the model, where half the voters went to the polls and half of those were for the leader, 98 of
100 are beyond that; of padded ones four."""
ENDS = 25
"""Stations that are highest, or lowest, by rank."""


def read(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    r"""Share of stations made up: the fit of Klimek et al., and an alarm that it does not ring.

    **Value**: $f_e$ of the histogram fit; its interval is the spread of sixty fits to stations
    drawn with replacement. **Null**: $f_e$ of a table that has each place's lower half twice, as it
    is and mirrored upwards. **p**: whether stations at which the odds of voting and the odds of
    voting for the leader are both ten times their neighbours' are more than those in the heaviest
    other corner, and whether ranks, too, meet more often at the top.
    """
    return reading("made_up", stations, rng, draws, far=_far, ends=ENDS)


def _far(rest: Residuals) -> tuple[np.ndarray, np.ndarray]:
    """In multiples of the place's odds."""
    return rest.turnout / log(TIMES), rest.leader / log(TIMES)


INSTRUMENT = Instrument(
    name="klimek_made_up",
    label="Klimek's share of made-up stations (a fit)",
    tests="Stations with ten times their neighbours' odds in both",
    unit="share of stations",
    needs=("registered", "ballots", "valid", "leader"),
    zero=(
        "No peak near full turnout and full support is left over, and no more stations have ten "
        "times their neighbours' odds of voting and of voting for the leader than the reverse."
    ),
    blind=(
        "A place in which every count is made up is its own yardstick: the alarm compares "
        "neighbours in the file. Five stations at least must stand out before it can ring. The "
        "share itself also counts honest stations that are nearly full and nearly unanimous."
    ),
    read=read,
    alike=(
        "Barracks, hospitals and closed settlements of a hundred voters and more are nearly full, "
        "and may be nearly unanimous."
    ),
    refs=REFS,
)
