"""Datasets on disk: written member range by member range, resumed, published by one rename.

While a run is under way its store lies beside the goal, as `NAME.part`, with the list of finished
ranges and the checksums of their files; a store that bears its final name is whole, and carries its
checksums. Zarr format 3, readable by `xarray.open_zarr`.
"""

import errno
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from zarr.codecs import BloscCodec

from vertikal.io._lock import Lock
from vertikal.io._sums import Sums, damage, file_sums, write_group, write_sums
from vertikal.lab import Description

__all__ = ["PROGRESS", "DatasetError", "Noted", "Writer", "read_progress"]

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
        self.members = description.sizes["member"]
        self.chunk = width * max(1, -(-CHUNK_MEMBERS // width))
        self.done: list[tuple[int, int]] = []
        self._waiting: list[tuple[tuple[int, int], Mapping[str, np.ndarray]]] = []
        self._arrays: dict[str, zarr.Array] = {}
        self._sums: Sums = {}
        self._folder = 0
        self._lock = Lock(self.part.with_name(self.part.name + ".lock"))

    def begin(self) -> list[tuple[int, int]]:
        """Create the store, or take up one that the same request left; return finished ranges.

        A finished range whose files are no longer as they were written is not finished.

        Raises
        ------
        DatasetError
            If the folder cannot be written, or another run is writing the same dataset.
        """
        try:
            self.part.parent.mkdir(parents=True, exist_ok=True)
            if not self._lock.taken():
                message = (
                    f"{self.out}: another run is writing it; wait for it, or choose another --out"
                )
                raise DatasetError(message)
            if not self._take_up():
                self._create()
            self._folder = self.part.stat().st_ino
        except OSError as error:
            raise self._failed(error) from error
        return list(self.done)

    def write(self, span: tuple[int, int], records: Mapping[str, np.ndarray]) -> None:
        """Take the records of a range of members; write them once a chunk is full."""
        self._waiting.append((span, records))
        if span[1] % self.chunk == 0 or span[1] == self.members:
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
        files: list[Path] = []
        try:
            for name, array in self._arrays.items():
                values = np.concatenate([records[name] for _, records in self._waiting])
                array[spans[0][0] : spans[-1][1]] = values
                if values.any():  # Zarr writes no chunk of zeros
                    files.append(self._file(name, spans[0][0] // self.chunk))
            self._still_there()
            self._sums.update(file_sums(self.part, files))
            self.done.extend(spans)
            self._note()
        except OSError as error:
            raise self._failed(error) from error
        self._waiting = []

    def publish(self) -> Path:
        """Give the store its final name: from now on it is a dataset.

        The note of what is finished goes last, so that a crash at any moment leaves either a part
        that can be taken up or a whole dataset.

        Raises
        ------
        DatasetError
            If the disk is full, or files that were finished have gone or changed their length.
        """
        self.flush()
        old = self.out.with_name(self.out.name + ".old")
        try:
            self._still_there()
            if lost := damage(self.part, self._sums, quick=True):
                raise OSError(errno.EIO, f"{lost[0].file} {lost[0].problem}")
            self._tidy()
            write_sums(self.part, self._sums)
            if self.out.exists():
                shutil.rmtree(old, ignore_errors=True)
                self.out.rename(old)
            self.part.rename(self.out)
            (self.out / PROGRESS).unlink()
            shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            raise self._failed(error) from error
        self._lock.release()
        return self.out

    def _still_there(self) -> None:
        """Notice a folder that was removed or replaced: Zarr would make another without a word."""
        if not self._folder or self.part.stat().st_ino == self._folder:
            (self.part / "zarr.json").stat()
            return
        raise OSError(errno.ENOENT, f"{self.part.name} was removed while it was written")

    def _file(self, name: str, number: int) -> Path:
        """File of one chunk of an array; the other dimensions are in one piece."""
        others = ("0" for _ in self._arrays[name].shape[1:])
        return self.part / name / "c" / "/".join([str(number), *others])

    def _tidy(self) -> None:
        """Remove what killed writers have left: nothing but what was noted is published."""
        for path in self.part.rglob("*"):
            name = path.relative_to(self.part).as_posix()
            if path.is_file() and name != PROGRESS and name not in self._sums:
                path.unlink()

    def _failed(self, error: OSError) -> DatasetError:
        self._lock.release()
        why = error.strerror or str(error)
        kept = ""
        if read_progress(self.part) is not None:
            kept = (
                f"; what is finished lies in {self.part.name} and is taken up when the same "
                "command runs again"
            )
        message = (
            f"{self.out}: cannot be written ({why}); nothing was published. Free space or choose "
            f"another place with --out{kept}"
        )
        return DatasetError(message, 4)

    def _take_up(self) -> bool:
        """Open a store that the same request began, if there is one."""
        noted = read_progress(self.part)
        if noted is None:
            return False
        same = noted.request == self.description.attrs["request_hash"] and noted.width == self.width
        if not same and not self.overwrite:
            message = (
                f"{self.part}: an unfinished run of something else lies here; finish it with its "
                "own command, or add --overwrite, or choose another --out"
            )
            self._lock.release()
            raise DatasetError(message)
        if not same:
            return False
        try:
            group = zarr.open_group(self.part, mode="r+")
            arrays = {name: _array(group, name) for name in self.description.variables}
        except (OSError, KeyError, ValueError, TypeError):
            return False
        if any(a.chunks[0] != min(self.chunk, self.members) for a in arrays.values()):
            return False
        lost = damage(self.part, noted.sums)
        numbers = {self._number(d.file) for d in lost}
        if None in numbers or not noted.sums:
            return False
        self._arrays = arrays
        self.done = [span for span in noted.done if span[0] // self.chunk not in numbers]
        self._sums = {k: v for k, v in noted.sums.items() if self._number(k) not in numbers}
        return True

    def _number(self, file: str) -> int | None:
        """Range of chunks that a file is part of; None for descriptions and coordinates."""
        name, *rest = file.split("/")
        chunk = name in self.description.variables and rest[:1] == ["c"]
        return int(rest[1]) if chunk else None

    def _create(self) -> None:
        if self.part.exists():
            shutil.rmtree(self.part)
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
        if self.description.files:
            write_group(self.part / "inputs", "text of the files that this dataset was made from",
                        {"files": dict(sorted(self.description.files.items()))})  # fmt: skip
        self.done = []
        self._sums = file_sums(self.part, [p for p in self.part.rglob("*") if p.is_file()])
        self._note()

    def _note(self) -> None:
        noted = {
            "request": self.description.attrs["request_hash"],
            "width": self.width,
            "done": self.done,
            "sums": self._sums,
        }
        new = self.part / (PROGRESS + ".new")
        new.write_text(json.dumps(noted), encoding="utf-8")
        new.replace(self.part / PROGRESS)


@dataclass(frozen=True)
class Noted:
    """What an unfinished store notes of itself."""

    request: str
    width: int
    done: list[tuple[int, int]]
    """Finished ranges of members."""
    sums: Sums = field(default_factory=dict)
    """Checksums of the files of what is finished, and of the descriptions."""


def read_progress(store: Path) -> Noted | None:
    """What a store notes of what is finished in it; None if it notes nothing legible."""
    try:
        noted = json.loads((store / PROGRESS).read_text(encoding="utf-8"))
        done = [(int(a), int(b)) for a, b in noted["done"]]
        sums = {str(k): (int(n), str(sha)) for k, (n, sha) in noted.get("sums", {}).items()}
        return Noted(str(noted["request"]), int(noted["width"]), done, sums)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _array(group: zarr.Group, name: str) -> zarr.Array:
    array = group[name]
    if not isinstance(array, zarr.Array):
        raise TypeError(name)
    return array
