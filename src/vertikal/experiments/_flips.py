"""Which uncertain parameters decide whether a claim holds: Sobol indices, and a box in words."""

import warnings
from dataclasses import dataclass

import numpy as np

from vertikal.experiments._prior import Prior

__all__ = ["FEWEST", "Flips", "first_order", "flips_of"]

HARMONICS = 4
"""Harmonics that count as an effect: smooth ones; each more lets chance in."""
CHANCE = 10
"""Shuffles of the effect from which the index that chance gives is learnt."""
FEWEST, FEW = 40, 6
"""Draws, and draws of the rarer verdict, below which nothing is said."""
MOST = 4
"""Parameters named."""
CLEAR = 0.8
"""Share of the draws in a box that must agree for the box to be told."""
LARGE = 0.15
"""Share of the draws that go one way which a box must hold to be told."""
SIDES = 3
"""Parameters that bound a box that can still be told in words."""


@dataclass(frozen=True)
class Flips:
    """What makes a claim fail or hold."""

    parameters: tuple[tuple[str, float], ...]
    """First-order Sobol index of the effect for those that chance does not explain, largest first.
    """
    box: str
    """Where the rarer verdict rules, in words; empty if there is no such box."""


def flips_of(prior: Prior, effect: np.ndarray, holds: np.ndarray, *, seed: int = 0) -> Flips:
    """Find the parameters that move an effect, and the box in which the rarer verdict rules.

    Parameters
    ----------
    prior
        The draws.
    effect, holds
        Effect in each draw, NaN where it has none, and whether the claim then holds.
    """
    known = np.isfinite(effect)
    x, y, holds = prior.values[known], effect[known], holds[known]
    if known.sum() < FEWEST or np.ptp(y) == 0.0:
        return Flips((), "")
    indices = first_order(prior, x, y)
    rng = np.random.default_rng(seed)
    chance = [first_order(prior, x, rng.permutation(y)).max() for _ in range(CHANCE)]
    bar = float(max(chance))
    order = np.argsort(-indices)[:MOST]
    named = tuple((prior.names[i], float(indices[i])) for i in order if indices[i] > bar)
    return Flips(named, _box(prior, x, holds))


def first_order(prior: Prior, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """First-order indices from given draws (RBD-FAST), of ranks: outliers do not rule."""
    from SALib.analyze import rbd_fast  # noqa: PLC0415 - an extra, and slow to import

    ranks = np.argsort(np.argsort(y)).astype(float)
    problem = {"num_vars": len(prior.names), "names": list(prior.names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of one resample, which is not used
        found = rbd_fast.analyze(problem, x, ranks, M=HARMONICS, num_resamples=1)
    return np.nan_to_num(np.asarray(found["S1"], float))


def _box(prior: Prior, x: np.ndarray, holds: np.ndarray) -> str:
    """Say where the rarer verdict rules (PRIM, by ema_workbench)."""
    rare = ~holds if holds.mean() >= 0.5 else holds  # noqa: PLR2004 - a half
    if rare.sum() < FEW or rare.all():
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of optional parts of the library that are not there
        import pandas as pd  # noqa: PLC0415 - comes with the extra
        from ema_workbench.analysis import prim  # noqa: PLC0415 - an extra, and slow to import

        frame = pd.DataFrame(x, columns=list(prior.names))
        found = prim.Prim(frame, rare, threshold=CLEAR, peel_alpha=0.1).find_box()
    if found is None:
        return ""
    path: pd.DataFrame = found.peeling_trajectory
    good = path[
        (path["density"] >= CLEAR) & (path["coverage"] >= LARGE) & (path["res_dim"] <= SIDES)
    ]
    if good.empty:
        return ""
    widest = int(np.argmax(good["coverage"].tolist()))
    limits = found.box_lims[int(good["id"].tolist()[widest])]
    sides = []
    for k, name in enumerate(prior.names):
        low, high = (float(v) for v in limits[name])
        if low > x[:, k].min():
            sides.append(f"{name} > {low:.3g}")
        if high < x[:, k].max():
            sides.append(f"{name} < {high:.3g}")
    word = "fails" if holds.mean() >= 0.5 else "holds"  # noqa: PLR2004 - a half
    return f"{word} when {' and '.join(sides)}"
