"""Shared step: one of Klimek's two shares, its null, and an alarm that the fit does not ring."""

from collections.abc import Callable
from dataclasses import asdict
from math import nan
from typing import Literal

import numpy as np

from vertikal.instruments._instrument import Finding
from vertikal.instruments._klimek_fit import (
    FITS,
    by_likelihood,
    cells_of,
    fit,
    interval,
    mirrored,
)
from vertikal.instruments._residuals import ENOUGH, Residuals, large_enough, residuals, tails
from vertikal.instruments._stations import Stations

__all__ = ["REFS", "reading"]

REFS = (
    "Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",
    "Mebane & Egami's R version of the authors' program, in Kalinin's EFToolkit",
)
KINDS = ("padded", "made_up")
"""The model's two shares, in the order in which the likelihood fit gives them."""


def reading(
    kind: Literal["padded", "made_up"],
    stations: Stations,
    rng: np.random.Generator,
    draws: int,
    *,
    far: Callable[[Residuals], tuple[np.ndarray, np.ndarray]],
    ends: int,
    **told: str,
) -> Finding:
    """Read one share off the histogram fit, and compare the stations that are far up in both.

    Parameters
    ----------
    kind
        Which share of the fit is the value.
    stations
        The table; stations that are too small are left out.
    rng
        Source of all draws: first those of the alarm, then those of the interval.
    draws
        Draws of the alarm's null, and most fits of the interval.
    far
        Turnout and leader's share of each station against its place, in units of what is far.
    ends
        Stations that are highest, or lowest, by rank.
    told
        Further details: their name, and what the fit calls them.

    Returns
    -------
    The share, its interval and its null; p and `tested` are about the stations that are far up.
    """
    large = large_enough(stations)
    if len(large) < ENOUGH:
        why = f"{len(large)} stations have a hundred voters and a valid vote (at least {ENOUGH})"
        return Finding(nan, why_not=why)
    cells = cells_of(large.turnout, large.share, large.leader / large.registered)
    found = fit(cells)
    rest = residuals(large)
    beyond = tails(rest, far(rest), ends, rng, draws)
    of_fit = asdict(found)
    return Finding(
        of_fit[kind],
        *interval(cells, found, kind, rng, min(draws, FITS)),
        p=beyond.p,
        null=asdict(fit(mirrored(rest)))[kind],
        tested=beyond.both_up / len(large),
        tested_null=beyond.mirror / len(large),
        detail={
            "by_likelihood": by_likelihood(stations)[KINDS.index(kind)],
            "exponent": found.exponent,
            **{name: of_fit[term] for name, term in told.items()},
        },
    )
