"""Panels of units and years: what the introduction of elections changes."""

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from vertikal.measures._measure import MeasureError
from vertikal.measures._units import ELECTED, SERVICES, among, units_of

__all__ = ["Estimate", "event_study", "regress"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ENOUGH = 2
"""Years that a unit needs to tell anything beside its own effect, and units that errors need."""
TINY = 1e-20
"""Squares below this share of the total are rounding."""
RANK = 1e-10
"""Directions of the year effects that weigh less than this tell nothing: their level is free."""


class Estimate(NamedTuple):
    """An effect and its t statistic, by member."""

    effect: xr.DataArray
    t: xr.DataArray


def event_study(
    data: xr.Dataset, service: str, tier: str, window: int, kind: str | None
) -> Estimate:
    """Regress a service on the years since elections came, beside effects of unit and year.

    A unit that introduces elections counts from `window` years before to `window` years after, a
    unit that never does throughout; so the controls of a year are the units that do not elect yet
    and those that never will. A unit that elects when the dataset opens shows no introduction and
    is left out. What comes after an introduction counts as after, whether elections are kept or
    taken away: who loses them is no accident.
    """
    if isinstance(window, bool) or not isinstance(window, int) or window < 1:
        message = f"window is {window!r}; must be a whole number of years, 1 or more"
        raise MeasureError(message)
    name = f"unit_{among('service', service, SERVICES)}_service"
    units = units_of(data, ("unit_mode", name), tier, kind)
    elected = units["unit_mode"].transpose(..., "year", "unit") >= ELECTED
    y = units[name].transpose(*elected.dims)
    ever = elected.any("year")
    years = units["year"].astype(np.int16)
    since = years - years[elected.argmax("year")].drop_vars("year")
    kept = ~elected.isel(year=0, drop=True) & (~ever | (abs(since) <= window)) & y.notnull()
    after = kept & ever & (since >= 0)
    effect, t = regress(*(x.transpose(*y.dims).values for x in (y, after, kept)))
    blank = y.isel(year=0, unit=0, drop=True)
    return Estimate(blank.copy(data=effect), blank.copy(data=t))


def regress(y: Floats, after: Bools, kept: Bools) -> tuple[Floats, Floats]:
    """Effect of a dummy, and its t statistic, from regressions on arrays `(..., year, unit)`.

    One history after another: so its arrays stay in the processor's cache, several times faster
    than all at once.

    Returns
    -------
    Effect and t, each `(...)`; NaN where the dummy says nothing beyond unit and year. t is NaN as
    well where fewer than two units are left or nothing is left to explain.
    """
    panels = (x.reshape(-1, *x.shape[-2:]) for x in (y, after, kept))
    found = [_regress_one(*panel) for panel in zip(*panels, strict=True)]
    effect, t = np.moveaxis(np.reshape(found, (*y.shape[:-2], 2)), -1, 0)
    return effect, t


def _regress_one(y: Floats, after: Bools, kept: Bools) -> tuple[float, float]:
    """Effect and t of one history, from arrays `(year, unit)`.

    Solved exactly, not by iterated demeaning, which is slow where a panel has gaps: unit effects
    are taken out by demeaning, year effects by solving what is then left of the normal equations
    (Frisch and Waugh). Errors are clustered by unit, with the usual correction
    G / (G - 1) * (N - 1) / (N - K); K counts the years and the dummy, not the unit effects, which
    lie within the clusters.
    """
    kept = kept & (kept.sum(0) >= ENOUGH)
    weight = kept.astype(np.float64)
    per_unit = np.maximum(weight.sum(0), 1.0)
    normal = np.diag(weight.sum(1)) - (weight / per_unit) @ weight.T
    inverse = np.linalg.pinv(normal, rcond=RANK, hermitian=True)

    def residual(x: Floats) -> Floats:
        """What unit and year do not explain."""
        x = weight * (x - (weight * x).sum(0) / per_unit)
        by_year = inverse @ x.sum(1)
        return weight * (x - by_year[:, None] + by_year @ weight / per_unit)

    y = np.where(kept, y, 0.0)
    dummy, rest = residual(after * weight), residual(y)
    observations, units, years = weight.sum(), kept.any(0).sum(), kept.any(1).sum()
    size = (dummy**2).sum()
    if size <= TINY * observations:
        return np.nan, np.nan
    effect = (dummy * rest).sum() / size
    left = rest - effect * dummy
    freedom = observations - years - 1
    if units < ENOUGH or freedom <= 0 or (left**2).sum() <= TINY * (y**2).sum():
        return effect, np.nan
    spread = ((dummy * left).sum(0) ** 2).sum() / size**2
    correction = units / (units - 1) * (observations - 1) / freedom
    return effect, effect / np.sqrt(spread * correction)
