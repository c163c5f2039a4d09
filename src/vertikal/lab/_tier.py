"""What is around a unit that is out of step: the others of its nation, and what is not known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Apart", "around_each", "enclosed", "lacking", "years_apart"]

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

MOST = 0.5
"""Share of its nation's units beyond which a unit that is out of step is not among others."""


@dataclass(frozen=True)
class Apart:
    """Years in which most units of a nation are out of step with it: no enclaves, but a tier."""

    nation: str
    kind: str
    first: int
    last: int
    share: float
    """Mean share of its units."""

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return {"nation": self.nation, "kind": self.kind, "from": self.first, "to": self.last,
                "share": self.share}  # fmt: skip


def around_each(data: "xr.Dataset", codes: Codes, group: NDArray[np.integer]) -> dict[int, Floats]:
    """Share of each unit's nation that is out of step the same way, `(year, unit)`, by kind."""
    from vertikal.measures._regime import ENCLAVES  # noqa: PLC0415

    seen = np.isfinite(data["score"].values)
    made = {}
    for code in ENCLAVES.values():
        share = np.zeros(codes.shape)
        for g in np.unique(group):
            own = group == g
            total = seen[:, own].sum(1)
            out = (codes[:, own] == code).sum(1)
            share[:, own] = np.divide(out, total, out=np.zeros(len(out)), where=total > 0)[:, None]
        made[code] = share
    return made


def enclosed(around: Floats, lasting: int) -> bool:
    """Whether most units around are in step for `lasting` years in a row."""
    run = longest = 0
    for share in around:
        run = run + 1 if share <= MOST else 0
        longest = max(longest, run)
    return longest >= lasting


def years_apart(
    data: "xr.Dataset", codes: Codes, groups: Iterable[str], group: NDArray[np.integer]
) -> Iterator[Apart]:
    """Years in a row in which most of a nation's units are out of step the same way."""
    from vertikal.measures._regime import ENCLAVES  # noqa: PLC0415

    years = data["year"].values.astype(int)
    for kind, code in ENCLAVES.items():
        around = around_each(data, codes, group)[code]
        for g, nation in enumerate(groups):
            share = around[:, np.flatnonzero(group == g)[0]]
            edge = np.diff((share > MOST).astype(int), prepend=0, append=0)
            starts, stops = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
            for a, b in zip(starts, stops, strict=True):
                mean = float(share[a:b].mean())
                yield Apart(str(nation), kind, int(years[a]), int(years[b - 1]), mean)


def lacking(data: "xr.Dataset") -> Iterator[str]:
    """Say what is missing: it ends a spell, or hides one."""
    seen = np.isfinite(data["score"].values)
    began, goes_on = (np.logical_or.accumulate(x, 0) for x in (seen, seen[::-1]))
    gaps = int((began & goes_on[::-1] & ~seen).sum())
    if gaps:
        yield f"{gaps:,} years of units lie in a gap of the panel; a gap ends a spell"
    alone = seen & ~np.isfinite(data["national"].values)
    nations = data["unit_nation"].values.astype(str)
    for nation in np.unique(nations):
        years = data["year"].values[alone[:, nations == nation].any(1)]
        if years.size:
            told = f"{years[0]}" if years.size == 1 else f"{years[0]} to {years[-1]}"
            yield f"{nation} has no score as a nation in {years.size} years ({told}): no enclaves"
