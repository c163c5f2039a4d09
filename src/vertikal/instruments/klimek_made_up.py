"""Counts made up: stations where nearly everybody is said to have voted for the leader."""

from math import log, nan

import numpy as np

from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._klimek_fit import (
    FITS,
    by_likelihood,
    cells_of,
    fit,
    interval,
    mirrored,
)
from vertikal.instruments._residuals import ENOUGH, large_enough, residuals, tails
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
    large = large_enough(stations)
    if len(large) < ENOUGH:
        why = f"{len(large)} stations have a hundred voters and a valid vote (at least {ENOUGH})"
        return Finding(nan, why_not=why)
    cells = cells_of(large.turnout, large.share, large.leader / large.registered)
    found = fit(cells)
    rest = residuals(large)
    far = tails(rest, (rest.turnout / log(TIMES), rest.leader / log(TIMES)), ENDS, rng, draws)
    return Finding(
        found.made_up,
        *interval(cells, found, "made_up", rng, min(draws, FITS)),
        p=far.p,
        null=fit(mirrored(rest)).made_up,
        detail={
            "by_likelihood": by_likelihood(stations)[1],
            "exponent": found.exponent,
            "far_up": far.both_up / len(large),
            "far_mirrored": far.mirror / len(large),
        },
    )


INSTRUMENT = Instrument(
    name="klimek_made_up",
    label="Stations that look made up",
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
    refs=(
        "Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",
        "Mebane & Egami's R version of the authors' program, in Kalinin's EFToolkit",
    ),
)
