"""Shared steps of measures that correlate units: ranks with ties, weights, no spread."""

import numpy as np
import xarray as xr

from vertikal.measures._within import per

__all__ = ["correlation", "mean_ranks"]

ROUNDING = 1e-12
"""Variances below this are rounding."""


def mean_ranks(x: xr.DataArray, dim: str = "unit") -> xr.DataArray:
    """Ranks over a dimension, from 0; equal values share the mean of their ranks."""
    turned = x.transpose(..., dim)
    values = turned.values
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, -1)
    place = np.arange(values.shape[-1])
    differs = ordered[..., 1:] != ordered[..., :-1]
    edge = np.ones((*values.shape[:-1], 1), bool)
    first = np.maximum.accumulate(np.where(np.concatenate([edge, differs], -1), place, 0), -1)
    last = np.minimum.accumulate(
        np.where(np.concatenate([differs, edge], -1), place, place[-1])[..., ::-1], -1
    )[..., ::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (first + last) / 2.0, -1)
    return turned.copy(data=ranks)


def correlation(x: xr.DataArray, y: xr.DataArray, weight: xr.DataArray) -> xr.DataArray:
    """Weighted correlation over units, 0 leaves one out; NaN where either does not vary."""
    whole = weight.sum("unit")
    x, y = (z - per(xr.dot(z, weight, dim="unit"), whole) for z in (x, y))
    xy, xx, yy = (xr.dot(a * b, weight, dim="unit") for a, b in ((x, y), (x, x), (y, y)))
    least = ROUNDING * whole
    return per(xy, np.sqrt(xx.where(xx > least, 0.0) * yy.where(yy > least, 0.0)))
