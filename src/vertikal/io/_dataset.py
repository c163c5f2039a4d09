"""Open datasets that runs have published."""

import contextlib
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import zarr

from vertikal.io._sums import SUMS, Damage, damage, read_sums
from vertikal.io._writer import PROGRESS, DatasetError, read_progress

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["damaged", "open_dataset", "request_hash"]


def request_hash(path: Path) -> str | None:
    """Hash of the request that made the dataset at `path`; None if there is no dataset."""
    try:
        return str(zarr.open_group(path, mode="r").attrs["request_hash"])
    except (OSError, KeyError, ValueError):
        return None


def damaged(path: Path, *, quick: bool = True) -> "list[Damage]":
    """What is damaged in a dataset that was published; `quick`: by the lengths of its files only.

    One without checksums is as damaged as one can be.
    """
    sums = read_sums(path)
    if sums is None:
        return [Damage(SUMS, "is missing or illegible")]
    return damage(path, sums, quick=quick)


def open_dataset(path: Path, *, scaled: bool = True) -> "xr.Dataset":
    """Open a dataset lazily; without `scaled`, values are the numbers that lie in the file.

    Raises
    ------
    DatasetError
        If there is none, or it is unfinished, or files of it are lost or cut short.
    """
    if (path / PROGRESS).exists():
        noted = read_progress(path)
        member = zarr.open_group(path, mode="r")["member"]
        members = member.shape[0] if isinstance(member, zarr.Array) else 0
        if noted is None or sum(b - a for a, b in noted.done) < members:
            message = f"{path}: this run is unfinished; run the same command again to finish it"
            raise DatasetError(message)
        with contextlib.suppress(OSError):  # whole: stopped between the last two steps
            (path / PROGRESS).unlink()
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
    if (sums := read_sums(path)) is not None and (lost := damage(path, sums, quick=True)):
        raise _spoilt(path, f"{lost[0].file} {lost[0].problem}")
    with warnings.catch_warnings():  # a stranger's file in the store is no reason to worry
        warnings.filterwarnings("ignore", message=".*not recognized as a component of a Zarr")
        try:
            data = xr.open_zarr(path, consolidated=False, chunks=None, mask_and_scale=scaled)
            return data.set_coords(str(data.attrs["coordinate_names"]).split())
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise _spoilt(path, str(error).partition("\n")[0]) from error


def _spoilt(path: Path, why: str) -> DatasetError:
    return DatasetError(
        f"{path}: is damaged ({why}); `vertikal verify` says all, and the command that made it "
        "makes it again"
    )
