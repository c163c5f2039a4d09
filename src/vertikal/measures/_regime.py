"""How democratically a unit is ruled, and where that is out of step with the nation."""

from typing import NamedTuple

import numpy as np
import xarray as xr

from vertikal.measures._measure import MeasureError
from vertikal.measures._units import ELECTED, among, units_of

__all__ = [
    "AUTHORITARIAN",
    "COMPONENTS",
    "DEMOCRATIC",
    "ENCLAVES",
    "GAP",
    "HALF",
    "LASTING",
    "NEEDS",
    "Spells",
    "enclaves_of",
    "juxtaposition",
    "national_scores",
    "power_of",
    "regime_scores",
    "spells",
]

COMPONENTS = ("unit_contest", "unit_honesty")
"""What the score is made of: contestation, honesty of the count."""
POWER = "unit_autonomy"
"""Who really decides: elections that decide nothing make no democratic enclave (O'Brien & Han 2009,
J. Contemporary China 18(60): access to power improved, its exercise did not)."""
REGULAR = 2
"""Elections of its head that make a place regular: one good election is none (Interview, Vlast.kz
15 Nov 2024: enclaves may form if honest elections are held regularly)."""
NEEDS = ("unit_mode", *COMPONENTS, POWER, "unit_direct_elections", "unit_tier")
"""What the score of a unit is read from."""

HALF = 0.5
"""Where V-Dem's Regimes of the World part electoral democracy from autocracy on the same scale
(Lührmann, Tannenberg & Lindberg 2018, Politics and Governance 6(1))."""
GAP = 0.2
"""An enclave differs from its nation in kind, not in degree: O'Donnell (1993, World Development
21(8)), Gibson (2005, World Politics 58(1)). A fifth of the scale is two thirds of the way that
Mexico went from 1988 to 2000 (.34 to .66), and far more than a nation moves in a usual year."""
LASTING = 5
"""Years in a row that make an enclave. One good election is none; regularity makes one: five years
hold two elections at terms of up to four years, and outlive the accident of one head. The enclaves
that Gilley (2010, Democratization 17(3)) compares are decided within ten years: comparative.md S6.1
fact 9 and S6.3 check 6."""

DEMOCRATIC, AUTHORITARIAN = 1, -1
"""Codes of a unit out of step with the nation; 0: congruent."""
ENCLAVES = {"democratic": DEMOCRATIC, "authoritarian": AUTHORITARIAN}
"""Kinds of enclaves."""

ROUNDING = 1e-6
"""A score that misses a threshold by less has reached it: national scores have single precision."""


def regime_scores(units: xr.Dataset) -> xr.DataArray:
    """Score of each unit and year, 0 to 1, on the scale of national electoral democracy.

    0 where residents do not elect the head. Otherwise the weaker of two components, so that neither
    makes up for the other: contestation of the last election, and honesty of its count.
    """
    contest, honesty = (units[name].astype(np.float64) for name in COMPONENTS)
    elected = units["unit_mode"] >= ELECTED
    return contest.copy(data=np.fmin(contest.values, honesty.values)).where(elected, 0.0)


def power_of(units: xr.Dataset) -> xr.DataArray:
    """Share of its affairs that a unit decides, 0 until residents have elected its head twice."""
    power = units[POWER].astype(np.float64)
    return power.where(units["unit_direct_elections"] >= REGULAR, 0.0)


def national_scores(data: xr.Dataset) -> xr.DataArray:
    """National openness in December of each year of the units."""
    months = data["time"].values.astype("datetime64[M]")
    years = data["year"].values.astype(int)
    wanted = (years - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 11
    if not (known := np.isin(wanted, months)).all():
        message = f"the dataset lacks the national openness of December {years[~known][0]}"
        raise MeasureError(message)
    order = np.argsort(months)
    places = order[np.searchsorted(months, wanted, sorter=order)]
    openness = data["openness"].astype(np.float64).isel(time=places).rename(time="year")
    return openness.drop_vars([c for c in openness.coords if c != "year"]).assign_coords(
        year=data["year"].values
    )


def juxtaposition(
    score: xr.DataArray,
    national: xr.DataArray,
    power: xr.DataArray,
    *,
    lasting: int = LASTING,
    half: float = HALF,
    gap: float = GAP,
) -> xr.DataArray:
    """Compare units with their nation: 1 democratic enclave, -1 authoritarian enclave, 0 congruent.

    A democratic enclave scores `half` or more and at least `gap` above a nation below `half`, and
    decides at least half of its affairs itself (`power`); an authoritarian enclave scores `half` or
    less and at least `gap` below a nation at or above it. Only spells of `lasting` years in a row
    count, as seen in the dataset: what began earlier or goes on later counts from its first year
    and to its last. A missing score ends a spell.
    """
    if isinstance(lasting, bool) or not isinstance(lasting, int) or lasting < 1:
        message = f"lasting is {lasting!r}; must be a whole number of years, 1 or more"
        raise MeasureError(message)
    closed = national < half
    above = (score >= half - ROUNDING) & (score - national >= gap - ROUNDING) & closed
    above = above & (power >= half - ROUNDING)
    below = (score <= half + ROUNDING) & (national - score >= gap - ROUNDING) & ~closed
    rest = [d for d in above.dims if d not in ("year", "unit")]
    above, below = above.transpose(*rest, "year", "unit"), below.transpose(*rest, "year", "unit")
    kinds = np.where(_long(above.values, lasting), DEMOCRATIC, 0).astype(np.int8)
    kinds -= _long(below.values, lasting)
    return above.copy(data=kinds)


def _long(flags: np.ndarray, lasting: int) -> np.ndarray:
    """Keep what is true `lasting` times in a row or more along the last axis but one."""
    years = flags.shape[-2]
    run = np.zeros(flags.shape, np.int16)
    for t in range(years):
        run[..., t, :] = flags[..., t, :] * (1 + (run[..., t - 1, :] if t else 0))
    for t in range(years - 2, -1, -1):  # the whole length is known in the last year of a spell
        goes_on = flags[..., t, :] & flags[..., t + 1, :]
        run[..., t, :] = np.where(goes_on, run[..., t + 1, :], run[..., t, :])
    return run >= lasting


def enclaves_of(data: xr.Dataset, which: str, tier: str, lasting: int) -> xr.DataArray:
    """Where units of a tier are in a lasting enclave of a kind: true or false by year and unit."""
    code = ENCLAVES[among("which", which, ENCLAVES)]
    units = units_of(data, NEEDS[:-1], tier)
    kinds = juxtaposition(
        regime_scores(units), national_scores(data), power_of(units), lasting=lasting
    )
    return kinds == code


class Spells(NamedTuple):
    """Spells out of step with the nation, one entry each, in order of history, unit and year."""

    history: np.ndarray
    """Place among the leading dimensions, flattened: the member of a simulated dataset."""
    unit: np.ndarray
    """Place of the unit."""
    kind: np.ndarray
    """`DEMOCRATIC` or `AUTHORITARIAN`."""
    first: np.ndarray
    last: np.ndarray
    """First and last year, both included."""

    @property
    def length(self) -> np.ndarray:
        """Years."""
        return np.asarray(self.last - self.first + 1)


def spells(kinds: xr.DataArray) -> Spells:
    """From when to when each unit is an enclave, out of what `juxtaposition` returns."""
    turned = kinds.transpose(..., "unit", "year")
    codes = turned.values.reshape(-1, *turned.shape[-2:])
    years = kinds["year"].values.astype(int)
    edge = np.zeros((*codes.shape[:-1], 1), codes.dtype)
    before = np.concatenate([edge, codes[..., :-1]], -1)
    after = np.concatenate([codes[..., 1:], edge], -1)
    history, unit, first = np.nonzero((codes != 0) & (codes != before))
    last = np.nonzero((codes != 0) & (codes != after))[-1]
    return Spells(history, unit, codes[history, unit, first], years[first], years[last])
