"""Instruments as a script would write them: a loop over stations, and one over draws.

Reference for speed and for numbers: plain Python around NumPy, one station at a time, nothing
shared with the package. `python benchmarks/instruments_loops.py` times them beside the package in
one run, in turn, on made-up returns; seconds are those of the processor, which others share. Loops
take long, so they read some of the stations and their time is scaled up: all their work is per
station.
"""

import math
import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from vertikal.instruments import Stations, load

STATIONS, LOOPED, DRAWS, MANY = 96_000, 1_200, 1_000, 10_000
BINS, CERTAIN, NEAR, LEAST = 100, 0.99, 0.05, 30


def integer_excess(
    leader: np.ndarray,
    ballots: np.ndarray,
    registered: np.ndarray,
    rng: np.random.Generator,
    draws: int,
) -> tuple[float, float]:
    """Published excess of whole per cents, and the redraw's standard deviation."""
    observed, drawn = 0, np.zeros(draws)
    for k, b, n in zip(leader, ballots, registered, strict=True):
        if b == 0 or n < BINS or b / n > CERTAIN or k / b > CERTAIN:
            continue
        observed += _whole(100 * b / n) or _whole(100 * k / b)
        turnout = 100 * rng.binomial(n, b / n, draws) / n
        share = 100 * rng.binomial(b, k / b, draws) / b
        hit = (np.abs(turnout - np.round(turnout)) <= NEAR) | (
            np.abs(share - np.round(share)) <= NEAR
        )
        drawn += hit
    return observed - float(drawn.mean()), float(drawn.std())


def _whole(per_cent: float) -> bool:
    return abs(per_cent - round(per_cent)) <= NEAR


def integer_excess_by_draw(
    leader: np.ndarray,
    ballots: np.ndarray,
    registered: np.ndarray,
    rng: np.random.Generator,
    draws: int,
) -> tuple[float, float]:
    """The same, a draw of all stations at a time, as with a data frame."""
    kept = (ballots > 0) & (registered >= BINS)
    kept &= (ballots <= CERTAIN * registered) & (leader <= CERTAIN * ballots)
    k, b, n = leader[kept], ballots[kept], registered[kept]
    counts = []
    for draw in range(draws + 1):  # the first is what was observed
        drawn = rng.binomial(n, b / n), rng.binomial(b, k / b)
        cast, votes = drawn if draw else (b, k)
        turnout, share = 100 * cast / n, 100 * votes / b
        hit = (np.abs(turnout - np.round(turnout)) <= NEAR) | (
            np.abs(share - np.round(share)) <= NEAR
        )
        counts.append(int(hit.sum()))
    return counts[0] - float(np.mean(counts[1:])), float(np.std(counts[1:]))


def near_integers(votes: np.ndarray, of: np.ndarray) -> float:
    """Whole per cents beyond those of neighbouring counts."""
    total = 0.0
    for k, n in zip(votes.tolist(), of.tolist(), strict=True):
        reach = math.ceil(n / 100) - 1
        weights = hits = 0.0
        for away in range(-reach, reach + 1):
            weight = 1.0 - 100.0 * abs(away) / n
            weights += weight
            hits += weight * _inner(k + away, n)
        total += _inner(k, n) - hits / weights
    return total


def _inner(k: int, n: int) -> bool:
    nearest = math.floor(100 * k / n + 0.5)
    return 20 * abs(100 * k - nearest * n) <= n and 0 < nearest < BINS


def anomalous_votes(
    leader: np.ndarray, ballots: np.ndarray, registered: np.ndarray, core: int
) -> float:
    """Leader's votes beyond his ratio in a given bin of turnout."""
    mine, others = [0.0] * BINS, [0.0] * BINS
    for k, b, n in zip(leader.tolist(), ballots.tolist(), registered.tolist(), strict=True):
        if n > BINS and b > 0:
            place = math.ceil(100 * b / n) - 1
            mine[place] += k
            others[place] += b - k
    ratio = mine[core] / others[core]
    return sum(m - ratio * o for m, o in zip(mine, others, strict=True))


def anomalous_interval(
    leader: np.ndarray,
    ballots: np.ndarray,
    registered: np.ndarray,
    core: int,
    rng: np.random.Generator,
    draws: int,
) -> tuple[float, float]:
    """The same with stations drawn anew."""
    found = []
    for _ in range(draws):
        again = rng.integers(0, leader.size, leader.size)
        found.append(anomalous_votes(leader[again], ballots[again], registered[again], core))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def digits_beyond_neighbours(
    counts: np.ndarray, of: np.ndarray, half: int, place: str
) -> np.ndarray:
    """Digits of counts beyond those of their neighbours, three times sharpened; `(10,)`."""
    weight = [(half - abs(j)) / half**2 for j in range(1 - half, half)]
    rest = [-w for w in weight]
    rest[half - 1] += 1.0
    kernel = np.convolve(np.convolve(rest, rest), rest)
    reach = len(kernel) // 2
    total = np.zeros(10)
    for k, n in zip(counts.tolist(), of.tolist(), strict=True):
        for j in range(-reach, reach + 1):
            near = k + j
            if max(LEAST, reach) <= near <= n - max(LEAST, reach):
                text = str(near)
                total[int(text[-1] if place == "last" else text[1])] += kernel[j + reach]
    return total


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Time package and loops in turn, and print a table."""
    rng = np.random.default_rng(1)
    region = np.arange(STATIONS) % 85
    mean = rng.normal(0.6, 0.06, 85)[region], rng.normal(0.5, 0.08, 85)[region]
    registered = np.maximum(np.exp(rng.normal(6.7, 0.8, STATIONS)).astype(int), 50)
    ballots = rng.binomial(registered, np.clip(mean[0] + rng.normal(0, 0.1, STATIONS), 0.05, 1.0))
    valid = rng.binomial(ballots, 0.985)
    share = np.clip(mean[1] + rng.normal(0, 0.1, STATIONS), 0.02, 0.98)
    leader = rng.binomial(valid, share)
    none = np.empty((STATIONS, 0), np.int64)
    codes = tuple(f"R{k}" for k in range(85))
    table = Stations(registered, ballots, valid, leader, none, region, codes)
    some = rng.permutation(STATIONS)[:LOOPED]
    k, v, b, n = leader[some], valid[some], ballots[some], registered[some]

    def digits(half: int, place: str) -> None:
        digits_beyond_neighbours(k, v, half, place)
        digits_beyond_neighbours(b, n, half, place)

    def integers(draws: int) -> None:
        integer_excess(k, b, n, rng, draws)
        near_integers(b, n), near_integers(k, b), near_integers(k, v)

    def integers_by_draw(draws: int) -> None:
        integer_excess_by_draw(leader, ballots, registered, rng, draws)

    loops = {
        "integer_excess": lambda: integers(DRAWS),
        "integer_excess by draw": lambda: integers_by_draw(DRAWS // 50),
        "anomalous_votes": lambda: anomalous_interval(k, b, n, 60, rng, DRAWS // 20),
        "second_digit": lambda: digits(8, "second"),
        "last_digit": lambda: digits(10, "last"),
    }
    scale = dict.fromkeys(loops, STATIONS / LOOPED)
    scale |= {"anomalous_votes": 20 * STATIONS / LOOPED, "integer_excess by draw": 50.0}
    print(f"{STATIONS:,} stations, {DRAWS:,} draws; loops on {LOOPED:,} stations, scaled up")
    for name, loop in loops.items():
        one = load(name.split()[0])
        one(table)  # warm
        ours, theirs = [], []
        for _ in range(3):
            ours.append(_timed(lambda one=one: one(table, draws=DRAWS)))
            theirs.append(_timed(loop) * scale[name])
        fast, slow = float(np.median(ours)), float(np.median(theirs))
        print(f"{name:22} {fast:7.2f} s   loop {slow:8.1f} s   {slow / fast:6.0f} times")
    many = _timed(lambda: load("integer_excess")(table, draws=MANY))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"integer_excess with {MANY:,} draws {many:.1f} s; peak memory {peak:.2f} GiB")


if __name__ == "__main__":
    sys.exit(main())
