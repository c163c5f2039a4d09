"""Compute a saved run again, and say whether the numbers are the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vertikal.engine import ProgramStore
from vertikal.lab._describe import describe
from vertikal.lab._request import Request
from vertikal.lab._run import Progress, simulate

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Moved", "Rerun", "rerun"]


@dataclass
class Moved:
    """A variable whose values are not those that were saved."""

    name: str
    unit: str
    members: int = 0
    """Histories in which a value differs."""
    first: int = -1
    """The first of them."""
    largest: float = 0.0
    """Largest difference of a value, in the variable's unit."""
    before: float = 0.0
    after: float = 0.0
    """Mean over everything, as saved and now: a summary that single histories hardly move."""


@dataclass(frozen=True)
class Rerun:
    """What a second computation found."""

    members: int
    """Histories that were computed again."""
    compared: int
    """Variables that both have."""
    moved: tuple[Moved, ...]
    lost: tuple[str, ...]
    """Variables that were saved, and are no longer recorded."""
    new: tuple[str, ...]
    """Variables that are recorded now."""

    @property
    def same(self) -> bool:
        """Whether every value is the one that was saved, bit for bit."""
        return not self.moved and not self.lost


def rerun(
    request: Request,
    data: "xr.Dataset",
    *,
    tell: Callable[[Progress], None] = lambda progress: None,
    store: ProgramStore | None = None,
    workers: int = 1,
) -> Rerun:
    """Compute a run again and compare it with what was saved, range by range.

    Parameters
    ----------
    request
        The run, made from what the dataset carries.
    data
        The dataset, values as they lie in the file (not scaled).
    tell, store, workers
        As for `simulate`.
    """
    variables = describe(request).variables
    saved = [str(name) for name in data.data_vars]
    both = [name for name in variables if name in saved]
    found = {name: Moved(name, str(data[name].attrs.get("units", "1"))) for name in both}
    for (start, stop), records in simulate(request, tell=tell, store=store, workers=workers):
        for name in both:
            old = data[name][start:stop].values
            _compare(
                found[name], start, old, np.asarray(records[name]).astype(variables[name].dtype)
            )
    for moved in found.values():
        moved.before /= request.members
        moved.after /= request.members
    return Rerun(
        request.members,
        len(both),
        tuple(m for m in found.values() if m.members),
        tuple(name for name in saved if name not in variables),
        tuple(name for name in variables if name not in saved),
    )


def _compare(found: Moved, start: int, old: np.ndarray, new: np.ndarray) -> None:
    """Add a range of members to what was found; means are kept as sums over members."""
    if not old.size and not new.size:
        return
    if old.shape != new.shape:
        found.members += len(new)
        found.first = start if found.first < 0 else found.first
        found.largest = float("inf")
        return
    found.before += _mean(old) * len(old)
    found.after += _mean(new) * len(new)
    if old.tobytes() == new.tobytes():
        return
    unlike = (old != new) & ~(_nan(old) & _nan(new))
    rows = np.flatnonzero(unlike.reshape(len(old), -1).any(axis=1))
    if not rows.size:
        return
    found.members += rows.size
    found.first = start + int(rows[0]) if found.first < 0 else found.first
    apart = np.abs(old.astype(np.float64) - new.astype(np.float64))[unlike]
    found.largest = max(found.largest, float(np.nanmax(apart, initial=0.0)))


def _nan(x: np.ndarray) -> np.ndarray:
    return np.isnan(x) if x.dtype.kind == "f" else np.zeros(x.shape, bool)


def _mean(x: np.ndarray) -> float:
    finite = x[~_nan(x)]
    return float(finite.mean(dtype=np.float64)) if finite.size else 0.0
