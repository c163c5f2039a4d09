"""Padded counts: stations to which ballots for the leader seem to have been added."""

import numpy as np

from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._klimek_reading import REFS, reading
from vertikal.instruments._residuals import Residuals
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]

FAR, FAR_OF_FEW, FEW = 3.0, 2.0, 5000
"""Robust standard deviations from the place at which a station is far; in fewer stations than five
thousand two, as few are ever seen beyond three."""
ENDS = 100
"""Stations that are highest, or lowest, by rank."""


def read(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    r"""Share of stations padded: the fit of Klimek et al., and an alarm that it does not ring.

    **Value**: $f_i$ of the histogram fit; its interval is the spread of sixty fits to stations
    drawn with replacement. **Null**: $f_i$ of a table that has each place's lower half twice, as it
    is and mirrored upwards; where places differ, the fit takes that for padding, and the null says
    how much. **p**: whether stations that are far above their neighbours in both turnout and
    leader's share are more than those in the heaviest other corner, by distance and by rank.
    """
    return reading(
        "padded",
        stations,
        rng,
        draws,
        far=_far,
        ends=ENDS,
        honest_turnout="turnout",
        honest_share="leader",
    )


def _far(rest: Residuals) -> tuple[np.ndarray, np.ndarray]:
    """In robust standard deviations of the place."""
    beyond = FAR_OF_FEW if len(rest.stations) < FEW else FAR
    return rest.turnout_z / beyond, rest.leader_z / beyond


INSTRUMENT = Instrument(
    name="klimek_padded",
    label="Klimek's share of padded stations (a fit)",
    tests="Stations far above their neighbours in turnout and share",
    unit="share of stations",
    needs=("registered", "ballots", "valid", "leader"),
    zero=(
        "One honest peak explains how votes are spread, and no more stations are far above their "
        "neighbours in turnout and leader's share than far from them in another direction."
    ),
    blind=(
        "The share itself takes honest differences between places for padding, and its honest peak "
        "for whatever is commonest; read it against its null. Where much is padded it finds two "
        "thirds of that in the paper's own model, as padding moves the peak. The alarm sees only "
        "what stands out from neighbours in the file: a place padded throughout is its own "
        "yardstick, and a table sorted by result has no neighbours."
    ),
    read=read,
    alike=(
        "Villages that turn out for the leader, scattered among towns with stations of the same "
        "size, stand out from their neighbours upwards only."
    ),
    refs=REFS,
)
