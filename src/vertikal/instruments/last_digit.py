"""Last digits of counts, against what neighbouring counts would give."""

import numpy as np

from vertikal.instruments._digits import TEN, DigitTest, read_digits
from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT", "last_digit"]


def last_digit(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    """Last digits of the leader's votes and of ballots, against neighbouring counts.

    `published_votes` and `published_turnout` are chi-squares against ten equally frequent digits (9
    degrees of freedom), of all counts of 10 or more. Small counts have more low digits than high
    ones, so that fails where stations are small or capped.

    The `value` is a chi-square against counts nearby (see `_smooth`), with weights that fall to
    zero at ten votes: in the middle of a distribution that is one in ten for every digit, and at
    its lower end what it has to be. Only counts of 30 or more, and 30 or more below the size of
    the station, are read, and only where chance spreads counts by 6 votes or more: less does not
    even out the last digit. Of 22 honest tables one stands out, Argentina 2009: in one province of
    that file 94 % of the counts are even, as if they had been added up twice.

    References
    ----------
    Beber & Scacco (2012), Political Analysis 20(2), 211-234.
    """
    del rng, draws
    return read_digits(TEST, stations)


def _last(counts: np.ndarray) -> np.ndarray:
    return counts % TEN


def _half(spread: float) -> int:
    del spread
    return TEN


TEST = DigitTest(_last, np.full(TEN, 1.0 / TEN), _half, least=30, spread=6.0)

INSTRUMENT = Instrument(
    name="last_digit",
    label="Last digits, against those of neighbouring counts",
    unit="chi-square",
    needs=("valid", "leader"),
    zero="Equal to its degrees of freedom (`null`): all last digits are as frequent as those of "
    "counts nearby.",
    blind="Ballots added to the box, numbers that a machine made up, and targets in per cents "
    "unless stations have round numbers of voters.",
    read=last_digit,
    alike="Counts that a table has doubled or copied, or that were rounded in a report, show too.",
    refs=("Beber & Scacco (2012), Political Analysis 20(2), 211-234",),
)
