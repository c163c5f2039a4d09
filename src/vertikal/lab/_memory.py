"""A dataset in memory, as the same run on disk would read."""

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

import numpy as np

from vertikal.lab._describe import Description

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["in_memory"]


def in_memory(
    description: Description,
    records: Mapping[str, np.ndarray],
    members: np.ndarray,
    *,
    only: Container[str] | None = None,
) -> "xr.Dataset":
    """Put the records of some members, `(member, ...)` each, into a dataset.

    `only` names the variables that are wanted; None: all.
    """
    import xarray as xr  # noqa: PLC0415 - slow to import, and a run computes meanwhile

    variables = {}
    for name, column in description.variables.items():
        if only is not None and name not in only:
            continue
        values, scale = records[name], column.attrs.get("scale_factor")
        variables[name] = (column.dims, values if scale is None else values * np.float32(scale))
    coords = {
        name: (column.dims, np.asarray(column.values))
        for name, column in description.coordinates.items()
        if name != "member"
    }
    days = coords["time"][1].astype("datetime64[D]").astype("datetime64[ns]")
    coords["member"] = (("member",), members)
    coords["time"] = (("time",), days)
    return xr.Dataset(variables, coords=coords, attrs=dict(description.attrs))
