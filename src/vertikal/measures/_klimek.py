"""Shared step of two measures: how many stations are padded, how many made up, by likelihood."""

import math
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from vertikal.measures._returns import Returns, ratio

__all__ = ["falsified_stations"]

PADDED_SPREAD, MADE_UP_SPREAD, EXPONENT = 0.4, 0.075, 1.5
"""Klimek et al. (2012): spread of the added share where a count is padded and where it is made up;
exponent for moved ballots. Fixed, as one vote cannot tell them from the shares themselves."""
CELL = 0.02
"""Width of the cells of turnout and leader's share in which stations are counted."""
NOISE = 0.02
"""Standard deviation of a station's shares around what its voters wanted: counting and cells."""
ROUNDS, ENOUGH = 60, 3e-5
"""Most rounds of the fit; change of the shares within a step at which it ends."""
FLOOR = np.array([0.01, 0.01, 0.01, 0.01, 1e-9, 1e-9, 1e-9])
"""Lower bounds of means, spreads and shares."""


@dataclass(frozen=True)
class _Kinds:
    """Kinds of station: counted as cast first, then padded and made up, by added share `x`."""

    x: np.ndarray
    within: np.ndarray
    """Share of its group (honest, padded, made up) that a kind is."""
    group: np.ndarray


def _kinds() -> _Kinds:
    """Added shares on a grid, and how often the model has them."""
    padded, made_up = np.linspace(0.0, 1.0, 17), np.linspace(0.0, 0.25, 6)
    x = [0.0, *_middles(padded), 1.0, *(1.0 - _middles(made_up))]
    within = [1.0, *_mass(padded, PADDED_SPREAD), *_mass(made_up, MADE_UP_SPREAD)[:-1]]
    group = [0] + [1] * padded.size + [2] * (made_up.size - 1)
    return _Kinds(np.array(x), np.array(within), np.array(group))


def _middles(edges: np.ndarray) -> np.ndarray:
    return (edges[1:] + edges[:-1]) / 2.0


def _mass(edges: np.ndarray, spread: float) -> np.ndarray:
    """Share of a half normal distribution between the edges, and beyond the last."""
    below = np.array([math.erf(e / spread / math.sqrt(2.0)) for e in edges])
    return np.diff(np.append(below, 1.0))


KINDS = _kinds()
_FITTED: WeakKeyDictionary[Returns, tuple[np.ndarray, np.ndarray]] = WeakKeyDictionary()
"""Two measures read one fit."""


def falsified_stations(returns: Returns) -> tuple[np.ndarray, np.ndarray]:
    """Share of stations that are padded, and share that are made up, `(...)` each.

    The model is that of the observer with one country in place of regions: honest turnout and
    leader's share are normal and independent over stations. It is fitted by expectation
    maximisation to the counts of stations in cells of turnout and leader's share, one history at
    a time. NaN where nobody voted.
    """
    if returns not in _FITTED:
        _FITTED[returns] = _fitted(returns)
    return _FITTED[returns]


def _fitted(returns: Returns) -> tuple[np.ndarray, np.ndarray]:
    turnout = ratio(returns.ballots, returns.registered)
    leader = ratio(returns.leader, returns.valid)
    n = returns.region.size
    shares = np.array(
        [
            _fit(*_cells(t, s, w))
            for t, s, w in zip(
                turnout.reshape(-1, n),
                leader.reshape(-1, n),
                returns.weight.reshape(-1, n),
                strict=True,
            )
        ]
    ).reshape(*turnout.shape[:-1], 2)
    return shares[..., 0], shares[..., 1]


def _cells(
    turnout: np.ndarray, leader: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean turnout, mean leader's share and share of stations of the cells that have any."""
    here = np.isfinite(turnout) & np.isfinite(leader) & (turnout > 0)
    turnout, leader, weight = np.minimum(turnout[here], 1.0), leader[here], weight[here]
    across = round(1.0 / CELL) + 1
    place = (turnout / CELL).astype(int) * across + (leader / CELL).astype(int)
    total = np.bincount(place, weight)
    full = np.flatnonzero(total)
    means = (np.bincount(place, weight * x)[full] / total[full] for x in (turnout, leader))
    t, s = means
    return t, s, total[full] / max(total.sum(), 1e-300)


def _fit(t: np.ndarray, s: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Shares of padded and of made up stations."""
    if t.size == 0:
        return math.nan, math.nan
    t, s, weight = t[:, None], s[:, None], weight[:, None]
    a, v = (_quantile(y.ravel(), weight.ravel(), 0.4) for y in (t, s))
    now = np.array([a, v, 0.1, 0.1, 0.68, 0.3, 0.02])
    for _ in range(ROUNDS):
        one = _step(t, s, weight, now)
        two = _step(t, s, weight, one)
        if np.abs(two[4:] - one[4:]).max() < ENOUGH:
            now = two
            break
        now = _leap(now, one, two)
    return float(now[5]), float(now[6])


def _leap(now: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Go on where two steps lead: they are safe but short (Varadhan & Roland 2008, SQUAREM).

    No share falls below a fifth of what the steps gave it: from nothing there is no way back.
    """
    step, bend = one - now, two - 2.0 * one + now
    far = min(-float(np.linalg.norm(step)) / max(float(np.linalg.norm(bend)), 1e-12), -1.0)
    then = np.maximum(now - 2.0 * far * step + far**2 * bend, FLOOR)
    then[4:] = np.maximum(then[4:], two[4:] / 5.0)
    then[4:] /= then[4:].sum()
    return then


def _step(t: np.ndarray, s: np.ndarray, weight: np.ndarray, now: np.ndarray) -> np.ndarray:
    """One step of expectation maximisation: means, spreads, and shares of the three groups."""
    a, v, a_spread, v_spread = now[:4]
    log, a_hat, a_left, v_hat, v_left = _match(t, s, a, a_spread, v, v_spread)
    likely = np.exp(log - log.max(1, keepdims=True)) * (now[4:][KINDS.group] * KINDS.within)
    part = weight * likely / likely.sum(1, keepdims=True)
    a, v = (part * a_hat).sum(), (part * v_hat).sum()
    a_spread = math.sqrt((part * ((a_hat - a) ** 2 + a_left)).sum())
    v_spread = math.sqrt((part * ((v_hat - v) ** 2 + v_left)).sum())
    groups = np.bincount(KINDS.group, part.sum(0), minlength=3)
    return np.array([a, v, a_spread, v_spread, *groups])


def _match(
    t: np.ndarray, s: np.ndarray, a: float, a_spread: float, v: float, v_spread: float
) -> tuple[np.ndarray, ...]:
    """How well each kind explains each cell, and what its honest shares then were.

    With added share x, turnout is linear in the honest one, and the leader's share linear in the
    honest one given turnout; with normal noise both are found as in a regression.
    """
    x = KINDS.x
    noise = NOISE**2
    t_var = ((1.0 - x) * a_spread) ** 2 + noise
    t_off = t - (a + x * (1.0 - a))
    gain = (1.0 - x) * a_spread**2 / t_var
    a_hat = np.clip(a + gain * t_off, 0.01, 0.99)
    a_left = a_spread**2 * (1.0 - gain * (1.0 - x))
    moved = x**EXPONENT
    cast = a_hat + x * (1.0 - a_hat)
    slope = (1.0 - moved) * a_hat / cast
    s_var = (slope * v_spread) ** 2 + noise
    s_off = s - (1.0 - slope + slope * v)
    s_gain = slope * v_spread**2 / s_var
    v_hat = v + s_gain * s_off
    v_left = v_spread**2 * (1.0 - s_gain * slope)
    log = -0.5 * (t_off**2 / t_var + np.log(t_var) + s_off**2 / s_var + np.log(s_var))
    return log, a_hat, a_left, v_hat, v_left


def _quantile(x: np.ndarray, weight: np.ndarray, at: float) -> float:
    order = np.argsort(x)
    below = np.cumsum(weight[order])
    return float(x[order][np.searchsorted(below, at * below[-1])])
