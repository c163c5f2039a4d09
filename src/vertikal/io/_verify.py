"""Whether what lies on the disk is what was written there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vertikal.io._readings import sound
from vertikal.io._sums import SUMS, Damage, damage, read_sums
from vertikal.io._writer import PROGRESS, DatasetError, read_progress

__all__ = ["Verified", "verified"]


@dataclass(frozen=True)
class Verified:
    """What was compared in one place, and what is wrong there."""

    place: Path
    kind: str
    """`dataset`, `unfinished run` or `kept readings`."""
    files: int
    """Files that were compared with their checksums."""
    damaged: tuple[Damage, ...]
    strangers: tuple[str, ...] = ()
    """Files that were not there when it was published; no damage."""
    members: int | None = None
    """Histories that are finished, of an unfinished run."""


def verified(place: Path) -> Iterator[Verified]:
    """Compare a dataset with its checksums, or everything in a folder of datasets and readings.

    Raises
    ------
    DatasetError
        If there is nothing to compare.
    """
    if not place.exists():
        message = f"{place}: no such dataset or folder; name one that `vertikal run` has made"
        raise DatasetError(message)
    found = False
    for store in _stores(place):
        found = True
        yield _dataset(store)
    for readings in sorted(place.rglob("*.npy")) if place.is_dir() else [place]:
        if readings.suffix == ".npy" and not _inside_store(readings, place):
            found = True
            yield _readings(readings)
    if not found:
        message = (
            f"{place}: holds nothing of vertikal; name a dataset of `vertikal run`, or a folder of "
            "them, such as runs"
        )
        raise DatasetError(message)


def _stores(place: Path) -> list[Path]:
    """Datasets: the place itself, or those in it."""
    if _is_store(place):
        return [place]
    if not place.is_dir():
        return []
    return [p for p in sorted(place.iterdir()) if p.is_dir() and _is_store(p)]


def _is_store(place: Path) -> bool:
    marks = ("zarr.json", PROGRESS, f"{SUMS}/zarr.json")
    return any((place / name).is_file() for name in marks)


def _inside_store(path: Path, top: Path) -> bool:
    return any(_is_store(p) for p in path.parents if p.is_relative_to(top))


def _dataset(store: Path) -> Verified:
    """Compare a dataset, or the finished part of an unfinished one."""
    noted = read_progress(store)
    if (sums := read_sums(store)) is not None:
        known = {*sums, f"{SUMS}/zarr.json", PROGRESS}
        there = {p.relative_to(store).as_posix() for p in store.rglob("*") if p.is_file()}
        return Verified(
            store, "dataset", len(sums), tuple(damage(store, sums)), tuple(sorted(there - known))
        )
    if noted is not None and store.name.endswith(".part"):
        lost = damage(store, noted.sums)
        members = sum(b - a for a, b in noted.done)
        return Verified(store, "unfinished run", len(noted.sums), tuple(lost), members=members)
    file = f"{SUMS}/zarr.json"
    why = "is damaged" if (store / file).exists() else "is missing"
    return Verified(store, "dataset", 0, (Damage(file, f"{why}: nothing can be compared"),))


def _readings(path: Path) -> Verified:
    try:
        problem = "" if sound(path) else "has other bytes; it will be computed again"
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
    damaged = (Damage(path.name, problem),) if problem else ()
    return Verified(path, "kept readings", 1, damaged)
