"""Open datasets that runs have published."""

from pathlib import Path
from typing import TYPE_CHECKING

import zarr

from vertikal.io._writer import PROGRESS, DatasetError, read_progress

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["open_dataset", "request_hash"]


def request_hash(path: Path) -> str | None:
    """Hash of the request that made the dataset at `path`; None if there is no dataset."""
    try:
        return str(zarr.open_group(path, mode="r").attrs["request_hash"])
    except (OSError, KeyError, ValueError):
        return None


def open_dataset(path: Path) -> "xr.Dataset":
    """Open a dataset lazily.

    Raises
    ------
    DatasetError
        If there is none, or it is unfinished.
    """
    if (path / PROGRESS).exists():
        noted = read_progress(path)
        member = zarr.open_group(path, mode="r")["member"]
        members = member.shape[0] if isinstance(member, zarr.Array) else 0
        if noted is None or sum(b - a for a, b in noted[2]) < members:
            message = f"{path}: this run is unfinished; run the same command again to finish it"
            raise DatasetError(message)
        (path / PROGRESS).unlink()  # whole: the run was stopped between the last two steps
    import xarray as xr  # noqa: PLC0415 - half a second that a run can spend while it computes

    if not path.exists():
        part = path.with_name(path.name + ".part")
        hint = (
            f"; an unfinished run lies in {part.name}: run the same command again to finish it"
            if part.exists()
            else "; make one with `vertikal run SCENARIO --out PATH`"
        )
        message = f"{path}: no such dataset{hint}"
        raise DatasetError(message)
    if request_hash(path) is None:
        message = f"{path}: is no dataset of vertikal; `vertikal run` makes one"
        raise DatasetError(message)
    data = xr.open_zarr(path, consolidated=False, chunks=None)
    return data.set_coords(str(data.attrs["coordinate_names"]).split())
