"""Datasets on disk: written member range by member range, resumed, published by one rename.

While a run is under way its store lies beside the goal, as `NAME.part`, with the list of finished
ranges; a store that bears its final name is whole. Zarr format 3, readable by
`xarray.open_zarr`.
"""

import fcntl
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import zarr
from zarr.codecs import BloscCodec

from vertikal.lab import Description

__all__ = ["PROGRESS", "DatasetError", "Writer", "read_progress"]

PROGRESS = "progress.json"
CHUNK_MEMBERS = 100
"""Members in a chunk of the store, rounded up to whole calls: written, or lost, at once."""
COMPRESSED = BloscCodec(cname="lz4", clevel=3)


class DatasetError(ValueError):
    """A dataset that cannot be read or written; the message says which, why, and what to do."""

    def __init__(self, message: str, code: int = 3) -> None:
        super().__init__(message)
        self.code = code
        """Exit code for the command line: 3 the input will not do, 4 the run failed."""


def _clean(attrs: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.item() if isinstance(v, np.generic) else v for k, v in attrs.items()}


class Writer:
    """A dataset that is being written."""

    def __init__(
        self, out: Path, description: Description, width: int, *, overwrite: bool = False
    ) -> None:
        self.out = out
        self.part = out.with_name(out.name + ".part")
        self.description = description
        self.width = width
        self.overwrite = overwrite
        self.chunk = width * max(1, -(-CHUNK_MEMBERS // width))
        self.done: list[tuple[int, int]] = []
        self._waiting: list[tuple[tuple[int, int], Mapping[str, np.ndarray]]] = []
        self._arrays: dict[str, zarr.Array] = {}
        self._held: TextIO | None = None

    def begin(self) -> list[tuple[int, int]]:
        """Create the store, or take up one that the same request left; return finished ranges.

        Raises
        ------
        DatasetError
            If the folder cannot be written.
        """
        try:
            self._lock()
            if not self._take_up():
                self._create()
        except OSError as error:
            raise self._failed(error) from error
        return list(self.done)

    def write(self, span: tuple[int, int], records: Mapping[str, np.ndarray]) -> None:
        """Take the records of a range of members; write them once a chunk's worth is there."""
        self._waiting.append((span, records))
        if sum(b - a for (a, b), _ in self._waiting) >= self.chunk:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting, then note that it is finished.

        Raises
        ------
        DatasetError
            If the disk is full or the folder is gone.
        """
        if not self._waiting:
            return
        spans = [span for span, _ in self._waiting]
        try:
            for name, array in self._arrays.items():
                values = np.concatenate([records[name] for _, records in self._waiting])
                array[spans[0][0] : spans[-1][1]] = values
            self.done.extend(spans)
            self._note()
        except OSError as error:
            raise self._failed(error) from error
        self._waiting = []

    def publish(self) -> Path:
        """Give the store its final name: from now on it is a dataset.

        The note of what is finished goes last, so that a crash at any moment leaves either a part
        that can be taken up or a whole dataset.
        """
        self.flush()
        old = self.out.with_name(self.out.name + ".old")
        try:
            if self.out.exists():
                self.out.rename(old)
            self.part.rename(self.out)
            (self.out / PROGRESS).unlink()
            shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            raise self._failed(error) from error
        self._unlock()
        return self.out

    def _lock(self) -> None:
        """Keep other processes from writing the same store.

        Raises
        ------
        DatasetError
            If another run is writing it.
        """
        self.part.parent.mkdir(parents=True, exist_ok=True)
        self._held = self.part.with_name(self.part.name + ".lock").open("w", encoding="utf-8")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._held.close()
            self._held = None
            message = f"{self.out}: another run is writing it; wait for it, or choose another --out"
            raise DatasetError(message) from None

    def _unlock(self) -> None:
        if self._held is not None:
            Path(self._held.name).unlink(missing_ok=True)
            self._held.close()
            self._held = None

    def _failed(self, error: OSError) -> DatasetError:
        self._unlock()
        why = error.strerror or str(error)
        message = (
            f"{self.out}: cannot be written ({why}); nothing was published. Free space or choose "
            f"another place with --out; what is finished lies in {self.part.name} and is taken up "
            "when the same command runs again"
        )
        return DatasetError(message, 4)

    def _take_up(self) -> bool:
        """Open a store that the same request began, if there is one."""
        noted = read_progress(self.part)
        if noted is None:
            return False
        request, width, done = noted
        same = request == self.description.attrs["request_hash"] and width == self.width
        if not same and not self.overwrite:
            message = (
                f"{self.part}: an unfinished run of something else lies here; finish it with its "
                "own command, or add --overwrite, or choose another --out"
            )
            raise DatasetError(message)
        if not same:
            return False
        try:
            group = zarr.open_group(self.part, mode="r+")
            self._arrays = {name: _array(group, name) for name in self.description.variables}
        except (OSError, KeyError, ValueError, TypeError):
            return False
        self.done = done
        return True

    def _create(self) -> None:
        if self.part.exists():
            shutil.rmtree(self.part)
        self.part.parent.mkdir(parents=True, exist_ok=True)
        group = zarr.open_group(self.part, mode="w")
        names = " ".join(self.description.coordinates)
        group.attrs.update({**_clean(self.description.attrs), "coordinate_names": names})
        for name, column in self.description.coordinates.items():
            values = np.asarray(column.values)
            array = group.create_array(
                name,
                shape=values.shape,
                chunks=values.shape,
                dtype=str if column.dtype == "str" else column.dtype,
                dimension_names=column.dims,
                attributes=_clean(column.attrs),
            )
            array[...] = values
        for name, column in self.description.variables.items():
            shape = tuple(self.description.sizes[d] for d in column.dims)
            self._arrays[name] = group.create_array(
                name,
                shape=shape,
                chunks=(min(self.chunk, shape[0]), *shape[1:]),
                dtype=column.dtype,
                compressors=COMPRESSED,
                dimension_names=column.dims,
                attributes=_clean(column.attrs),
            )
        self.done = []
        self._note()

    def _note(self) -> None:
        noted = {
            "request": self.description.attrs["request_hash"],
            "width": self.width,
            "done": self.done,
        }
        new = self.part / (PROGRESS + ".new")
        new.write_text(json.dumps(noted), encoding="utf-8")
        new.replace(self.part / PROGRESS)


def read_progress(store: Path) -> tuple[str, int, list[tuple[int, int]]] | None:
    """Request, width and finished ranges that a store notes; None if it notes nothing legible."""
    try:
        noted = json.loads((store / PROGRESS).read_text(encoding="utf-8"))
        done = [(int(a), int(b)) for a, b in noted["done"]]
        return str(noted["request"]), int(noted["width"]), done
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _array(group: zarr.Group, name: str) -> zarr.Array:
    array = group[name]
    if not isinstance(array, zarr.Array):
        raise TypeError(name)
    return array
