"""Samples of units: where a country has too many, a few stand for all."""

import numpy as np
from numpy.typing import NDArray

from vertikal.scenario._spec import SampledUnits, ScenarioSpec, UnitRow

__all__ = ["with_samples"]

Floats = NDArray[np.float64]
MOST = 100
"""Units that are sampled below one."""


def with_samples(
    spec: ScenarioSpec,
    rows: list[UnitRow],
    people: Floats,
    towns: Floats,
    rng: np.random.Generator,
) -> tuple[list[UnitRow], Floats, Floats, Floats]:
    """Add the sampled units of a scenario, and say how many real ones each row stands for.

    The people of a sampled unit are drawn around the given median; its weight is such that the
    sample below a unit stands for all people of the given part of that unit who do not live in
    units that are there already.

    Returns
    -------
    Rows, people, townspeople and weights `(row,)`.
    """
    weight = np.ones(len(rows))
    for sample in spec.units.samples:
        made: list[tuple[UnitRow, float, float, float]] = []
        for i, host in enumerate(rows):
            if host.kind in sample.below:
                listed = [k for k, row in enumerate(rows) if row.parent == host.code]
                inside = (people[listed] * weight[listed]).sum() / weight[i]
                in_towns = (towns[listed] * weight[listed]).sum() / weight[i]
                rest, rest_towns = people[i] - inside, towns[i] - in_towns
                made.extend(_below(sample, host, rest, rest_towns, weight[i], rng))
        rows = [*rows, *(row for row, _, _, _ in made)]
        people = np.concatenate([people, [size for _, size, _, _ in made]])
        towns = np.concatenate([towns, [urban for _, _, urban, _ in made]])
        weight = np.concatenate([weight, [stands for _, _, _, stands in made]])
    return rows, people, towns, weight


def _below(
    sample: SampledUnits,
    host: UnitRow,
    people: float,
    towns: float,
    weight: float,
    rng: np.random.Generator,
) -> list[tuple[UnitRow, float, float, float]]:
    """Sampled units below one host: row, people, townspeople, weight."""
    part = {"all": people, "urban": towns, "rural": people - towns}[sample.part]
    number = sample.number
    if sample.people_each is not None:
        number = min(max(number, round(part / sample.people_each)), MOST)
    sizes = sample.people * np.exp(rng.normal(0.0, sample.spread, number))
    urban = {"all": towns / people if people else 0.0, "urban": 1.0, "rural": 0.0}[sample.part]
    stands = part * weight / sizes.sum()
    if stands <= 0.0:
        return []
    return [
        (
            UnitRow(
                code=f"{host.code}/{sample.kind}{k + 1}",
                name=f"{host.name} {sample.kind.replace('_', ' ')} {k + 1}",
                kind=sample.kind,
                parent=host.code,
            ),
            float(size),
            float(size * urban),
            float(stands),
        )
        for k, size in enumerate(sizes)
    ]
