"""Checksums of a dataset: written when it is published, compared whenever somebody asks.

They lie in the store as the attributes of an empty group, `checksums`, so that the store is plain
Zarr still, moves with its checksums, and any program can compare them (they are SHA-256 of the
files as they lie there).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "SUMS",
    "Damage",
    "Sums",
    "damage",
    "file_sums",
    "read_sums",
    "write_group",
    "write_sums",
]

SUMS = "checksums"
"""Name of the group that holds them."""
FILE = "zarr.json"
BLOCK = 1 << 20

Sums = dict[str, tuple[int, str]]
"""Bytes and SHA-256 of each file, by its path in the store."""


@dataclass(frozen=True)
class Damage:
    """A file of a dataset that is not as it was written."""

    file: str
    """Path in the store."""
    problem: str
    """What is wrong: `is missing`, `is 12 bytes long, not 40`, `has other bytes`."""

    @property
    def variable(self) -> str:
        """The array it belongs to; empty for the store's own description."""
        return self.file.partition("/")[0] if "/" in self.file else ""


def file_sums(store: Path, files: Iterable[Path]) -> Sums:
    """Sums of files, by their path in the store."""
    return {p.relative_to(store).as_posix(): _sum(p) for p in files}


def write_sums(store: Path, sums: Mapping[str, tuple[int, str]]) -> None:
    """Write the group that holds the sums."""
    listed = {name: list(sums[name]) for name in sorted(sums)}
    listed_sha = _of_list(listed)
    long_name = "bytes and SHA-256 of every other file of this dataset"
    write_group(store / SUMS, long_name, {"files": listed, "files_sha256": listed_sha})


def write_group(folder: Path, long_name: str, attributes: Mapping[str, object]) -> None:
    """Write an empty Zarr group that holds nothing but attributes."""
    said = {
        "attributes": {"long_name": long_name, **attributes},
        "node_type": "group",
        "zarr_format": 3,
    }
    folder.mkdir(exist_ok=True)
    new = folder / (FILE + ".new")
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    new.write_text(text, encoding="utf-8")
    new.replace(folder / FILE)


def read_sums(store: Path) -> Sums | None:
    """Sums that a dataset carries; None if it has none, or they are damaged themselves."""
    try:
        said = json.loads((store / SUMS / FILE).read_text(encoding="utf-8"))["attributes"]
        if said["files_sha256"] != _of_list(said["files"]):
            return None
        return {str(k): (int(size), str(sha)) for k, (size, sha) in said["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def damage(
    store: Path, sums: Mapping[str, tuple[int, str]], *, quick: bool = False
) -> list[Damage]:
    """Compare a store with its sums.

    Parameters
    ----------
    store
        The dataset's folder.
    sums
        What its files ought to be.
    quick
        Compare lengths only.

    Returns
    -------
    What is damaged, in order of paths; empty if all is as it was written.
    """
    found = []
    for name, (size, sha) in sums.items():
        problem = _problem(store / name, size, None if quick else sha)
        if problem:
            found.append(Damage(name, problem))
    return sorted(found, key=lambda d: d.file)


def _problem(path: Path, size: int, sha: str | None) -> str:
    try:
        if path.exists() and not path.is_file():
            return "is no file"
        length = path.stat().st_size
        if length != size:
            return f"is {length:,} bytes long, not {size:,}"
        if sha is not None and _sum(path)[1] != sha:
            return "has other bytes"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    return ""


def _sum(path: Path) -> tuple[int, str]:
    said, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            said.update(block)
            size += len(block)
    return size, said.hexdigest()


def _of_list(listed: object) -> str:
    return hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
