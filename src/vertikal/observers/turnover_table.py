"""Who headed a unit from when to when, how they came and how they left: a researcher's table."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from vertikal.observers._names import lacking, members_of, shares, stream

__all__ = ["turnover_table"]

NEEDS = (
    "unit_mode",
    "unit_origin",
    "unit_direct_elections",
    "removed",
    "rotated",
    "case_target",
    "unit_tier",
)
ELECTED, INDIRECT = 2, 1
"""Codes of `unit_mode`: from 2 on residents elect the head; 1: an assembly chooses."""
REMOVED, ROTATED, ELECTION, REPLACED = range(4)
LEFT = ("removed", "rotated", "election", "replaced")
"""How a head left; the last is seen, but not why."""
SITTING = "in office"


@dataclass(frozen=True)
class _Changes:
    """Changes of heads of one history, one entry each, in order of unit and time."""

    unit: np.ndarray
    month: np.ndarray
    """Month of the run, from 0; December where only the year is known."""
    kind: np.ndarray
    """Position in `LEFT`."""
    came: np.ndarray
    """How the successor came."""
    exact: np.ndarray
    """Whether the month is known."""


def turnover_table(
    data: xr.Dataset, *, tier: str = "region", missing: float = 0.0, date_error: float = 0.0
) -> xr.Dataset:
    """List the heads of a tier's units as a researcher would who follows the news.

    Parameters
    ----------
    data
        A run's dataset: `removed` and `rotated` of regions by month, `case_target`, and of units by
        year `unit_mode`, `unit_origin`, `unit_direct_elections`.
    tier
        Tier of the units.
    missing
        Share of changes that the researcher misses: the predecessor seems to stay.
    date_error
        Standard deviation of the dates of changes, months; they are rounded to whole months.

    Returns
    -------
    Dataset along `spell`, in order of history, unit and time: `spell_member`, `spell_unit` (code),
    `start`, `end` (first day of the month; none while in office), `came` (`appointed`, `indirect`,
    `elected`, `acting`), `left` (`removed`, `rotated`, `election`, `replaced`, `in office`),
    `start_seen` (false where the head was there when the run began) and `start_exact` (false where
    only the year is known; December stands for it). Draws are named by the run's `seed`, the tier
    and the number of the history.

    Raises
    ------
    ValueError
        If the dataset lacks what the observer looks at, there is no such tier, or an option is out
        of bounds.

    Notes
    -----
    What a run's record shows: every month in which a head of a region was removed or rotated, and
    every removal below. What it does not: an **election or an assembly's choice** shows as a change
    only where the new head is of another origin (official, party, former head, outsider), or
    follows an acting head in that year or the next; a newcomer of the same origin looks like
    re-election. **Rotation below the regions** shows only by origin, as `replaced`, once a year.
    Elections of the first year do not show. So spells are too long rather than too short, least of
    all for appointed heads of regions, of whom every change is there.
    """
    lacking("turnover_table", data, NEEDS)
    shares("turnover_table", missing=missing)
    if date_error < 0:
        message = f"turnover_table: date_error is {date_error:g}; must be 0 months or more"
        raise ValueError(message)
    tiers = np.array([str(t) for t in data["unit_tier"].values])
    units = np.flatnonzero(tiers == tier)
    if units.size == 0:
        message = f"turnover_table: no tier {tier!r}; tiers: {', '.join(dict.fromkeys(tiers))}"
        raise ValueError(message)
    columns = _columns(data)
    first = data["time"].values.astype("datetime64[M]")
    tables = []
    for k, number in enumerate(np.resize(members_of(data), len(columns["mode"]))):
        one = {name: x[k] for name, x in columns.items()}
        changes = _changes(one, units, first)
        if missing or date_error:
            rng = stream(data, f"turnover_table/{tier}", int(number), "errors")
            changes = _misread(changes, rng, missing, date_error, first.size)
        rows = _spells(changes, units, one["mode"][0], first)
        tables.append({"spell_member": np.full(rows["start"].size, int(number)), **rows})
    table = {name: np.concatenate([t[name] for t in tables]) for name in tables[0]}
    codes = np.asarray([str(c) for c in data["unit"].values], dtype=object)
    table["spell_unit"] = codes[table["spell_unit"]]
    return xr.Dataset({name: ("spell", x) for name, x in table.items()}, attrs=data.attrs)


def _columns(data: xr.Dataset) -> dict[str, np.ndarray]:
    """What is looked at, `(history, ...)` each."""
    dims = {
        "mode": ("unit_mode", ("year", "unit")),
        "origin": ("unit_origin", ("year", "unit")),
        "elections": ("unit_direct_elections", ("year", "unit")),
        "removed": ("removed", ("time", "region")),
        "rotated": ("rotated", ("time", "region")),
        "target": ("case_target", ("time", "case")),
    }
    found = {}
    for name, (variable, last) in dims.items():
        x = data[variable].transpose(..., *last).values.astype(np.int64)
        found[name] = x.reshape(-1, *x.shape[-2:])
    found["year"] = np.broadcast_to(
        data["year"].values.astype(int), (len(found["mode"]), data.sizes["year"])
    )
    return found


def _changes(one: dict[str, np.ndarray], units: np.ndarray, first: np.ndarray) -> _Changes:
    """Every change of a head that the record shows."""
    regions = one["removed"].shape[1]
    start = first[0].astype("datetime64[Y]").astype(int) + 1970
    offset = int(first[0].astype(int) % 12)
    years = one["year"]
    found: list[tuple[np.ndarray, np.ndarray, int, bool]] = []
    for kind, name in ((REMOVED, "removed"), (ROTATED, "rotated")):
        month, unit = np.nonzero(one[name])
        found.append((unit, month, kind, True))
    month, case = np.nonzero(one["target"] >= regions)
    found.append((one["target"][month, case], month, REMOVED, True))
    left = np.zeros(one["mode"].shape, bool)
    for unit, month, _, _ in found:
        left[np.searchsorted(years, start + (month + offset) // 12), unit] = True
    held, other = (np.zeros(left.shape, bool) for _ in range(2))
    held[1:] = np.diff(one["elections"], axis=0) > 0
    other[1:] = np.diff(one["origin"], axis=0) != 0
    waiting = left.copy()
    waiting[1:] |= left[:-1] & ~held[:-1]
    for kind, where in (
        (ELECTION, held & (other | waiting)),
        (REPLACED, other & ~held & ~left),
    ):
        year, unit = np.nonzero(where)
        found.append((unit, (years[year] - start) * 12 + 11 - offset, kind, False))
    unit, month = (np.concatenate([f[k] for f in found]) for k in (0, 1))
    kind = np.concatenate([np.full(f[0].size, f[2]) for f in found])
    exact = np.concatenate([np.full(f[0].size, f[3]) for f in found])
    at = np.searchsorted(years, start + (month + offset) // 12)
    came = _came(kind, one["mode"][np.maximum(at - 1, 0), unit], one["mode"][at, unit])
    keep = np.isin(unit, units)
    order = np.lexsort((kind[keep], month[keep], unit[keep]))
    return _Changes(*(x[keep][order] for x in (unit, month, kind, came, exact)))


def _came(kind: np.ndarray, before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """How the successor came: by the mode in force before an early departure, else at year-end."""
    early = (kind == REMOVED) | (kind == ROTATED)
    by_mode = np.where(now == INDIRECT, "indirect", "appointed")
    after = np.where(kind == ELECTION, "elected", by_mode)
    return np.where(early, np.where(before > 0, "acting", "appointed"), after)


def _misread(
    changes: _Changes, rng: np.random.Generator, missing: float, error: float, months: int
) -> _Changes:
    """Leave changes out, and move the dates of the others."""
    n = changes.unit.size
    keep = rng.random(n) >= missing
    moved = changes.month + np.rint(error * rng.standard_normal(n)).astype(int)
    month = np.clip(moved, 0, months - 1)
    order = np.lexsort((np.arange(n), month, changes.unit))
    order = order[keep[order]]
    return _Changes(
        changes.unit[order],
        month[order],
        changes.kind[order],
        changes.came[order],
        changes.exact[order],
    )


def _spells(
    changes: _Changes, units: np.ndarray, mode: np.ndarray, first: np.ndarray
) -> dict[str, np.ndarray]:
    """One row a head: those in office at first, and those who came."""
    n, k = units.size, changes.unit.size
    at_first = np.where(
        mode[units] >= ELECTED,
        "elected",
        np.where(mode[units] == INDIRECT, "indirect", "appointed"),
    )
    unit = np.concatenate([units, changes.unit])
    month = np.concatenate([np.full(n, -1), changes.month])
    order = np.lexsort((np.arange(n + k), month, unit))
    unit, month = unit[order], month[order]
    came = np.concatenate([at_first, changes.came])[order]
    exact = np.concatenate([np.zeros(n, bool), changes.exact])[order]
    kind = np.concatenate([np.full(n, -1), changes.kind])[order]
    last = np.append(unit[1:] != unit[:-1], True)
    start = first[0] + np.maximum(month, 0)
    end = np.where(last, np.datetime64("NaT"), np.roll(start, -1))
    left = np.where(last, SITTING, np.asarray(LEFT)[np.roll(kind, -1)])
    return {
        "spell_unit": unit,
        "start": start.astype("datetime64[ns]"),
        "end": end.astype("datetime64[ns]"),
        "came": came.astype(object),
        "left": left.astype(object),
        "start_seen": month >= 0,
        "start_exact": exact,
    }
