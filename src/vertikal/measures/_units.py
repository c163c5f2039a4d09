"""Shared steps of measures that read units once a year: which units, which year, which means."""

from collections.abc import Iterable

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from vertikal.measures._measure import MeasureError
from vertikal.measures._within import per

__all__ = [
    "ATTRIBUTES",
    "ELECTED",
    "SERVICES",
    "among",
    "mean_of_units",
    "position",
    "share_of",
    "units_of",
    "weights",
]

ELECTED = 2
"""From this code of `unit_mode` on, residents elect the head."""
SERVICES = ("popular", "mandate", "neutral")
"""Kinds of effort that are reported each year."""
ATTRIBUTES = ("development", "anonymity", "remoteness")
"""Lasting properties of a unit by which pilots may be chosen."""


def among(option: str, value: str, allowed: Iterable[str]) -> str:
    """Return the value of an option if it is one of those allowed."""
    if value not in (names := tuple(allowed)):
        message = f"{option} is {value!r}; must be one of {', '.join(names)}"
        raise MeasureError(message)
    return value


def units_of(
    data: xr.Dataset, names: Iterable[str], tier: str, kind: str | None = None
) -> xr.Dataset:
    """Some variables, and the weights, of the units of one tier, or of one kind within it."""
    wanted = list(names)
    if lacking := [name for name in wanted if name not in data]:
        message = f"the dataset lacks {', '.join(lacking)}"
        raise MeasureError(message)
    tiers = _texts(data["unit_tier"])
    keep = tiers == among("tier", tier, dict.fromkeys(tiers))
    if kind is not None:
        if "unit_kind" not in data:
            message = f"kind is {kind!r}, but the dataset lacks unit_kind"
            raise MeasureError(message)
        kinds = _texts(data["unit_kind"])
        keep &= kinds == among(f"kind of {tier}", kind, dict.fromkeys(kinds[keep]))
    weight = [name for name in ("unit_weight",) if name in data]
    return data[[*wanted, *weight]].isel(unit=np.flatnonzero(keep))


def _texts(x: xr.DataArray) -> NDArray[np.str_]:
    """Texts as NumPy compares them, however they were stored."""
    return np.array([str(text) for text in x.values])


def weights(units: xr.Dataset) -> xr.DataArray:
    """Real units that each unit stands for: 1 where the dataset does not say."""
    if "unit_weight" in units:
        return units["unit_weight"].astype(np.float64)
    return xr.ones_like(units["unit"], dtype=np.float64)


def mean_of_units(x: xr.DataArray, where: xr.DataArray, weight: xr.DataArray) -> xr.DataArray:
    """Weighted mean over the units of a mask; NaN where it is empty."""
    kept = where & x.notnull()
    return per(xr.dot(kept * weight, x.where(kept, 0.0), dim="unit"), xr.dot(kept, weight))


def share_of(chosen: xr.DataArray, weight: xr.DataArray) -> xr.DataArray:
    """Share of all units that are chosen, by weight."""
    return xr.dot(chosen, weight) / weight.sum()


def position(x: xr.Dataset, option: str, year: int) -> int:
    """Place of a year among those of the dataset."""
    years = x["year"].values.astype(int).tolist()
    if year not in years:
        message = f"{option} is {year!r}; the dataset has the years {years[0]} to {years[-1]}"
        raise MeasureError(message)
    return int(years.index(year))
