"""Enclaves in a panel of scores that others have published: which units, when, how surely."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vertikal.lab._enclaves import OFTEN, EnclaveUnit, often
from vertikal.lab._tier import Apart, around_each, enclosed, lacking, years_apart
from vertikal.measures import MeasureError

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.measures._regime import Spells
    from vertikal.measures._score_error import Drawn

__all__ = ["PanelEnclaves", "PanelUnit", "Sensitivity", "panel_enclaves"]

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

BAND = (0.025, 0.975)
"""Quantiles of a length over draws."""
CELLS = 8_000_000
"""Numbers held at once."""
STREAM = 0x656E636C
"""Name of the stream of the draws: "encl"."""
GAPS, HALVES, YEARS = (0.1, 0.2, 0.3), (0.4, 0.5, 0.6), (3, 5, 10)
"""Thresholds that are tried."""


@dataclass(frozen=True)
class PanelUnit:
    """A unit that is out of step in a tenth of the draws or more, or in the scores as measured."""

    unit: EnclaveUnit
    """`share` is the share of draws, `low` and `high` a 95 % interval of the longest spell."""
    nation: str
    measured: int
    """Years of its longest spell in the scores as they were measured; 0 if there is none."""
    opens: bool
    """Whether the spell is there in the first year that the panel has of the unit."""
    goes_on: bool
    """Whether it is there in the last."""
    around: float
    """Share of its nation's units that were out of step likewise, mean over the spell."""
    enclosed: bool
    """Whether for years enough most units around it were not out of step likewise."""

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        more = asdict(self)
        more["as_measured"] = more.pop("measured")
        return {**self.unit.as_json(), **{k: v for k, v in more.items() if k != "unit"}}


@dataclass(frozen=True)
class Sensitivity:
    """Enclosed units with an enclave, in the scores as measured, at other thresholds."""

    gap: float
    half: float
    lasting: int
    democratic: int
    authoritarian: int


@dataclass(frozen=True)
class PanelEnclaves:
    """All that is said of a panel."""

    title: str
    units: tuple[PanelUnit, ...]
    apart: tuple[Apart, ...]
    sensitivity: tuple[Sensitivity, ...]
    error: dict[str, tuple[float, float]]
    """By nation: standard deviation of what one measurement adds, scale of a year's move."""
    years: "xr.Dataset"
    """By year and unit: shares of draws in which it is out of step, `democratic` and
    `authoritarian`; `kind` in the scores as measured; `seen`."""
    notes: tuple[str, ...]
    """What the panel lacks."""
    nations: int
    places: int
    first: int
    last: int
    draws: int
    lasting: int
    gap: float
    half: float

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        return {
            "enclaves": [u.as_json() for u in self.units],
            "apart": [a.as_json() for a in self.apart],
            "sensitivity": [asdict(s) for s in self.sensitivity],
            "error": {k: {"once": a, "per_year": b} for k, (a, b) in self.error.items()},
            "panel": {
                "title": self.title,
                "units": self.places,
                "nations": self.nations,
                "from": self.first,
                "to": self.last,
            },
            "notes": list(self.notes),
            **{k: getattr(self, k) for k in ("draws", "lasting", "gap", "half")},
        }


def panel_enclaves(
    data: "xr.Dataset",
    *,
    lasting: int | None = None,
    gap: float | None = None,
    half: float | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> PanelEnclaves:
    """Find the lasting enclaves of a panel.

    Parameters
    ----------
    data
        What a source makes of a table: `score`, `latent`, `measured`, perhaps `national`, `error`,
        `power`, each `(year, unit)`. Without `national` the nation is the mean of its units.
    lasting, gap, half
        Years in a row, distance and threshold that make an enclave; None: as the measures have it.
    draws
        Draws of the scores.
    seed
        The same seed gives the same draws.

    Raises
    ------
    MeasureError
        If a threshold does not fit.
    """
    from vertikal.measures._regime import GAP, HALF, LASTING, spells  # noqa: PLC0415

    rule = (
        LASTING if lasting is None else lasting,
        GAP if gap is None else gap,
        HALF if half is None else half,
    )
    _check(*rule[1:])
    data = _with_nation(data)
    groups, group = np.unique(data["unit_nation"].values.astype(str), return_inverse=True)
    measured = _codes(data, data["score"].values, *rule)
    found, shares, sizes = _drawn(data, group, draws, seed, rule)
    n = sizes.shape[1]
    around = around_each(data, measured, group)
    own = spells(data["score"].copy(data=measured))
    units = tuple(_units(data, found, own, around, n, rule[0]))
    years = data["year"].values
    return PanelEnclaves(
        str(data.attrs.get("title", "Panel")),
        units,
        tuple(years_apart(data, measured, groups, group)),
        tuple(_sensitivity(data, group, rule)),
        _typical(groups, sizes),
        _by_year(data, measured, shares),
        tuple(lacking(data)),
        len(groups),
        data.sizes["unit"],
        int(years[0]),
        int(years[-1]),
        n,
        *rule,
    )


def _typical(groups: Iterable[str], sizes: Floats) -> dict[str, tuple[float, float]]:
    """Medians over the draws, by nation; nothing where scores are taken as exact."""
    if sizes.shape[1] == 1:
        return {}
    both = zip(groups, *np.median(sizes, 1), strict=True)
    return {str(g): (float(once), float(walk)) for g, once, walk in both}


def _by_year(data: "xr.Dataset", measured: Codes, shares: Floats) -> "xr.Dataset":
    from xarray import Dataset  # noqa: PLC0415 - xarray is slow to import

    from vertikal.measures._regime import ENCLAVES  # noqa: PLC0415

    dims = ("year", "unit")
    variables = {
        **{kind: (dims, share) for kind, share in zip(ENCLAVES, shares, strict=True)},
        "kind": (dims, measured),
        "seen": (dims, np.isfinite(data["score"].values)),
    }
    return Dataset(variables, data.coords)


def _check(gap: float, half: float) -> None:
    for name, value in (("gap", gap), ("half", half)):
        if not 0.0 < value < 1.0:
            message = f"{name} is {value:g}; must lie between 0 and 1"
            raise MeasureError(message)


def _with_nation(data: "xr.Dataset") -> "xr.Dataset":
    """Fill in the mean of the units where nobody has scored the nation."""
    if "national" in data:
        return data
    score, names = data["score"].values, data["unit_nation"].values.astype(str)
    national = np.full(score.shape, np.nan)
    for name in np.unique(names):
        own = names == name
        seen = np.isfinite(score[:, own])
        total = np.where(seen, score[:, own], 0.0).sum(1)
        mean = np.divide(total, seen.sum(1), out=np.full(len(score), np.nan), where=seen.any(1))
        national[:, own] = mean[:, None]
    return data.assign(national=(("year", "unit"), national))


def _codes(data: "xr.Dataset", score: Floats, lasting: int, gap: float, half: float) -> Codes:
    """Kinds by `(..., year, unit)`; a nation without a score has no enclaves."""
    import xarray as xr  # noqa: PLC0415

    from vertikal.measures._regime import juxtaposition  # noqa: PLC0415

    dims = ("draw", "year", "unit")[-score.ndim :]
    coords = {"year": data["year"].values}
    national = data["national"].values
    known = np.where(np.isfinite(national), score, np.nan)
    power = data["power"].values if "power" in data else np.ones(national.shape)
    return juxtaposition(
        xr.DataArray(known, coords, dims),
        xr.DataArray(national, coords, dims[-2:]),
        xr.DataArray(power, coords, dims[-2:]),
        lasting=lasting,
        half=half,
        gap=gap,
    ).values


def _drawn(
    data: "xr.Dataset",
    group: NDArray[np.integer],
    n: int,
    seed: int,
    rule: tuple[int, float, float],
) -> tuple["Spells", Floats, Floats]:
    """Spells of all draws; how often each unit is an enclave in each year; sizes of the error."""
    from vertikal.measures._regime import ENCLAVES, Spells, spells  # noqa: PLC0415

    parts, start = [], 0
    counts = np.zeros((len(ENCLAVES), *data["latent"].shape))
    sizes = []
    for drawn in _draws(data, group, n, seed):
        codes = _codes(data, np.clip(drawn.scores, 0.0, 1.0), *rule)
        counts += [(codes == code).sum(0) for code in ENCLAVES.values()]
        found = spells(data["score"].expand_dims(draw=len(codes)).copy(data=codes))
        parts.append(found._replace(history=found.history + start))
        sizes.append([drawn.once, drawn.walk])
        start += len(codes)
    both = np.concatenate(sizes, 1)
    return Spells(*(np.concatenate(x) for x in zip(*parts, strict=True))), counts / start, both


def _draws(data: "xr.Dataset", group: NDArray[np.integer], n: int, seed: int) -> Iterator["Drawn"]:
    """Draws of the scores; the scores themselves, once, where they are exact."""
    from vertikal.measures._score_error import Drawn, draw_scores  # noqa: PLC0415

    latent = data["latent"].values
    if data.attrs.get("exact"):
        none = np.zeros((1, int(group.max()) + 1))
        return iter([Drawn(latent[None], none, none)])
    return draw_scores(
        latent,
        data["year"].values.astype(np.float64),
        data["measured"].values,
        group,
        n,
        np.random.default_rng([seed, STREAM]),
        known=data["error"].values if "error" in data else None,
        stands=bool(data.attrs.get("holds")),
        at_once=max(CELLS // latent.size, 1),
    )


def _units(
    data: "xr.Dataset",
    found: "Spells",
    own: "Spells",
    around: dict[int, Floats],
    n: int,
    lasting: int,
) -> Iterator[PanelUnit]:
    """Units that are out of step, each with what the panel itself says of it."""
    from vertikal.measures._regime import ENCLAVES  # noqa: PLC0415

    places = {str(code): k for k, code in enumerate(data["unit"].values)}
    nations = data["unit_nation"].values
    years, seen = data["year"].values.astype(int), np.isfinite(data["score"].values)
    for unit in often(data, found, n, band=BAND, least=0.0, each_kind=True):
        k, code = places[unit.unit], ENCLAVES[unit.kind]
        mine = (own.unit == k) & (own.kind == code)
        measured = int(own.length[mine].max(initial=0))
        if unit.share < OFTEN and not measured:
            continue
        spell = around[code][unit.first - years[0] : unit.last - years[0] + 1, k]
        ends = years[seen[:, k]][[0, -1]]
        yield PanelUnit(
            unit,
            str(nations[k]),
            measured,
            bool(unit.first <= ends[0]),
            bool(unit.last >= ends[1]),
            float(spell.mean()),
            enclosed(spell, lasting),
        )


def _sensitivity(
    data: "xr.Dataset", group: NDArray[np.integer], rule: tuple[int, float, float]
) -> Iterator[Sensitivity]:
    """Count enclosed enclaves at other thresholds, one changed at a time."""
    lasting, gap, half = rule
    tried = [(lasting, g, half) for g in GAPS] + [(lasting, gap, h) for h in HALVES]
    tried += [(years, gap, half) for years in YEARS]
    for own in dict.fromkeys([rule, *tried]):
        yield Sensitivity(own[1], own[2], own[0], *_counted(data, group, own))


def _counted(
    data: "xr.Dataset", group: NDArray[np.integer], rule: tuple[int, float, float]
) -> tuple[int, int]:
    """Units with an enclosed enclave, democratic and authoritarian."""
    from vertikal.measures._regime import ENCLAVES, spells  # noqa: PLC0415

    codes = _codes(data, data["score"].values, *rule)
    around = around_each(data, codes, group)
    found = spells(data["score"].copy(data=codes))
    start = int(data["year"].values[0])
    units: dict[int, set[int]] = {code: set() for code in ENCLAVES.values()}
    for unit, kind, first, last in zip(
        found.unit, found.kind, found.first, found.last, strict=True
    ):
        if enclosed(around[int(kind)][first - start : last - start + 1, unit], rule[0]):
            units[int(kind)].add(int(unit))
    democratic, authoritarian = (len(x) for x in units.values())
    return democratic, authoritarian
