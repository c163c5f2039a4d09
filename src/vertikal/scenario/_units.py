"""Lay out the tree of units: known numbers as they are, unknown ones drawn once and for all.

What no source states is drawn with a fixed seed, so that all members of a run share one country:
populations of districts (to published quantiles and to oblast totals), the split of posts and
people among localities, remoteness within a district.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vertikal.fields import TIERS
from vertikal.scenario._samples import with_samples
from vertikal.scenario._spec import DrawnPopulations, ScenarioSpec, UnitRow

__all__ = ["Units", "lay_out", "settlement_scale"]

DRAW_SEED = 20130101
"""Seed of what is drawn because nobody knows it; not a run's seed."""

VILLAGE, METROPOLIS = 1_500.0, 1_000_000.0
"""Adults of a settlement where everybody knows everybody, and where nobody does."""

TOWN = 0.5
"""Urban share above which a unit counts as a town."""

SEAT_SHARE = 0.25
"""Share of a district's people who live in its seat (assumed)."""

EARTH_RADIUS_KM = 6371.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Units:
    """Columns of the table of units, in order of tier."""

    code: tuple[str, ...]
    name: tuple[str, ...]
    kind: tuple[str, ...]
    tier: NDArray[np.int32]
    parent: NDArray[np.int32]
    population: Floats
    adults: Floats
    weight: Floats
    """Real units that a sampled unit stands for; 1 where the table lists every unit."""
    urban: Floats
    development: Floats
    anonymity: Floats
    rent_dependence: Floats
    competences: Floats
    leaning: Floats
    remoteness: Floats
    leverage: Floats
    tile: NDArray[np.int32]
    """Column and row of each region's tile, -1 where there is none."""


def lay_out(spec: ScenarioSpec) -> Units:
    """Build the table of units from a validated scenario."""
    rng = np.random.default_rng(DRAW_SEED)
    rows = sorted(spec.rows, key=lambda row: TIERS.index(spec.offices[row.kind].tier))
    population, urban = _populations(spec, rows, rng)
    rows, population, urban = _with_localities(spec, rows, population, urban, rng)
    rows, population, urban, weight = with_samples(spec, rows, population, urban, rng)
    tier = np.array([TIERS.index(spec.offices[r.kind].tier) for r in rows], np.int32)
    order = np.argsort(tier, kind="stable")
    rows, tier = [rows[i] for i in order], tier[order]
    population, urban, weight = population[order], urban[order], weight[order]
    place = {row.code: i for i, row in enumerate(rows)}
    parent = np.array([-1 if r.parent is None else place[r.parent] for r in rows], np.int32)
    region = np.arange(len(rows))
    for i, above in enumerate(parent):
        if above >= 0:
            region[i] = region[above]
    adults = population * spec.units.adults_per_resident
    share = np.divide(urban, population, out=np.zeros_like(urban), where=population > 0)
    rent = _inherited([r.rent_dependence for r in rows], parent, default=0.5)
    level = _inherited([r.development for r in rows], parent, default=math.nan)
    development = np.where(np.isnan(level), share, level)
    return Units(
        code=tuple(r.code for r in rows),
        name=tuple(r.name for r in rows),
        kind=tuple(r.kind for r in rows),
        tier=tier,
        parent=parent,
        population=population,
        adults=adults,
        weight=weight,
        urban=share,
        development=development,
        anonymity=_anonymity(adults, share, parent, region),
        rent_dependence=rent,
        competences=_inherited([r.competences for r in rows], parent, default=0.0),
        leaning=_inherited([r.leaning for r in rows], parent, default=0.0),
        remoteness=_remoteness(spec, rows, share, parent, place, rng),
        leverage=_leverage(spec, adults, rent, share, tier, rows),
        tile=np.array(
            [
                (-1, -1)
                if r.tile_column is None or r.tile_row is None
                else (r.tile_column, r.tile_row)
                for r in rows
            ],
            np.int32,
        ),
    )


def _inherited(values: list[float | None], parent: NDArray[np.int32], default: float) -> Floats:
    out = np.full(len(values), default)
    for i, value in enumerate(values):
        if value is not None:
            out[i] = value
        elif parent[i] >= 0:
            out[i] = out[parent[i]]
    return out


def _populations(
    spec: ScenarioSpec, rows: list[UnitRow], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """People and townspeople of each row; districts' sums match their region's."""
    people = np.array([np.nan if r.population is None else r.population for r in rows])
    towns = np.array([np.nan if r.urban_population is None else r.urban_population for r in rows])
    place = {row.code: i for i, row in enumerate(rows)}
    below: dict[int, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.parent is not None:
            below[place[row.parent]].append(i)
    drawn = spec.units.districts
    drawn_kinds = set(drawn.kinds) if drawn else set()
    budgets: dict[int, float] = {}
    for above, children in below.items():
        total = people[above]
        rural = total - (0.0 if np.isnan(towns[above]) else towns[above])
        in_cities = [i for i in children if rows[i].kind not in drawn_kinds]
        rest = [i for i in children if rows[i].kind in drawn_kinds]
        if rest and in_cities:
            outside = spec.units.towns_in_districts * (total - rural)
            _split_cities(rows, people, in_cities, total - rural - outside)
            towns[in_cities] = people[in_cities]
            budgets[above] = total - people[in_cities].sum()
        else:
            budgets[above] = total
            if in_cities:
                _split_cities(rows, people, in_cities, total)
    if drawn:
        _draw_districts(drawn, people, budgets, below, rows, rng)
    for above, children in below.items():
        missing = [i for i in children if np.isnan(towns[i])]
        if not missing:
            continue
        left = (0.0 if np.isnan(towns[above]) else towns[above]) - np.nansum(towns[children])
        weights = people[missing] / people[missing].sum()
        towns[missing] = np.clip(left * weights, 0.0, people[missing])
    return np.nan_to_num(people), np.nan_to_num(towns)


def _split_cities(rows: list[UnitRow], people: Floats, cities: list[int], total: float) -> None:
    """Split a sum among cities of unknown size: the seat first, then by rank (Zipf)."""
    known = [i for i in cities if not np.isnan(people[i])]
    unknown = sorted((i for i in cities if np.isnan(people[i])), key=lambda i: not rows[i].seat)
    left = max(total - people[known].sum(), 1_000.0 * len(unknown))
    weights = np.array([(k + 1.0) ** -1.5 for k in range(len(unknown))])
    if unknown:
        people[unknown] = left * weights / weights.sum()


def _draw_districts(
    drawn: DrawnPopulations,
    people: Floats,
    budgets: dict[int, float],
    below: dict[int, list[int]],
    rows: list[UnitRow],
    rng: np.random.Generator,
) -> None:
    """Draw unknown districts to the published quantiles, then scale to each region's budget.

    The two demands conflict a little; alternating between them ends on exact budgets with the
    quantiles nearly right.
    """
    groups = {
        above: [i for i in children if rows[i].kind in drawn.kinds and np.isnan(people[i])]
        for above, children in below.items()
    }
    groups = {above: group for above, group in groups.items() if group}
    every = np.array([i for group in groups.values() for i in group])
    if every.size == 0:
        return
    left = {
        above: budgets[above]
        - sum(
            people[i]
            for i in below[above]
            if rows[i].kind in drawn.kinds and not np.isnan(people[i])
        )
        for above in groups
    }
    known = np.log([drawn.least, *drawn.quartiles, drawn.most])
    ranks = (np.arange(every.size) + 0.5) / every.size
    target = np.exp(np.interp(ranks, [0.0, 0.25, 0.5, 0.75, 1.0], known))
    people[every] = np.exp(rng.normal(0.0, 0.5, every.size))
    for _ in range(30):
        for above, group in groups.items():
            people[group] *= max(left[above], 1.0) / people[group].sum()
        people[every[np.argsort(people[every])]] = target
    for above, group in groups.items():
        people[group] *= max(left[above], 1.0) / people[group].sum()


def _with_localities(
    spec: ScenarioSpec,
    rows: list[UnitRow],
    people: Floats,
    towns: Floats,
    rng: np.random.Generator,
) -> tuple[list[UnitRow], Floats, Floats]:
    """Add the localities of which only the number by region is known."""
    made = spec.units.localities
    if made is None:
        return rows, people, towns
    new_rows: list[UnitRow] = []
    new_people: list[float] = []
    new_towns: list[float] = []
    for row in rows:
        number = row.counts.get(made.count, 0)
        hosts = [i for i, r in enumerate(rows) if r.kind == made.below and r.parent == row.code]
        if not number or not hosts:
            continue
        for host, posts in zip(hosts, _apportioned(number, people[hosts]), strict=True):
            if posts == 0:
                continue
            weights = np.exp(rng.normal(0.0, 0.6, posts))
            weights = weights / weights.sum() * (1.0 - SEAT_SHARE)
            weights[0] += SEAT_SHARE
            counts = people[host] * weights
            in_town = np.zeros(posts)
            left = towns[host]
            for k in range(posts):
                in_town[k] = min(left, counts[k])
                left -= in_town[k]
            for k in range(posts):
                name = rows[host].name if k == 0 else f"{rows[host].name} rural okrug {k}"
                code = f"{rows[host].code}/{k}"
                new_rows.append(
                    UnitRow(code=code, name=name, kind=made.kind, parent=rows[host].code)
                )
                new_people.append(float(counts[k]))
                new_towns.append(float(in_town[k]))
    return (
        [*rows, *new_rows],
        np.concatenate([people, new_people]),
        np.concatenate([towns, new_towns]),
    )


def _apportioned(number: int, people: Floats) -> list[int]:
    """Share posts among districts by the square root of people, two at least, exactly."""
    quota = np.sqrt(people) / np.sqrt(people).sum() * number
    posts = np.maximum(np.floor(quota).astype(int), min(2, number // len(people)))
    order = np.argsort(quota - np.floor(quota))[::-1]
    k = 0
    while posts.sum() < number:
        posts[order[k % len(order)]] += 1
        k += 1
    while posts.sum() > number:
        posts[np.argmax(posts)] -= 1
    return [int(p) for p in posts]


def _anonymity(
    adults: Floats, urban: Floats, parent: NDArray[np.int32], region: NDArray[np.intp]
) -> Floats:
    """Size of the settlement on a log scale; the districts of a city are one settlement."""
    whole_city = (urban[region] >= 1.0) & (parent >= 0)
    return settlement_scale(np.where(whole_city, adults[region], adults))


def settlement_scale(adults: Floats) -> Floats:
    """Size on a log scale: 0 in a village where everybody knows everybody, 1 in a metropolis."""
    scale = np.log(METROPOLIS / VILLAGE)
    return np.clip(np.log(np.maximum(adults, 1.0) / VILLAGE) / scale, 0.0, 1.0)


def _remoteness(
    spec: ScenarioSpec,
    rows: list[UnitRow],
    urban: Floats,
    parent: NDArray[np.int32],
    place: dict[str, int],
    rng: np.random.Generator,
) -> Floats:
    """Distance of the region from the capital, plus the way out to the countryside."""
    capital = rows[place[spec.units.capital]]
    far = np.array([_distance(capital, row) for row in rows])
    regional = parent < 0
    most = np.nanmax(far[regional]) if np.isfinite(far[regional]).any() else 1.0
    far = np.where(np.isnan(far), 0.5 * most, far) / max(most, 1.0)
    out = np.zeros(len(rows))
    for i in range(len(rows)):
        if parent[i] < 0:
            out[i] = 0.7 * far[i]
        elif urban[i] > TOWN:  # a road, a post office, a prosecutor: no farther than the region
            out[i] = out[parent[i]]
        else:
            out[i] = out[parent[i]] + rng.uniform(0.05, 0.15)
    return np.clip(out, 0.0, 1.0)


def _distance(a: UnitRow, b: UnitRow) -> float:
    """Great-circle distance in km; NaN where a coordinate is missing."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.nan
    p, q = math.radians(a.latitude), math.radians(b.latitude)
    half = math.radians(b.longitude - a.longitude) / 2.0
    h = math.sin((q - p) / 2.0) ** 2 + math.cos(p) * math.cos(q) * math.sin(half) ** 2
    return 2.0 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


def _leverage(
    spec: ScenarioSpec,
    adults: Floats,
    rent: Floats,
    urban: Floats,
    tier: NDArray[np.int32],
    rows: list[UnitRow],
) -> Floats:
    """Weight of each region: size, own revenue, and whether it is the capital or a megacity."""
    regions = tier == 0
    mean = adults[regions].mean()
    size = np.sqrt(adults / max(mean, 1.0))
    capital = np.array([row.code == spec.units.capital for row in rows])
    great = capital | (urban >= 1.0)
    return np.where(regions, size * (1.0 - 0.5 * rent) * np.where(great, 1.5, 1.0), 0.0)
