"""Leader's votes beyond what his share at usual turnout would give: Shpilkin's method."""

import warnings
from typing import NamedTuple

import numpy as np
from scipy.optimize import curve_fit

from vertikal.instruments._instrument import Finding, Instrument
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT", "Core", "anomalous_votes", "core_of"]

BINS = 100
"""Bins of 1 % of turnout, closed on the right: 43 % belongs to (42 %, 43 %]."""
SMALLEST = 100
"""Stations with so many registered voters, or fewer, are left out."""
SMOOTH, RAW = 5, 2
"""Bins of the moving average; bins at the upper end that are left as they are."""
FITTED = 97
"""Bins to which the humps are fitted: the last are hospitals, barracks and made-up counts."""
LEVELS = (2.5, 97.5)


class Core(NamedTuple):
    """Bins of turnout among which the core is looked for, and the core."""

    first: int
    after: int
    place: int
    """Bin of the core, counted from 0: its turnout is between `place` and `place + 1` per cent."""


def anomalous_votes(
    stations: Stations, rng: np.random.Generator, draws: int, *, core: float | None = None
) -> Finding:
    r"""Leader's votes beyond what his ratio to all others in the core would give.

    With $l_b$, $o_b$ the leader's and all other ballots, invalid ones among them, in each bin of
    1 % of turnout, and $c$ the core, $\sum_b (l_b - o_b\,l_c/o_c)$. The sum runs over **all** bins,
    as in Cedar's published numbers, so that it is the leader's votes less the others' times the
    ratio in one bin. Stations with 100 registered voters or fewer are left out.

    Totals are published for a country as one histogram; the sum of regions, each with its own core,
    is another number (4.5 of 14.9 million in Russia in 2011) and leaves out regions without a core.

    The interval comes from stations drawn anew; the core is looked for again, within the same hump.
    Where the core has a few dozen stations only, it is a tenth too wide.

    Parameters
    ----------
    stations
        The table.
    rng, draws
        Of the interval.
    core
        Turnout at the right edge of the core's bin, unit 1, such as 0.44; None: found by `core_of`.
        In a vote without a hump of usual turnout the method has none to find: Cedar set it by hand
        in 2020.

    Notes
    -----
    The measure `anomalous_share` of simulated runs is a relative of it: it takes seven bins for the
    core, valid ballots only, all stations, and sums only above the core. In Russia it is a few per
    cent larger.

    References
    ----------
    Shpilkin (2009), Troitskii variant 40 (27 October 2009); Cedar (2024), How to uncover electoral
    fraud in Russia using statistics (cedarus.io) and its tables by region.
    """
    kept = (stations.registered > SMALLEST) & (stations.ballots > 0)
    kept &= (stations.ballots <= stations.registered) & (stations.leader <= stations.ballots)
    if not kept.any():
        return Finding(np.nan, why_not=f"no station has more than {SMALLEST} registered voters")
    here = stations.take(kept)
    place = (BINS * here.ballots - 1) // here.registered
    each = np.stack([here.leader, here.ballots - here.leader]).astype(float)
    leader, others = (np.bincount(place, x, BINS) for x in each)
    at = core_of(others) if core is None else _by_hand(core)
    if others[at.place] == 0.0 or leader.sum() == 0.0:
        return Finding(np.nan, why_not="all votes, or none, are the leader's at usual turnout")
    value = float(_beyond(leader, others, np.array([at.place]))[0])
    drawn = _redrawn(each, place, rng, draws)
    found = at.first + _highest(drawn[1], at.first, at.after)
    again = _beyond(drawn[0], drawn[1], found)
    low, high = np.nanpercentile(again, LEVELS) if np.isfinite(again).any() else (np.nan, np.nan)
    detail = {
        "share": value / float(leader.sum()),
        "core_turnout": (at.place + 1) / BINS,
        "core_share": float(leader[at.place] / (leader[at.place] + others[at.place])),
    }
    return Finding(value, min(float(low), value), max(float(high), value), detail=detail)


def core_of(others: np.ndarray) -> Core:
    """Bin of usual turnout, as Cedar looks for it.

    Two humps are fitted to the others' votes over turnout, averaged over five bins. The core is
    the bin with most of them within a standard deviation of the lower hump; where nothing can be
    fitted, the bin with most.
    """
    smooth = _smooth(others)
    turnout = np.arange(1, BINS + 1) / BINS
    top = smooth.argmax() / BINS
    start = (top, 0.1, smooth.max(), (1.0 + top) / 2.0, 0.01, smooth[int(BINS * (1.0 + top) / 2.0)])
    highest = int(others[:FITTED].argmax())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a poor fit is judged by where it ends
            fit, _ = curve_fit(_humps, turnout[:FITTED], smooth[:FITTED], p0=start)
    except RuntimeError:
        return Core(highest, highest + 1, highest)
    middle, spread = fit[:2] if fit[0] < fit[3] else fit[3:5]
    if not (np.isfinite(middle) and np.isfinite(spread)):
        return Core(highest, highest + 1, highest)
    first, after = int((middle - spread) * BINS), min(int((middle + spread) * BINS), BINS)
    if not 0 <= first < after:
        return Core(highest, highest + 1, highest)
    return Core(first, after, first + int(_highest(others, first, after)))


def _humps(
    x: np.ndarray, m1: float, s1: float, a1: float, m2: float, s2: float, a2: float
) -> np.ndarray:
    return a1 * np.exp(-0.5 * ((x - m1) / s1) ** 2) + a2 * np.exp(-0.5 * ((x - m2) / s2) ** 2)


def _by_hand(core: float) -> Core:
    place = round(core * BINS) - 1
    if not 0 <= place < BINS:
        message = f"core: found {core}; allowed are turnouts above 0 and up to 1, such as 0.44"
        raise ValueError(message)
    return Core(place, place + 1, place)


def _smooth(others: np.ndarray) -> np.ndarray:
    """Moving average over bins, `(..., bin)`; the last two as they are."""
    side = SMOOTH // 2
    padded = np.pad(others, [(0, 0)] * (others.ndim - 1) + [(side, side)])
    out = sum(padded[..., k : k + BINS] for k in range(SMOOTH)) / SMOOTH
    out = np.asarray(out)
    out[..., -RAW:] = others[..., -RAW:]
    return out


def _highest(others: np.ndarray, first: int, after: int) -> np.ndarray:
    """Bin with most on average, among those that are not empty; counted from `first`."""
    some = others[..., first:after] > 0.0
    return np.where(some, _smooth(others)[..., first:after], -1.0).argmax(-1)


def _beyond(leader: np.ndarray, others: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Leader's votes beyond his ratio in the core, for each draw."""
    leader, others = np.atleast_2d(leader), np.atleast_2d(others)
    row = np.arange(len(leader))
    below = others[row, core]
    ratio = np.divide(leader[row, core], below, out=np.full(len(leader), np.nan), where=below > 0.0)
    return leader.sum(-1) - ratio * others.sum(-1)


def _redrawn(
    each: np.ndarray, place: np.ndarray, rng: np.random.Generator, draws: int
) -> np.ndarray:
    """Sums in each bin if as many stations were drawn again from the same, `(2, draw, bin)`.

    By the normal law that such sums follow: how many stations a bin has varies, and their votes.
    """
    count = np.bincount(place, minlength=BINS).astype(float)
    many = np.maximum(count, 1.0)
    sums = np.stack([np.bincount(place, x, BINS) for x in each])
    mean = sums / many
    off = each - mean[:, place]
    a, b = (np.sqrt(np.bincount(place, x**2, BINS)) for x in off)
    tilt = np.bincount(place, off[0] * off[1], BINS) / np.where(a > 0.0, a, 1.0)
    rest = np.sqrt(np.maximum(b**2 - tilt**2, 0.0))
    more, u, v = rng.standard_normal((3, draws, BINS))
    more *= np.sqrt(count)
    more -= count * more.sum(-1, keepdims=True) / place.size  # their number stays the same
    leader = sums[0] + mean[0] * more + a * u
    return np.stack([leader, np.maximum(sums[1] + mean[1] * more + tilt * u + rest * v, 0.0)])


INSTRUMENT = Instrument(
    name="anomalous_votes",
    label="Leader's votes beyond his share at usual turnout",
    unit="votes",
    needs=("registered", "ballots", "leader"),
    zero="0: at all turnouts together the leader has as many votes for each of the others' as in "
    "the bin of usual turnout; less than 0: fewer.",
    blind="Places that vote more and otherwise of their own will look the same, so there is no "
    "honest null and no p value. A vote taken from others counts more than once; without a hump of "
    "usual turnout the number means nothing.",
    read=anomalous_votes,
    alarms=False,
    refs=(
        "Shpilkin (2009), Troitskii variant 40 (27 October 2009)",
        "Cedar (2024), cedarus.io/research/evolution-of-russian-elections",
    ),
)
