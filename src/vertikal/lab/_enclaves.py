"""Where a run rules its units otherwise than its nation, for how long, and what goes with it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vertikal.lab._years import from_to
from vertikal.measures import MeasureError

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.measures._regime import Spells

__all__ = ["OFTEN", "Contrast", "EnclaveTier", "EnclaveUnit", "Enclaves", "enclaves", "often"]

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]

BAND = (0.05, 0.95)
"""Quantiles of a band over members."""
OFTEN = 0.1
"""Share of members from which on a unit is listed."""
ROUNDING = 1e-9
"""Standard deviations below this are rounding."""
MOST = 3
"""Differences that are told in words."""


@dataclass(frozen=True)
class _Trait:
    """Something in which units in enclaves may differ from others, and how that reads."""

    variable: str
    above: str
    below: str
    in_score: bool = False
    """True if the regime score is made of it, so that a difference is no finding."""
    of_elections: bool = False
    """True if it says something only where residents elect."""


TRAITS = (
    _Trait("unit_circle", "larger circles", "smaller circles"),
    _Trait("unit_autonomy", "more autonomy", "less autonomy", in_score=True),
    _Trait(
        "unit_honesty",
        "more honest counts",
        "less honest counts",
        in_score=True,
        of_elections=True,
    ),
    _Trait("unit_trust", "more trust in counts", "less trust in counts"),
    _Trait("unit_activism", "more activism", "less activism"),
    _Trait("unit_urban", "more townspeople", "fewer townspeople"),
    _Trait("unit_rent_dependence", "more dependence on transfers", "less dependence on transfers"),
    _Trait("unit_development", "more development", "less development"),
    _Trait("unit_direct_elections", "more elections held", "fewer elections held", in_score=True),
)
"""What is compared."""


@dataclass(frozen=True)
class Contrast:
    """How units in enclaves differ from others of their tier, in the same history and year."""

    variable: str
    difference: float
    """In standard deviations between the units of a tier, history and year."""
    enclaves: float
    others: float
    in_score: bool
    says: str


@dataclass(frozen=True)
class EnclaveTier:
    """Lasting enclaves of one kind at one tier: low, median and high over members."""

    tier: str
    kind: str
    units: int
    at_end: tuple[float, float, float]
    at_peak: tuple[float, float, float]
    peak_year: int | None
    """Median over the members that have any."""
    members: float
    """Share of members that have any."""
    years: tuple[float, float, float] | None
    """Length over all spells of all members; None if there are none."""
    differences: tuple[Contrast, ...]
    """The largest first; empty if there is nothing to compare."""

    @property
    def told(self) -> tuple[Contrast, ...]:
        """Those differences that are told in words."""
        return self.differences[:MOST]


@dataclass(frozen=True)
class EnclaveUnit:
    """One unit that is often in a lasting enclave: its longest spell in each member counts."""

    unit: str
    name: str
    tier: str
    kind: str
    first: int
    last: int
    low: float
    high: float
    years: float
    share: float
    """Share of members."""

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return from_to(asdict(self))


@dataclass(frozen=True)
class Enclaves:
    """All lasting enclaves of a run."""

    members: int
    lasting: int
    tiers: tuple[EnclaveTier, ...]
    units: tuple[EnclaveUnit, ...]

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return {
            "enclaves": [u.as_json() for u in self.units],
            "tiers": [asdict(t) for t in self.tiers],
            "members": self.members,
            "lasting": self.lasting,
        }


def enclaves(data: "xr.Dataset", *, lasting: int | None = None) -> Enclaves:
    """Find the lasting enclaves of a run, tier by tier.

    Parameters
    ----------
    data
        Dataset of a run, or of one observed history.
    lasting
        Years in a row that make an enclave; None: as the measures have it.

    Raises
    ------
    MeasureError
        If the dataset lacks something the comparison is read from.
    """
    from vertikal.measures._regime import LASTING, NEEDS  # noqa: PLC0415 - xarray is slow to import

    needed = dict.fromkeys((*NEEDS, "openness", "year", "unit", *(t.variable for t in TRAITS)))
    if lacking := [name for name in needed if name not in data]:
        message = f"enclaves: the dataset lacks {', '.join(lacking)}"
        raise MeasureError(message)
    if "member" not in data.dims:
        data = data.expand_dims("member")
    lasting = LASTING if lasting is None else lasting
    tiers, units = [], []
    for tier in dict.fromkeys(str(t) for t in data["unit_tier"].values):
        rows, listed = _tier(data, tier, lasting)
        tiers.extend(rows)
        units.extend(listed)
    return Enclaves(int(data.sizes["member"]), lasting, tuple(tiers), tuple(units))


def _tier(
    data: "xr.Dataset", tier: str, lasting: int
) -> tuple[list[EnclaveTier], list[EnclaveUnit]]:
    from vertikal.measures._regime import (  # noqa: PLC0415
        ENCLAVES,
        NEEDS,
        juxtaposition,
        national_scores,
        power_of,
        regime_scores,
        spells,
    )
    from vertikal.measures._units import ELECTED, units_of  # noqa: PLC0415

    chosen = units_of(data, NEEDS[:-1], tier)
    kinds = juxtaposition(
        regime_scores(chosen), national_scores(data), power_of(chosen), lasting=lasting
    )
    kinds = kinds.transpose("member", "year", "unit")
    found = spells(kinds)
    codes = kinds.values
    elected = chosen["unit_mode"].transpose("member", "year", "unit").values >= ELECTED
    years = data["year"].values.astype(int)
    traits = units_of(data, [t.variable for t in TRAITS], tier) if codes.any() else None
    rows = []
    for name, code in ENCLAVES.items():
        inside = codes == code
        counts = inside.sum(-1)
        some = counts.any(-1)
        lengths = found.length[found.kind == code]
        rows.append(
            EnclaveTier(
                tier,
                name,
                codes.shape[-1],
                _band(counts[:, -1]),
                _band(counts.max(-1)),
                int(np.median(years[counts[some].argmax(-1)])) if some.any() else None,
                float(some.mean()),
                _band(lengths) if lengths.size else None,
                () if traits is None else _contrasts(traits, inside, elected),
            )
        )
    return rows, list(often(chosen, found, codes.shape[0]))


def _band(x: np.ndarray, ends: tuple[float, float] = BAND) -> tuple[float, float, float]:
    low, mid, high = np.quantile(x, [ends[0], 0.5, ends[1]])
    return float(low), float(mid), float(high)


def _contrasts(traits: "xr.Dataset", inside: Bools, elected: Bools) -> tuple[Contrast, ...]:
    """Differences from the others, the largest first.

    Each enclave is compared with what is no enclave of its kind in the same history and year, so
    that neither a trend nor a history in which all is different looks like a cause.
    """
    every = np.ones_like(inside)
    made = (_contrast(t, traits, inside, elected if t.of_elections else every) for t in TRAITS)
    found = [c for c in made if c is not None]
    return tuple(sorted(found, key=lambda c: -abs(c.difference)))


def _contrast(trait: _Trait, traits: "xr.Dataset", inside: Bools, known: Bools) -> Contrast | None:
    """One difference, over the histories and years that have both sides; None if nothing varies."""
    ours, theirs = inside & known, ~inside & known
    both = np.asarray(ours.any(-1) & theirs.any(-1))
    if not both.any():
        return None
    x = traits[trait.variable]
    missing = [d for d in ("member", "year", "unit") if d not in x.dims]
    values = x.expand_dims(missing).transpose("member", "year", "unit").values.astype(np.float64)
    values = np.broadcast_to(values, inside.shape)[both]
    ours, theirs = ours[both], theirs[both]
    n, m = ours.sum(-1), theirs.sum(-1)
    within, without = (values * ours).sum(-1) / n, (values * theirs).sum(-1) / m
    mean, other = float(np.average(within, weights=n)), float(np.average(without, weights=n))
    centre = (n * within + m * without) / (n + m)
    squares = ((values - centre[:, None]) ** 2 * (ours | theirs)).sum(-1) / (n + m)
    spread = float(np.sqrt(np.average(squares, weights=n)))
    if not spread > ROUNDING:
        return None
    difference = (mean - other) / spread
    words = trait.above if difference > 0.0 else trait.below
    says = f"{words} ({mean:.2f} against {other:.2f})"
    return Contrast(trait.variable, difference, mean, other, trait.in_score, says)


def often(
    chosen: "xr.Dataset",
    found: "Spells",
    histories: int,
    *,
    band: tuple[float, float] = BAND,
    least: float = OFTEN,
    each_kind: bool = False,
) -> Iterator[EnclaveUnit]:
    """Units that are in an enclave in enough histories, in the dataset's order.

    Parameters
    ----------
    chosen
        What has `unit`, `unit_tier` and perhaps `unit_name`.
    found
        Spells of all histories: members of a run, or draws of a panel's scores.
    histories
        How many there are.
    band
        Quantiles of the length over those histories that have the enclave.
    least
        Share of histories that is enough.
    each_kind
        Whether a unit may be listed once for each kind; else for the more frequent only.
    """
    from vertikal.measures._regime import ENCLAVES  # noqa: PLC0415

    if not found.unit.size:
        return
    codes, tiers = chosen["unit"].values, chosen["unit_tier"].values
    names = chosen["unit_name"].values if "unit_name" in chosen else codes
    order = np.lexsort((-found.length, found.kind, found.history, found.unit))
    keys = np.stack([found.unit, found.history, found.kind], -1)[order]
    first_of = np.ones(len(order), bool)
    first_of[1:] = (keys[1:] != keys[:-1]).any(-1)
    longest = order[first_of]
    units, starts = np.unique(found.unit[longest], return_index=True)
    for unit, part in zip(units, np.split(longest, starts[1:]), strict=True):
        own_kinds = {name: part[found.kind[part] == code] for name, code in ENCLAVES.items()}
        ranked = sorted(own_kinds.items(), key=lambda item: -len(item[1]))
        for kind, own in ranked if each_kind else ranked[:1]:
            if not len(own) or len(own) / histories < least:
                continue
            low, mid, high = _band(found.length[own], band)
            yield EnclaveUnit(
                str(codes[unit]),
                str(names[unit]),
                str(tiers[unit]),
                kind,
                int(np.median(found.first[own])),
                int(np.median(found.last[own])),
                low,
                high,
                mid,
                len(own) / histories,
            )
