"""Shared step: moments over stations, each with the error that stations give it."""

from collections.abc import Mapping

import numpy as np

from vertikal.instruments._instrument import Z95, Finding

__all__ = ["moments_of"]


def moments_of(x: np.ndarray, weight: np.ndarray) -> Finding:
    """Spread over stations, weighted, with skewness and kurtosis in the details.

    The interval comes from each station's influence on the moment (the infinitesimal jackknife),
    which for so smooth a number agrees with a bootstrap over stations.

    Parameters
    ----------
    x
        A share at each station, unit 1.
    weight
        How much each counts: registered voters, or valid ballots.
    """
    known = np.isfinite(x) & (weight > 0)
    x, w = x[known], weight[known] / weight[known].sum()
    if x.size == 0:
        return Finding(np.nan, why_not="no station has any votes")
    mean = float(w @ x)
    z = x - mean
    second, third, fourth = (float(w @ z**k) for k in (2, 3, 4))
    spread = second**0.5
    if spread == 0.0:
        return Finding(0.0, 0.0, 0.0, detail={"mean": mean})
    pull = w * (z**2 - second) / (2.0 * spread)
    error = float(np.sqrt((pull**2).sum()))
    skew, excess = third / spread**3, fourth / second**2 - 3.0
    cubes = (z**3 - third - 3.0 * second * z) / spread**3
    pull_skew = w * (cubes - 1.5 * skew * (z**2 / second - 1.0))
    detail: Mapping[str, float] = {
        "mean": mean,
        "skewness": skew,
        "skewness_error": float(np.sqrt((pull_skew**2).sum())),
        "excess_kurtosis": excess,
    }
    return Finding(spread, spread - Z95 * error, spread + Z95 * error, detail=detail)
