"""Files of the studio: runs that lie in a folder, answers that are kept, pages that are written."""

import base64
import contextlib
import gzip
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import zarr

from vertikal.io._writer import PROGRESS, DatasetError

__all__ = [
    "KeptAnswers",
    "bundle",
    "embedded",
    "find_runs",
    "nameless",
    "read_geojson",
    "write_files",
    "write_page",
]

STATIC = "web/static"


def bundle() -> dict[str, bytes]:
    """Files of the built page, by name; empty if it was never built."""
    folder = files("vertikal").joinpath(STATIC)
    if not folder.is_dir():
        return {}
    return {f.name: f.read_bytes() for f in sorted(folder.iterdir(), key=lambda f: f.name)
            if f.is_file()}  # fmt: skip


def find_runs(folder: Path) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Finished runs of a folder, newest first: by the hash of their request, place and attributes.

    A folder that is itself a run counts as a folder of one.
    """
    if (folder / "zarr.json").is_file():
        places = [folder]
    else:
        places = sorted(folder.glob("*.zarr"), key=_age) if folder.is_dir() else []
    found: dict[str, tuple[Path, dict[str, Any]]] = {}
    for place in places:
        if (place / PROGRESS).exists():
            continue
        try:
            attrs = dict(zarr.open_group(place, mode="r").attrs)
            found.setdefault(str(attrs["request_hash"]), (place, attrs))
        except (OSError, KeyError, ValueError):
            continue
    return found


def _age(place: Path) -> float:
    try:
        return -place.stat().st_mtime
    except OSError:
        return 0.0


class KeptAnswers:
    """A folder of JSON answers by name; whatever goes wrong there is as if nothing were kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> Any:  # noqa: ANN401 - JSON
        """Return what is kept under a name; None if nothing is."""
        try:
            return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def has(self, name: str) -> bool:
        """Whether something is kept under a name."""
        return (self.folder / f"{name}.json").is_file()

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401 - JSON
        """Keep a value: written beside, then renamed."""
        part = self.folder / f"{name}.{os.getpid()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(value, allow_nan=False), encoding="utf-8")
            part.replace(self.folder / f"{name}.json")
        except OSError:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def nameless(content: bytes) -> "Iterator[str]":
    """Yield a path at which bytes can be read while the caller uses it; they are never kept.

    They stay in memory where the system can do that, else in a file that is gone afterwards.
    """
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("returns")
        try:
            with os.fdopen(os.dup(handle), "wb") as file:
                file.write(content)
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "returns"
        path.write_bytes(content)
        yield str(path)


def write_files(out: Path, named: Iterable[tuple[str, bytes]]) -> int:
    """Write files into a folder, each by its relative name; return their bytes.

    Raises
    ------
    DatasetError
        If the folder cannot be written.
    """
    total = 0
    try:
        for name, content in named:
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            total += len(content)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror or error}); choose another place"
        raise DatasetError(message, 4) from error
    return total


def write_page(out: Path, text: str) -> None:
    """Write one page.

    Raises
    ------
    DatasetError
        If it cannot be written.
    """
    write_files(out.parent, [(out.name, text.encode())])


def embedded(named: Iterable[tuple[str, bytes]]) -> str:
    """Files as JSON for a page that holds them: by name, compressed, base64."""
    packed = {
        name: base64.b64encode(gzip.compress(content, 6, mtime=0)).decode()
        for name, content in named
    }
    return json.dumps(packed, separators=(",", ":"))


def read_geojson(path: Path) -> dict[str, Any]:
    """Read a GeoJSON file.

    Raises
    ------
    DatasetError
        If it cannot be read, or is no collection of features.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})"
        raise DatasetError(message) from None
    except ValueError as error:
        message = f"{path}: is no JSON ({error}); export the borders as GeoJSON"
        raise DatasetError(message) from None
    if not isinstance(said, dict) or said.get("type") != "FeatureCollection":
        message = f"{path}: is no GeoJSON FeatureCollection; export the borders as one"
        raise DatasetError(message)
    return said
