"""Klimek's fit, its alarm, and Rozenas's test written as an R script would: one draw after another.

Each function does what the instrument does, vectorised over stations at most, and is what the
instruments are timed against. Usage: `python benchmarks/instruments_loops_klimek.py`.
"""

import itertools
import time
from collections.abc import Callable

import numpy as np
from scipy.stats import betabinom

from vertikal import instruments
from vertikal.instruments import Stations

__all__ = ["coarse_shares", "klimek_fits", "klimek_tails"]

SHARES = (np.linspace(0.0, 1.0, 6), np.linspace(0.0, 0.3, 4), np.array([0.5, 1.0]))
"""Shares padded and made up, and exponents, that the R version of the authors' program tries."""
EDGES = np.arange(-0.005, 1.01, 0.01)
SMALLEST, BEYOND = 100, 3.0
"""Registered voters of a station; robust standard deviations at which it is far from its place."""


def klimek_fits(stations: Stations, rng: np.random.Generator, fits: int = 1) -> list[tuple]:
    """Fit by simulating every station for every point of a grid, `fits` times."""
    keep = (stations.registered >= SMALLEST) & (stations.valid > 0)
    n = stations.registered[keep]
    turnout, leader = stations.turnout[keep], stations.share[keep]
    observed = np.histogram(stations.leader[keep] / n, EDGES)[0]
    a, v = (0.01 * np.histogram(x, EDGES)[0][:95].argmax() for x in (turnout, leader))
    low = (turnout < a) & (leader < v)
    spreads = [np.sqrt(np.mean((x - y) ** 2)) for x, y in ((turnout[low], a), (leader[low], v))]
    added = np.sqrt(np.sqrt(np.mean((leader[leader > v] - v) ** 2)))
    found = []
    for _ in range(fits):
        best = (np.inf, 0.0, 0.0, 0.0)
        for padded, made_up, exponent in itertools.product(*SHARES):
            if padded + made_up > 1.0:
                continue
            honest = np.clip(rng.normal(a, spreads[0], n.size), 0.0, 1.0)
            share = np.clip(rng.normal(v, spreads[1], n.size), 0.0, 1.0)
            kind = rng.random(n.size)
            x = np.where(kind < padded, np.minimum(np.abs(rng.normal(0, added, n.size)), 1.0), 0.0)
            some = kind > 1.0 - made_up
            x[some] = 1.0 - np.minimum(np.abs(rng.normal(0, 0.075, some.sum())), 1.0)
            won = honest * share + x * (1 - honest) + x**exponent * honest * (1 - share)
            missed = ((np.histogram(won, EDGES)[0] - observed) ** 2).sum()
            best = min(best, (missed, padded, made_up, exponent))
        found.append(best[1:])
    return found


def klimek_tails(stations: Stations, rng: np.random.Generator, draws: int = 1000) -> float:
    """Residuals place by place, and groups that change sides draw by draw."""
    keep = np.flatnonzero((stations.registered >= SMALLEST) & (stations.valid > 0))
    z, groups = [], []
    for code in np.unique(stations.region[keep]):
        rows = keep[stations.region[keep] == code]
        for place in np.array_split(rows, max(round(rows.size / 20), 1)):
            both = []
            for part, whole in (("ballots", "registered"), ("leader", "valid")):
                k, n = getattr(stations, part)[place], getattr(stations, whole)[place]
                odds = np.log((k + 0.5) / (n - k + 0.5))
                rest = odds - np.median(odds)
                both.append(rest / max(1.4826 * np.median(np.abs(rest)), 1e-9))
            z.append(np.array(both))
            groups += [g.size for g in np.array_split(place, 4)]
    turnout, leader = np.concatenate(z, axis=1)
    ranks = [(np.argsort(np.argsort(x)) + 0.5) / x.size - 0.5 for x in (turnout, leader)]
    found = []
    for (a, b), beyond in (((turnout, leader), BEYOND), (ranks, 0.48)):
        up, down = np.minimum(a, b) > beyond, np.maximum(a, b) < -beyond
        parts = np.split(up.astype(int) - down, np.cumsum(groups)[:-1])
        contrast = [int(part.sum()) for part in parts]
        as_much = 0
        for _ in range(draws):
            signs = rng.choice([-1, 1], len(contrast))
            as_much += (signs * contrast).sum() >= sum(contrast)
        found.append((1 + as_much) / (draws + 1))
    return max(found)


def coarse_shares(stations: Stations, rng: np.random.Generator, draws: int = 1000) -> float:
    """Resample every station `draws` times, and keep the largest density of all."""
    n, cast, leader = stations.registered, stations.ballots, stations.leader
    kinds = [_kinds(*pair) for pair in ((cast, n), (leader, cast))]
    largest, mean = np.zeros(1001), np.zeros(1001)
    for _ in range(draws):
        ballots = rng.binomial(n, _draw(cast, n, kinds[0], rng))
        votes = rng.binomial(ballots, _draw(leader, cast, kinds[1], rng))
        share = votes / np.maximum(ballots, 1)
        largest = np.maximum(largest, _density(share))
        mean += np.histogram(share, np.arange(-0.0005, 1.001, 0.001))[0] / draws
    share = leader / np.maximum(cast, 1)
    excess = np.histogram(share, np.arange(-0.0005, 1.001, 0.001))[0] - mean
    return float(np.maximum(excess, 0.0)[_density(share) > largest].sum() / share.size)


def _kinds(part: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, ...]:
    """Three beta distributions about the thirds of a share, and how likely each station is each."""
    share = part / np.maximum(whole, 1)
    mean = np.clip(np.quantile(share, [1 / 6, 0.5, 5 / 6]), 0.02, 0.98)
    first, second = 15.0 * mean, 15.0 * (1.0 - mean)
    likely = np.stack(
        [betabinom.pmf(part, whole, a, b) for a, b in zip(first, second, strict=True)], 1
    )
    return first, second, np.cumsum(likely / likely.sum(1, keepdims=True), axis=1)


def _draw(
    part: np.ndarray, whole: np.ndarray, kinds: tuple[np.ndarray, ...], rng: np.random.Generator
) -> np.ndarray:
    first, second, below = kinds
    kind = (rng.random(part.size)[:, None] > below[:, :-1]).sum(1)
    return rng.beta(part + first[kind], whole - part + second[kind])


def _density(share: np.ndarray) -> np.ndarray:
    """Return what R's `density(share, bw=1e-4, n=1001, from=0, to=1)` is proportional to."""
    at = np.linspace(-4e-4, 1.0 + 4e-4, 1024)
    place = (share - at[0]) / (at[1] - at[0])
    left = place.astype(int)
    near = place - left
    count = np.bincount(left, 1.0 - near, 1025) + np.bincount(left + 1, near, 1025)
    return np.interp(np.linspace(0.0, 1.0, 1001), at, count[:1024])


def _simulated(n: int = 96_000) -> Stations:
    rng = np.random.default_rng(1)
    registered = np.maximum(1100 * np.exp(rng.normal(-0.18, 0.6, n)), 50).astype(np.int64)
    ballots = rng.binomial(registered, np.clip(rng.normal(0.6, 0.1, n), 0.02, 0.98))
    valid = rng.binomial(ballots, 0.985)
    leader = rng.binomial(valid, np.clip(rng.normal(0.5, 0.1, n), 0.02, 0.98))
    region = np.sort(rng.integers(0, 85, n))
    votes = np.empty((n, 0), np.int64)
    codes = tuple(f"R{k}" for k in range(85))
    return Stations(registered, ballots, valid, leader, votes=votes, region=region, codes=codes)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Time a part of each loop and the whole instrument, on 96,000 stations."""
    table, rng = _simulated(), np.random.default_rng(0)
    fit = 60 * _seconds(lambda: klimek_fits(table, rng))
    tails = 20 * _seconds(lambda: klimek_tails(table, rng, 50))
    coarse = 50 * _seconds(lambda: coarse_shares(table, rng, 20))
    for name, loop in (
        ("klimek_padded", fit + tails),
        ("klimek_made_up", fit + tails),
        ("coarse_shares", coarse),
    ):
        one = instruments.load(name)
        ours = _seconds(lambda one=one: one(table))
        print(
            f"{name:15} loop {loop:7.1f} s (from a part)  ours {ours:5.2f} s  {loop / ours:5.0f}x"
        )


if __name__ == "__main__":
    main()
