"""What can be looked at: quantities of a run, by place and time, each declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vertikal.fields import FIELDS, Mode

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "UNIT_QUANTITIES",
    "Field",
    "Quantity",
    "leaves",
    "month_positions",
    "quantities",
    "unit_values",
]

Floats = np.ndarray
YEAR = 12
"""Months."""


@dataclass(frozen=True)
class Field:
    """Values of a quantity in every history."""

    nation: Floats
    """`(member, time)`; NaN where it did not happen."""
    regions: Floats | None
    """`(member, time, region)`; None where it exists for the whole country only."""


@dataclass(frozen=True)
class Quantity:
    """A quantity: its unit, how often it exists, what it means, how it is read off a run."""

    id: str
    group: str
    """`residents`, `heads`, `votes`, `rules` or `centre`."""
    unit: str
    """`share` (written in per cent), `index` (0 to 1), or a unit in words."""
    often: str
    """`month`, `year` or `vote`."""
    doc: str
    read: "Callable[[xr.Dataset], Field]"
    regional: bool = True
    labels: Mapping[str, str] | None = None
    """What stands in for `{...}` in the label that the page shows."""


def quantities(data: "xr.Dataset") -> tuple[Quantity, ...]:
    """Quantities that a run has, in the order in which they are offered."""
    tiers = [str(t) for t in data["tier"].values]
    votes = _votes() if data.sizes["vote"] else ()
    return (*_residents(), *(_elected(tier) for tier in tiers), *_heads(), *votes, *_rules(),
            *_centre())  # fmt: skip


def month_positions(data: "xr.Dataset", quantity: Quantity) -> tuple[int, ...]:
    """Months, from 0, at which a quantity exists."""
    if quantity.often == "vote":
        return tuple(int(m) for m in data["vote_month"].values)
    if quantity.often == "year":
        return tuple(YEAR * k + YEAR - 1 for k in range(data.sizes["time"] // YEAR))
    return tuple(range(data.sizes["time"]))


def _residents() -> tuple[Quantity, ...]:
    return (
        _mean("activism", "share"),
        Quantity(
            "protests", "residents", "events a month", "month",
            "Protest events of the month, peaceful and violent. Counts events, not people.",
            lambda d: _summed(d["protests_peaceful"].values + d["protests_violent"].values),
        ),
        _mean("grievance", "index"),
        Quantity(
            "trust", "residents", "share", "year",
            f"{FIELDS['trust'].doc} At the end of the year; mean over the units of the lowest "
            "tier, weighted by adults.",
            lambda d: _of_units(d, d["unit_trust"].values),
        ),
        _national("fear", "national_fear", "index", "residents"),
        _national("habit", "national_habit", "index", "residents"),
    )  # fmt: skip


def _heads() -> tuple[Quantity, ...]:
    return (
        Quantity(
            "autonomy", "heads", "share", "year",
            f"{FIELDS['autonomy'].doc} At the end of the year; mean over the units of the lowest "
            "tier, weighted by adults.",
            lambda d: _of_units(d, d["unit_autonomy"].values),
        ),
        _mean("circle", "share", group="heads"),
        Quantity(
            "dismissals", "heads", "heads a year", "year",
            "Heads of all tiers who were removed over an incident, in the year.",
            lambda d: Field(_by_year(d["heads_removed"].values.sum(-1).astype(np.float32)), None),
            regional=False,
        ),
    )  # fmt: skip


def _votes() -> tuple[Quantity, ...]:
    return (
        Quantity(
            "turnout", "votes", "share", "vote",
            "Declared ballots of a national vote as a share of all adults. Blind to falsification.",
            lambda d: _at_votes(d, "national_turnout"),
        ),
        Quantity(
            "leader", "votes", "share", "vote",
            f"{FIELDS['leader_share'].doc} Weighted by adults over the whole country.",
            lambda d: _at_votes(d, "leader_share"),
        ),
    )  # fmt: skip


def _rules() -> tuple[Quantity, ...]:
    said = "Share of the year's directives and disputes that regions dislike: "
    parts = (
        ("slowed", "those in which the ministry slows down."),
        ("shunned", "those that the region shuns, or settles by an act of its own."),
        ("complied", "those with which it complies."),
        ("sued", "those that it takes to the constitutional court."),
    )
    return tuple(
        Quantity(name, "rules", "share", "year", said + doc, _answered(name)) for name, doc in parts
    )


def _centre() -> tuple[Quantity, ...]:
    return tuple(
        _national(name, name, "index", "centre")
        for name in ("approval", "risk", "narrative", "openness")
    )


def _mean(name: str, unit: str, group: str = "residents") -> Quantity:
    return Quantity(
        name, group, unit, "month",
        f"{FIELDS[name].doc} Mean over adults.",
        lambda d: _weighted(d, d[name].values),
    )  # fmt: skip


def _national(name: str, variable: str, unit: str, group: str) -> Quantity:
    doc = FIELDS["habit_national" if name == "habit" else name].doc
    doc = f"{doc} Mean over all adults." if variable.startswith("national_") else doc
    return Quantity(
        name, group, unit, "month", doc,
        lambda d: Field(d[variable].values.astype(np.float32), None), regional=False,
    )  # fmt: skip


def _elected(tier: str) -> Quantity:
    return Quantity(
        f"elected_{tier}", "heads", "share", "year",
        f"Share of the posts at {tier} level whose heads residents elect, at the end of the year. "
        "Blind to whether the elections are contested or honest.",
        lambda d: _elected_of(d, tier),
        labels={"tier": tier},
    )  # fmt: skip


def _adults(data: "xr.Dataset") -> Floats:
    return data["unit_adults"].values[: data.sizes["region"]].astype(np.float64)


def _weighted(data: "xr.Dataset", values: Floats) -> Field:
    """Regions as they are; the nation as their mean by adults."""
    adults = _adults(data)
    return Field((values @ (adults / adults.sum())).astype(np.float32), values)


def _summed(values: Floats) -> Field:
    values = values.astype(np.float32)
    return Field(values.sum(-1), values)


def _by_year(values: Floats) -> Floats:
    """Sum months to years, along axis 1."""
    member, months, *rest = values.shape
    return values.reshape(member, months // YEAR, YEAR, *rest).sum(2)


def _answered(name: str) -> "Callable[[xr.Dataset], Field]":
    def read(data: "xr.Dataset") -> Field:
        part, whole = (_by_year(data[v].values.astype(np.float32)) for v in (name, "disliked"))
        with np.errstate(invalid="ignore", divide="ignore"):
            return Field(part.sum(-1) / whole.sum(-1), part / whole)

    return read


def _at_votes(data: "xr.Dataset", name: str) -> Field:
    at = data["vote_month"].values.astype(int)
    return _weighted(data, data[name].values[:, at])


def leaves(data: "xr.Dataset") -> np.ndarray:
    """Units that have no units below them, `(unit,)`."""
    codes = [str(c) for c in data["unit"].values]
    parents = {code.rpartition("/")[0] for code in codes}
    return np.array([code not in parents for code in codes])


def _of_units(data: "xr.Dataset", values: Floats) -> Field:
    """Mean over the leaves of each region, weighted by adults."""
    return _grouped(data, values, leaves(data), data["unit_adults"].values.astype(np.float64))


def _elected_of(data: "xr.Dataset", tier: str) -> Field:
    chosen = data["unit_tier"].values == tier
    elected = data["unit_mode"].values >= int(Mode.FILTERED)
    return _grouped(data, elected, chosen, data["unit_weight"].values.astype(np.float64))


def _grouped(data: "xr.Dataset", values: Floats, chosen: np.ndarray, weight: Floats) -> Field:
    """Weighted means of the chosen units, by region and in all; NaN where a region has none."""
    codes = [str(c) for c in data["region"].values]
    place = {code: i for i, code in enumerate(codes)}
    region = np.array([place[str(r)] for r in data["unit_region"].values[chosen]], int)
    w = weight[chosen]
    shares = np.zeros((len(w), len(codes)), np.float32)
    shares[np.arange(len(w)), region] = w
    total = shares.sum(0)
    taken = values[..., chosen].astype(np.float32)
    sums = taken @ shares
    with np.errstate(invalid="ignore", divide="ignore"):
        return Field(sums.sum(-1) / total.sum(), np.where(total > 0, sums / total, np.nan))


UNIT_QUANTITIES = ("activism", "grievance", "trust", "circle", "autonomy", "elected")
"""Quantities that are kept for every unit, at the end of each year."""


def unit_values(data: "xr.Dataset", name: str) -> Floats:
    """Values of every unit at the end of each year, `(member, year, unit)`."""
    if name == "elected":
        return data["unit_mode"].values >= int(Mode.FILTERED)
    return data[f"unit_{name}"].values
