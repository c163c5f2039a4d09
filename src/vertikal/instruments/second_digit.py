"""Second digits of counts, against what neighbouring counts would give."""

import numpy as np

from vertikal.instruments._digits import BENFORD, DigitTest, read_digits, second
from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT", "second_digit"]


def second_digit(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    r"""Second digits of the leader's votes and of ballots, against neighbouring counts.

    `published_votes` and `published_turnout` are Mebane's chi-square against Benford's law (9
    degrees of freedom; 16.9 is reached once in twenty times, if that law held). Honest counts do
    not follow it, because stations are alike in size: in 22 honest tables it is 6 to 94,000.

    So the `value` is a chi-square against what counts nearby would give (see `_smooth`), within
    half a standard deviation of chance, $\sqrt{n\bar p(1-\bar p)}$, of each: no distribution of
    honest counts is rougher than that. What the kernel blurs away is put back three times. What is
    left raises the statistic by less than 0.2 in 100,000 stations, even if all had one size and one
    share. So narrow a comparison sees only what moves counts by a few votes.

    References
    ----------
    Mebane (2006), Election Forensics: The Second-digit Benford's Law Test, Election Fraud
    Conference, Salt Lake City.
    """
    del rng, draws
    return read_digits(TEST, stations)


def _half(spread: float) -> int:
    return max(round(spread / 2.0), 1)


TEST = DigitTest(second, BENFORD, _half, least=10)

INSTRUMENT = Instrument(
    name="second_digit",
    label="Second digits, against those of neighbouring counts",
    unit="chi-square",
    needs=("valid", "leader"),
    zero="Equal to its degrees of freedom (`null`): second digits are as frequent as those of "
    "counts nearby; the published statistic, in the details, has no such meaning.",
    blind="Nearly everything: ballots added, moved or made up leave second digits as they are "
    "unless someone likes tens or hundreds. Russia, where whole per cents abound, shows nothing.",
    read=second_digit,
    alike="Counts that a table has doubled or copied, or that were rounded in a report, show too.",
    refs=("Mebane (2006), Election Fraud Conference, Salt Lake City",),
)
