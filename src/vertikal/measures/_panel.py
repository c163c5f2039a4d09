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
    y = units[name].transpose(..., "year", "unit")
    ever = elected.any("year")
    first = units["year"].astype(int)[elected.argmax("year")].drop_vars("year")
    since = units["year"].astype(int) - first
    kept = ~elected.isel(year=0, drop=True) & (~ever | (abs(since) <= window)) & y.notnull()
    after = kept & ever & (since >= 0)
    order = y.dims
    effect, t = regress(
        y.values.astype(np.float64),
        after.transpose(*order).values,
        kept.transpose(*order).values,
    )
    blank = y.isel(year=0, unit=0, drop=True)
    return Estimate(blank.copy(data=effect), blank.copy(data=t))


def regress(y: Floats, after: Bools, kept: Bools) -> tuple[Floats, Floats]:
    """Effect of a dummy, and its t statistic, from regressions on arrays `(..., year, unit)`.

    The regressions of all members are solved at once and exactly, not by iterated demeaning: unit
    effects are taken out by demeaning, year effects by solving what is then left of the normal
    equations, one small matrix a member (Frisch and Waugh). Errors are clustered by unit, with the
    usual correction G / (G - 1) * (N - 1) / (N - K); K counts the years and the dummy, not the unit
    effects, which lie within the clusters.

    Returns
    -------
    Effect and t, each `(...)`; NaN where the dummy says nothing beyond unit and year. t is NaN as
    well where fewer than two units are left or nothing is left to explain.
    """
    kept = kept & (kept.sum(-2, keepdims=True) >= ENOUGH)
    weight = kept.astype(np.float64)
    per_unit = np.maximum(weight.sum(-2, keepdims=True), 1.0)
    shared = -(weight / per_unit) @ np.swapaxes(weight, -1, -2)
    steps = np.arange(shared.shape[-1])
    shared[..., steps, steps] += weight.sum(-1)
    inverse = np.linalg.pinv(shared, rcond=RANK, hermitian=True)

    def residual(x: Floats) -> Floats:
        """What unit and year do not explain."""
        x = weight * (x - (weight * x).sum(-2, keepdims=True) / per_unit)
        by_year = inverse @ x.sum(-1, keepdims=True)
        by_unit = (weight * by_year).sum(-2, keepdims=True) / per_unit
        return weight * (x - by_year + by_unit)

    y = np.where(kept, y, 0.0)
    dummy, rest = residual(after * weight), residual(y)
    size = (dummy**2).sum((-2, -1))
    observations, units = weight.sum((-2, -1)), kept.any(-2).sum(-1)
    known = size > TINY * observations
    safe = np.where(known, size, 1.0)
    effect = np.where(known, (dummy * rest).sum((-2, -1)) / safe, np.nan)
    left = rest - np.nan_to_num(effect)[..., None, None] * dummy
    freedom = observations - kept.any(-1).sum(-1) - 1
    told = (
        known
        & (units >= ENOUGH)
        & (freedom > 0)
        & ((left**2).sum((-2, -1)) > TINY * (y**2).sum((-2, -1)))
    )
    spread = ((dummy * left).sum(-2) ** 2).sum(-1) / safe**2
    correction = units / np.maximum(units - 1, 1) * (observations - 1) / np.maximum(freedom, 1)
    told &= spread > 0.0
    t = np.where(told, effect / np.sqrt(np.where(told, spread * correction, 1.0)), np.nan)
    return effect, t
