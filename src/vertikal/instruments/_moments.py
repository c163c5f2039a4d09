"""Shared step: moments over stations, each with the error that stations give it."""

from collections.abc import Callable, Mapping

import numpy as np

from vertikal.instruments._instrument import Z95, Finding, Instrument
from vertikal.instruments._stations import Stations

__all__ = ["moments_of", "spread_of"]


def spread_of(
    short: str,
    long: str,
    *,
    needs: tuple[str, ...],
    blind: str,
    read: Callable[[Stations, np.random.Generator, int], Finding],
) -> Instrument:
    """Make the instrument that describes how one quantity is spread over stations.

    Parameters
    ----------
    short, long
        What is spread, in a word and in full.
    needs, blind, read
        As in `Instrument`.
    """
    return Instrument(
        name=f"{short}_moments",
        label=f"Spread of {long} over stations",
        unit="1",
        needs=needs,
        zero=f"0: the same {short} everywhere; "
        "skewness 0: as many stations far above as far below.",
        blind=blind,
        read=read,
        alarms=False,
        refs=("Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",),
    )


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
