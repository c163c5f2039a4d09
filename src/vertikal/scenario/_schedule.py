"""The timeline and the institutions, month by month."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vertikal.fields import TIERS, Mode, Stage, Vote
from vertikal.scenario._spec import (
    INSTITUTIONS,
    Event,
    Government,
    Incident,
    NationalVote,
    Recentralisation,
    Reform,
    Rule,
    ScenarioSpec,
    Shock,
)

if TYPE_CHECKING:
    from vertikal.scenario._units import Units

__all__ = ["SELECTION", "monthly_inputs", "opening_value"]

DECISION = {
    "pilot": Stage.PILOT,
    "rollout": Stage.ROLLOUT,
    "stall": Stage.STALLED,
    "rollback": Stage.ROLLED_BACK,
}
SELECTION = {
    "appointed": Mode.APPOINTED,
    "consented": Mode.APPOINTED,
    "indirect": Mode.INDIRECT,
    "filtered": Mode.FILTERED,
    "open": Mode.OPEN,
}
"""Consent of an assembly to the only name it is offered is appointment by another name."""


def monthly_inputs(
    spec: ScenarioSpec, units: "Units", years: int
) -> dict[str, NDArray[np.floating]]:
    """Return every input field for each month, `(month, ...)`.

    Events outside the period are history or future and leave no trace here. Several events of a
    kind in one month add up; of several decisions on a tier the last counts.
    """
    months = 12 * years
    n_tiers = int(units.tier.max()) + 1
    zero = np.zeros(months, np.float32)
    tiers = np.zeros((months, n_tiers), np.float32)
    given: dict[str, NDArray[np.floating]] = {
        "month": np.arange(months, dtype=np.float32),
        "national_shock": zero.copy(),
        "local_shock": np.zeros((months, len(units.code)), np.float32),
        "rule_burden": zero.copy(),
        "rule_priority": zero.copy(),
        "national_vote": zero.copy(),
        "vote_kind": np.zeros((months, len(Vote)), np.float32),
        "handover": zero.copy(),
        "reform_order": tiers.copy(),
        "reform_ordered": zero.copy(),
        "reform_mode_ordered": tiers.copy(),
        "pilot_share": tiers.copy(),
        "pilot_stratified": tiers.copy(),
        "all_at_once": tiers.copy(),
        "opening": zero.copy(),
        "year_end": np.tile(np.eye(12, dtype=np.float32)[11], years),
        "partisan": zero.copy(),
        "government_leaning": zero.copy(),
        "recentralised": zero.copy(),
        "option_opened": tiers.copy(),
        "option_open": tiers.copy(),
        "option_law": zero.copy(),
    }
    times = np.asarray(spec.start + (np.arange(months) + 0.5) / 12.0, np.float64)
    for name in INSTITUTIONS:
        values = _along(getattr(spec.institutions, name), times)
        if name == "openness":  # a stock that the model moves too: only the changes are given
            given["opening"][1:] = np.diff(values)
        else:
            given[name] = values.astype(np.float32)
    for event in sorted(spec.timeline, key=lambda e: e.date):
        t = 12 * (event.date.year - spec.start) + event.date.month - 1
        if t < months:
            _lasting(given, event, max(t, 0))
        if 0 <= t < months:
            _happening(given, event, t, units)
    return given


def _lasting(given: dict[str, NDArray[np.floating]], event: Event, t: int) -> None:
    """Enter what holds from a month on, until the next event of its kind."""
    if isinstance(event, Government):
        given["partisan"][t:] = 1.0
        given["government_leaning"][t:] = event.leaning
    elif isinstance(event, Recentralisation):
        given["recentralised"][t:] = event.level
    elif isinstance(event, Reform) and event.decision == "local_option":
        given["option_open"][t:, TIERS.index(event.tier)] = 1.0
        given["option_law"][t:] = 1.0


def _happening(
    given: dict[str, NDArray[np.floating]], event: Event, t: int, units: "Units"
) -> None:
    """Enter what happens in one month."""
    if isinstance(event, Shock):
        given["national_shock"][t] += event.size
    elif isinstance(event, Rule):
        given["rule_burden"][t] += event.burden
        given["rule_priority"][t] = event.priority
    elif isinstance(event, Incident):
        given["local_shock"][t, _seat(units, units.code.index(event.where))] += event.size
    elif isinstance(event, NationalVote):
        kind = Vote[event.vote.upper()]
        given["national_vote"][t] = 1.0
        given["vote_kind"][t, kind] = 1.0
        if kind is Vote.PRESIDENT and t + 1 < len(given["handover"]):
            given["handover"][t + 1] = 1.0
    elif isinstance(event, Reform) and event.decision == "local_option":
        given["option_opened"][t, TIERS.index(event.tier)] = event.share or 1.0
    elif isinstance(event, Reform):
        k = TIERS.index(event.tier)
        given["reform_ordered"][t] = 1.0
        given["reform_order"][t, k] = DECISION[event.decision]
        given["reform_mode_ordered"][t, k] = SELECTION[event.selection]
        given["pilot_share"][t, k] = event.share or 0.0
        given["pilot_stratified"][t, k] = float(event.stratified)
        given["all_at_once"][t, k] = float(event.all_at_once)


def opening_value(spec: ScenarioSpec) -> float:
    """National electoral democracy when the scenario opens."""
    return float(_along(spec.institutions.openness, np.array([float(spec.start)]))[0])


def _along(path: float | dict[int, float], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of an institutional input: linear between the given years, constant outside."""
    if not isinstance(path, dict):
        return np.full(times.shape, path)
    known = sorted(path)
    return np.interp(times, known, [path[year] for year in known])


def _seat(units: "Units", unit: int) -> int:
    """Where an incident in a unit happens: in itself, or in the first locality below it."""
    below = np.flatnonzero(units.parent == unit)
    while below.size:
        unit = int(below[0])
        below = np.flatnonzero(units.parent == unit)
    return unit
