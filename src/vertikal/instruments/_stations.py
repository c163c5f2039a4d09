"""Returns of one vote in plain arrays: what every instrument reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import xarray as xr

__all__ = ["COUNTS", "Stations", "stations_of"]

COUNTS = ("registered", "ballots", "valid", "leader", "votes")
"""What a table of returns may hold, in the order of counting."""
EXTRAS = ("row", "issued")
"""What else it may hold for each station."""


@dataclass(frozen=True)
class Stations:
    """Polling stations of one vote; whole numbers, `(station,)`.

    The chain of counting is registered >= ballots >= valid >= each candidate's votes. What a table
    does not have is empty (`has` says so): some publish no registered voters, some no candidate but
    the leader.
    """

    registered: np.ndarray
    ballots: np.ndarray
    valid: np.ndarray
    leader: np.ndarray
    """Votes of the candidate with most votes in all, unless another was named."""
    votes: np.ndarray
    """Votes of every candidate, `(station, candidate)`; no columns where they are not known."""
    region: np.ndarray
    """Position in `codes`, `(station,)`."""
    codes: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    row: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    """Row of the file a station was read from, or empty."""
    issued: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    """Ballots given out, where a table tells them from those found in the box, or empty."""

    def __len__(self) -> int:
        """Return the number of stations."""
        return self.region.size

    def has(self, name: str) -> bool:
        """Whether the table has a count."""
        return getattr(self, name).size > 0 or len(self) == 0

    @cached_property
    def turnout(self) -> np.ndarray:
        """Ballots / registered voters; NaN where nobody is registered."""
        return _ratio(self.ballots, self.registered)

    @cached_property
    def share(self) -> np.ndarray:
        """Leader's votes / valid ballots; NaN where there are none."""
        return _ratio(self.leader, self.valid)

    def take(self, keep: np.ndarray) -> "Stations":
        """Stations at which `keep` is true, or at these positions."""
        columns = {n: getattr(self, n)[keep] for n in (*COUNTS, *EXTRAS) if getattr(self, n).size}
        return replace(self, region=self.region[keep], **columns)

    def by_region(self) -> Iterator[tuple[str, "Stations"]]:
        """Stations of each region, in the order of `codes`."""
        order = np.argsort(self.region, kind="stable")
        edges = np.searchsorted(self.region[order], np.arange(len(self.codes) + 1))
        for k, code in enumerate(self.codes):
            yield code, self.take(order[edges[k] : edges[k + 1]])


def stations_of(data: xr.Dataset, **at: object) -> Stations:
    """Returns as plain arrays, from a table that was read or that an observer has drawn.

    Parameters
    ----------
    data
        Dataset with dimension `station`: `leader` and `valid`, perhaps `registered`, `ballots`,
        `votes` (`station`, `candidate`), and coordinates `station_region`, `station_row`.
    at
        What to choose of other dimensions, by label: `member=3`.

    Raises
    ------
    ValueError
        If the dataset has another dimension left, or lacks the leader's votes.
    """
    if lacking := [name for name in ("leader", "valid") if name not in data]:
        message = (
            f"a table of returns needs {' and '.join(lacking)}; found {', '.join(map(str, data))}"
        )
        raise ValueError(message)
    data = data.sel(at) if at else data
    if left := [str(d) for d in data["leader"].dims if d != "station"]:
        message = f"returns of one vote have no {', '.join(left)}; choose one"
        raise ValueError(message)
    n = data.sizes["station"]
    none = np.empty(0, np.int64)
    labels = (
        np.asarray([str(x) for x in data["station_region"].values], dtype=object)
        if "station_region" in data
        else np.full(n, "all", dtype=object)
    )
    codes, region = np.unique(labels.astype(str), return_inverse=True)
    columns = {
        name: np.asarray(data[name].values, np.int64) if name in data else none
        for name in COUNTS[:-1]
    }
    votes = (
        np.asarray(data["votes"].transpose("station", "candidate").values, np.int64)
        if "votes" in data
        else np.empty((n, 0), np.int64)
    )
    return Stations(
        **columns,
        votes=votes,
        region=region.astype(np.int64),
        codes=tuple(str(c) for c in codes),
        candidates=tuple(str(c) for c in data["candidate"].values) if "votes" in data else (),
        row=np.asarray(data["station_row"].values, np.int64) if "station_row" in data else none,
        issued=np.asarray(data["issued"].values, np.int64) if "issued" in data else none,
    )


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
