"""What a panel finds beside what the literature says: lists of names, and how far they agree."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from vertikal.lab._panels import PanelUnit
from vertikal.lab._years import from_to

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Agreement", "agreement"]


class Named(Protocol):
    """A list of units that somebody has named as enclaves."""

    @property
    def name(self) -> str: ...
    @property
    def nation(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def units(self) -> tuple[str, ...]: ...
    @property
    def source(self) -> str: ...
    @property
    def read(self) -> str: ...
    @property
    def whole(self) -> bool: ...


@dataclass(frozen=True)
class Agreement:
    """A list, and what the panel says of the same nation and years."""

    name: str
    nation: str
    kind: str
    first: int
    last: int
    source: str
    read: str
    whole: bool
    """Whether a unit that the list does not name is none."""
    both: tuple[str, ...]
    only_listed: tuple[str, ...]
    only_found: tuple[str, ...]
    unseen: tuple[str, ...]
    """Units of the list of which the panel has no score in those years."""
    units: int
    """Units of the nation of which it has."""
    order: float
    """How often a listed unit scores beyond one that is not listed: 1 always, .5 by chance."""
    chance: float
    """How often chance puts the listed units so far out or farther (Mann & Whitney 1947)."""

    @property
    def precision(self) -> float:
        """Share of the units found that are listed; NaN if none is found."""
        found = len(self.both) + len(self.only_found)
        return len(self.both) / found if found else float("nan")

    @property
    def recall(self) -> float:
        """Share of the listed units that are found; NaN if none could be."""
        listed = len(self.both) + len(self.only_listed)
        return len(self.both) / listed if listed else float("nan")

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on; what is not known is null."""
        values = {**asdict(self), "precision": self.precision, "recall": self.recall}
        known = {k: None if v != v else v for k, v in values.items()}  # noqa: PLR0124 - NaN
        return from_to(known)


def agreement(
    data: "xr.Dataset", found: Sequence[PanelUnit], lists: Sequence[Named]
) -> tuple[Agreement, ...]:
    """Compare enclaves of a panel with lists of the literature.

    A unit counts as found if it has an enclosed enclave of the kind, in half of the draws or more,
    that has a year in common with those of the list.
    """
    return tuple(_compared(data, found, lists))


def _compared(
    data: "xr.Dataset", found: Sequence[PanelUnit], lists: Sequence[Named]
) -> Iterator[Agreement]:
    names, nations = (data[k].values.astype(str) for k in ("unit_name", "unit_nation"))
    years = data["year"].values
    for own in lists:
        within = (years >= own.first) & (years <= own.last)
        here = nations == own.nation
        if not within.any() or not here.any():
            continue
        score = data["score"].values[within][:, here]
        seen = np.isfinite(score).any(0)
        if not seen.any():
            continue
        known, mean = names[here][seen], np.nanmean(score[:, seen], 0)
        listed = np.isin(known, own.units)
        hits = {u.unit.name for u in found if _is_hit(u, own)}
        hit = np.isin(known, list(hits))
        order, chance = _order(mean if own.kind == "democratic" else -mean, listed)
        yield Agreement(
            own.name,
            own.nation,
            own.kind,
            own.first,
            own.last,
            own.source,
            own.read,
            own.whole,
            tuple(known[listed & hit].tolist()),
            tuple(known[listed & ~hit].tolist()),
            tuple(known[~listed & hit].tolist()),
            tuple(name for name in own.units if name not in known),
            len(known),
            order,
            chance,
        )


def _is_hit(unit: PanelUnit, own: Named) -> bool:
    same = unit.nation == own.nation and unit.unit.kind == own.kind and unit.enclosed
    meets = unit.unit.first <= own.last and unit.unit.last >= own.first
    return same and meets and unit.unit.share >= 0.5  # noqa: PLR2004 - half


def _order(outward: np.ndarray, listed: np.ndarray) -> tuple[float, float]:
    """How far out the listed units are among all, and how often chance does that."""
    if not listed.any() or listed.all():
        return float("nan"), float("nan")
    from scipy.stats import mannwhitneyu  # noqa: PLC0415 - scipy is slow to import

    found = mannwhitneyu(outward[listed], outward[~listed], alternative="greater")
    return float(found.statistic / (listed.sum() * (~listed).sum())), float(found.pvalue)
