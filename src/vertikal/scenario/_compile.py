"""From a validated scenario to arrays: the last place where a region has a name."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vertikal.engine import Tree, name_word
from vertikal.fields import TIERS, Stage, Vote
from vertikal.mechanisms import CASES
from vertikal.scenario._schedule import SELECTION, monthly_inputs, opening_value
from vertikal.scenario._spec import NationalVote, Reform, ScenarioSpec
from vertikal.scenario._units import Units, lay_out, settlement_scale

__all__ = ["Compiled", "Labels", "compile_scenario"]


@dataclass(frozen=True)
class Labels:
    """Names of what the arrays count."""

    units: Units
    start: datetime.date
    months: int
    votes: tuple[tuple[str, str, int], ...]
    """National votes in the period: label, kind, month."""

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the run."""
        return tuple(range(self.start.year, self.start.year + self.months // 12))


@dataclass(frozen=True)
class Compiled:
    """A scenario as the engine wants it."""

    spec: ScenarioSpec
    labels: Labels
    tree: Tree
    statics: dict[str, Any]
    ids: dict[str, Any]
    inputs: dict[str, Any]
    """One value a month, `(year, month of the year, ...)`."""
    hash: str
    """Content hash of the scenario: what it says, not how the file is laid out."""


def compile_scenario(spec: ScenarioSpec, *, until: int | None = None) -> Compiled:
    """Compile a scenario up to the end of the year `until` (default: the scenario's own)."""
    units = lay_out(spec)
    last = spec.until if until is None else until
    years = last - spec.start + 1
    tree = Tree.build(units.tier, units.parent, units.adults * units.weight)
    inputs = monthly_inputs(spec, units, years)
    tiers = len(tree.sizes)
    offices = [spec.offices[kind] for kind in units.kind]
    tier_mode = np.zeros(tiers, np.int32)
    experience = np.zeros(tiers, np.float32)
    for k in range(tiers):  # a tier whose kinds differ has no reform behind it yet
        modes = {
            SELECTION[o.selection]
            for o in spec.offices.values()
            if o.tier == TIERS[k] and o.on_reform_agenda
        }
        tier_mode[k] = modes.pop() if len(modes) == 1 else 0
    for event in spec.timeline:
        if isinstance(event, Reform) and event.date.year < spec.start and event.decision == "pilot":
            experience[TIERS.index(event.tier)] += 1.0
    stage = np.where(tier_mode > 0, int(Stage.ROLLOUT), int(Stage.IDLE))
    unit_ids = np.array([name_word(code) for code in units.code], np.uint32)
    if len(set(unit_ids.tolist())) != len(unit_ids):
        message = "two units share a random stream: rename one of them"
        raise ValueError(message)
    statics = {
        "urban": _lifted(units, units.urban),
        "development": _lifted(units, units.development),
        "anonymity": _lifted(units, units.anonymity),
        "rent_dependence": np.asarray(units.rent_dependence, np.float32),
        "remoteness": np.asarray(units.remoteness, np.float32),
        "log_size": np.log(np.maximum(units.adults, 1.0) / 1e5).astype(np.float32),
        "leverage": np.asarray(units.leverage, np.float32),
        "capital": np.asarray(_in_capital(spec, units), np.float32),
        "height": np.asarray(settlement_scale(units.adults), np.float32),
        "competences": np.asarray(units.competences, np.float32),
        "leaning": np.asarray(units.leaning, np.float32),
        "tier_index": np.asarray(units.tier, np.float32),
        "reformable": np.asarray([o.on_reform_agenda for o in offices], np.float32),
        "term_months": np.asarray([round(12 * o.term_years) for o in offices], np.float32),
        "start_mode": np.asarray([SELECTION[o.selection] for o in offices], np.int32),
        "start_tier_mode": tier_mode,
        "start_stage": np.asarray(stage, np.int32),
        "start_experience": experience,
        "start_openness": np.asarray(opening_value(spec), np.float32),
    }
    ids = {
        "unit": unit_ids,
        "region": unit_ids[: tree.n_regions],
        "tier": np.asarray([name_word(TIERS[k]) for k in range(tiers)], np.uint32),
        "case": np.asarray([name_word("case", str(k)) for k in range(CASES)], np.uint32),
        "centre": np.asarray(name_word("centre"), np.uint32),
    }
    return Compiled(
        spec=spec,
        labels=Labels(units, datetime.date(spec.start, 1, 1), 12 * years, _votes(spec, years)),
        tree=tree,
        statics=statics,
        ids=ids,
        inputs={k: v.reshape((years, 12, *v.shape[1:])) for k, v in inputs.items()},
        hash=hashlib.sha256(spec.model_dump_json().encode()).hexdigest()[:16],
    )


def _lifted(units: Units, values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Leaves keep their value; every other unit gets its residents' mean."""
    leaf = np.ones(len(units.code), bool)
    leaf[units.parent[units.parent >= 0]] = False
    people = np.where(leaf, units.adults * units.weight, 0.0)
    total = people * values
    for i in range(len(leaf) - 1, -1, -1):
        if units.parent[i] >= 0:
            people[units.parent[i]] += people[i]
            total[units.parent[i]] += total[i]
    mean = np.divide(total, people, out=np.zeros_like(total), where=people > 0)
    return np.where(leaf, values, mean).astype(np.float32)


def _in_capital(spec: ScenarioSpec, units: Units) -> list[bool]:
    """True for the capital and everything below it."""
    inside: list[bool] = []
    for code, above in zip(units.code, units.parent, strict=True):
        inside.append(code == spec.units.capital or (above >= 0 and inside[above]))
    return inside


def _votes(spec: ScenarioSpec, years: int) -> tuple[tuple[str, str, int], ...]:
    """National votes within the period: `president_2019` and so on, with kind and month."""
    found = []
    for event in sorted(spec.timeline, key=lambda e: e.date):
        if isinstance(event, NationalVote) and spec.start <= event.date.year < spec.start + years:
            month = 12 * (event.date.year - spec.start) + event.date.month - 1
            label = f"{event.vote}_{event.date.year}"
            again = sum(name == label or name.startswith(f"{label}_") for name, _, _ in found)
            label += f"_{again + 1}" if again else ""
            found.append((label, Vote[event.vote.upper()].name, month))
    return tuple((label, kind.lower(), month) for label, kind, month in found)
