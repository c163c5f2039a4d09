"""Coarse shares: more stations at one half, or at 95 %, than fractions give by chance."""

from math import nan

import numpy as np

from vertikal.instruments._instrument import ENOUGH, Finding, Instrument
from vertikal.instruments._rkd import Counts, resample, spiked
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]

ROUND = np.arange(50, 1000, 50)
"""Bins of the shares .05, .10, ..., .95: fractions whose denominators are 20 or divide it."""
NEAR = np.array([-4, -3, -2, 2, 3, 4])
"""Bins next to a round one with which it is compared."""


def read(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    """Share of stations in spikes of the leader's share, and whether the round shares have any.

    **Value**: the resampled kernel density estimate of Rozenas: stations in excess of the mean
    resample, wherever the density is above the largest of `draws` resamples. Forty resamples are
    drawn; the largest is drawn from the distribution that has their mean, at every share; the
    interval is that of sixty such draws. **Null**: the same of resamples. **p**: whether shares
    that are multiples of 5 %, none and all left out, have more stations than the shares near
    them, against resamples with as many stations. All ballots are the denominator, as there.
    """
    cast = stations.ballots if stations.has("ballots") else stations.valid
    registered = stations.registered if stations.has("registered") else None
    here = cast > 0 if registered is None else (cast > 0) & (registered >= cast)
    here &= stations.leader <= cast
    if here.sum() < ENOUGH:
        why = f"{here.sum()} stations have ballots that can be read (at least {ENOUGH})"
        return Finding(nan, why_not=why)
    counts = _sorted(registered, cast, stations.leader, here)
    drawn = resample(counts, rng)
    found, null, observed = spiked(counts, drawn, rng, draws)
    expected = drawn.counts.mean(axis=0)
    n = int(here.sum())
    more, p = _at_round(observed, expected, len(drawn.counts), rng, draws)
    return Finding(
        float(found.mean()),
        *_interval(found),
        p=p,
        null=null,
        detail={
            "round": float(more / n),
            "all": float(observed[-1] - expected[-1]) / n,
            "none": float(observed[0] - expected[0]) / n,
        },
    )


def _sorted(
    registered: np.ndarray | None, cast: np.ndarray, leader: np.ndarray, here: np.ndarray
) -> Counts:
    """Counts in an order of their own: what is drawn does not depend on that of the file."""
    columns = [x[here] for x in (leader, cast)] + ([] if registered is None else [registered[here]])
    order = np.lexsort(columns)
    return Counts(
        None if registered is None else columns[2][order], columns[1][order], columns[0][order]
    )


def _interval(found: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(found, [0.025, 0.975]).tolist()
    return min(low, float(found.mean())), max(high, float(found.mean()))


def _at_round(
    observed: np.ndarray, expected: np.ndarray, resamples: int, rng: np.random.Generator, draws: int
) -> tuple[float, float]:
    """Stations in excess at round shares, and how often resamples have so many."""
    bins = np.concatenate([ROUND[:, None], ROUND[:, None] + NEAR], axis=1)
    weight = np.append(1.0, np.full(NEAR.size, -1.0 / NEAR.size))
    more = float(((observed - expected)[bins] @ weight).sum())
    mean = expected[bins]
    stations = rng.poisson(mean, (draws, *mean.shape))
    fitted = rng.poisson(mean * resamples, (draws, *mean.shape)) / resamples
    null = ((stations - fitted) @ weight).sum(axis=1)
    return more, float((1 + (null >= more).sum()) / (draws + 1))


INSTRUMENT = Instrument(
    name="coarse_shares",
    label="Stations at round shares of the leader",
    unit="share of stations",
    needs=("valid", "leader"),
    zero=(
        "No share of the leader is more frequent than a smooth density would make it, given the "
        "fractions that each station's number of ballots allows."
    ),
    blind=(
        "Numbers made up without rounding, and small stations: with fewer than some five hundred "
        "ballots, few targets can be hit to a thousandth. The value is never quite zero: a "
        "thousand shares are looked at, each against the largest of as many resamples, and it "
        "falls as resamples rise. The alarm looks at multiples of 5 % only."
    ),
    read=read,
    alike=(
        "Hamlets where all voted alike and counts left at nought make spikes that nobody wrote; "
        "the value counts them, the alarm leaves out none and all."
    ),
    refs=(
        "Rozenas (2017), Political Analysis 25(1), 41-56",
        "Rozenas, R package spikes 1.1 (2016)",
    ),
)
