"""What a run keeps: one table for the engine's recording and for the dataset's metadata."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import any_member
from vertikal.fields import FIELDS, Mode

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Tree

__all__ = ["MONTHLY", "YEARLY", "Variable", "monthly", "yearly"]

State = Mapping[str, "Array"]
SHARE_STEPS = 250.0
"""Shares of single units are kept in steps of 1/250: a byte each."""
SERVICE_STEPS = 100.0
"""Reported services are kept in steps of 1/100, between 0 and 2.55."""
VOTING = (
    "direct_held",
    "incumbent_won",
    "outsider_won",
    "by_election",
    "candidates_inside",
    "candidates_outside",
    "candidates_barred",
    "assembly_held",
    "assembly_kept",
)
"""Fields of units that elections of heads write, by residents or by assemblies."""


@dataclass(frozen=True)
class Variable:
    """A variable of the dataset: what it is, and how it is read off the state."""

    name: str
    dims: tuple[str, ...]
    """Dimensions after `member`."""
    unit: str
    doc: str
    read: "Callable[[State, Tree], Array]"
    dtype: str = "float32"
    scale: float | None = None
    """Stored value times this is the quantity; None: stored as it is."""


def _doc(name: str) -> tuple[str, str]:
    return FIELDS[name].unit, FIELDS[name].doc


def _centre(name: str, dtype: str = "float32") -> Variable:
    return Variable(name, ("time",), *_doc(name), lambda s, tree: s[name], dtype)


def _nation(name: str, field: str) -> Variable:
    unit, doc = _doc(field)
    return Variable(
        name, ("time",), unit, f"{doc} Mean over all adults.", lambda s, tree: tree.nation(s[field])
    )


def _region(name: str, dtype: str = "float32") -> Variable:
    """A field of the regions, or the regions' part of a field of all units."""
    return Variable(
        name, ("time", "region"), *_doc(name), lambda s, tree: s[name][: tree.n_regions], dtype
    )


def _leaf_mean(name: str) -> Variable:
    """A field of the leaves: its mean over a region's adults."""
    unit, doc = _doc(name)
    return Variable(
        name,
        ("time", "region"),
        unit,
        f"{doc} Mean over the region's adults.",
        lambda s, tree: tree.by_region(s[name] * tree.adults) / tree.regions(tree.total_adults),
    )


def _tier(name: str, dtype: str = "int16") -> Variable:
    unit, doc = _doc(name)
    return Variable(
        name,
        ("time", "tier"),
        unit,
        f"{doc} Sum over the tier.",
        lambda s, tree: tree.by_tier(s[name].astype(jnp.float32)),
        dtype,
    )


def _tier_state(name: str, dtype: str = "int8") -> Variable:
    return Variable(name, ("time", "tier"), *_doc(name), lambda s, tree: s[name], dtype)


def _tier_of(
    name: str, doc: str, read: "Callable[[State], Array]", unit: str = "1", dtype: str = "float32"
) -> Variable:
    return Variable(name, ("time", "tier"), unit, doc, lambda s, tree: tree.by_tier(read(s)), dtype)


def _case(name: str, dtype: str = "float32") -> Variable:
    return Variable(name, ("time", "case"), *_doc(name), lambda s, tree: s[name], dtype)


def _place(name: str) -> Variable:
    """A position of a unit, from 0 in the dataset; -1 where there is none."""
    doc = _doc(name)[1].replace("from 1; 0:", "from 0; -1:")
    return Variable(name, ("time", "case"), "1", doc, lambda s, tree: s[name] - 1, "int16")


def _unit(name: str, scale: float | None = None) -> Variable:
    return Variable(name, ("year", "unit"), *_doc(name), lambda s, tree: s[name], "uint8", scale)


def _adults(s: State, tree: "Tree", of: str) -> "Array":
    return tree.by_tier(s[of] * tree.total_adults)


MONTHLY = (
    *(
        _centre(n)
        for n in (
            "stress",
            "openness",
            "narrative",
            "risk",
            "approval",
            "reform_pressure",
            "street_days",
        )
    ),
    *(_centre(n, "uint8") for n in ("crisis", "conceded", "repressed", "street_reversal")),
    _nation("national_activism", "activism"),
    _nation("national_grievance", "grievance"),
    _nation("national_fear", "fear"),
    _nation("national_trust", "trust"),
    _nation("national_habit", "habit_national"),
    *(
        _region(n)
        for n in (
            "activism",
            "grievance",
            "circle",
            "national_turnout",
            "leader_share",
            "slow_days",
            "suit_days",
            "protesters",
        )
    ),
    *(
        _region(n, "uint8")
        for n in (
            "disliked",
            "complied",
            "shunned",
            "slowed",
            "sued",
            "state_sued",
            "contested",
            "centre_prevailed",
            "suits_won",
            "suits_lost",
        )
    ),
    *(_region(n, "uint8") for n in ("removed", "rotated")),
    *(
        _leaf_mean(n)
        for n in ("national_honest", "leader_honest", "stations_padded", "stations_made_up")
    ),
    *(_region(n, "int16") for n in ("protests_peaceful", "protests_violent")),
    *(_case(n) for n in ("case_salience", "case_days")),
    *(_place(n) for n in ("case_unit", "case_target")),
    _case("case_head_elected", "uint8"),
    *(
        _tier_state(n)
        for n in ("reform_stage", "introduced", "rolled_out", "stalled", "rolled_back")
    ),
    *(
        _tier(n)
        for n in (
            *VOTING,
            "piloted",
            "evaded",
            "converted",
            "removed_elected",
            "abolished",
            "restored",
        )
    ),
    _tier_of(
        "heads_removed", "Heads removed over an incident.", lambda s: s["removed"], dtype="int16"
    ),
    _tier_of("heads_rotated", "Heads replaced in rotation.", lambda s: s["rotated"], dtype="int16"),
    _tier_of(
        "heads_elected",
        "Heads whom residents elect.",
        lambda s: (s["mode"] >= Mode.FILTERED).astype(jnp.float32),
        dtype="int16",
    ),
    Variable(
        "election_adults",
        ("time", "tier"),
        "person",
        "Adults in units that hold elections.",
        lambda s, tree: _adults(s, tree, "direct_held"),
    ),
    Variable(
        "election_ballots",
        ("time", "tier"),
        "person",
        "Declared ballots of elections.",
        lambda s, tree: _adults(s, tree, "declared_turnout"),
    ),
    Variable(
        "election_falsified",
        ("time", "tier"),
        "person",
        "Falsified ballots of elections.",
        lambda s, tree: _adults(s, tree, "falsified"),
    ),
    Variable(
        "pilot_adults",
        ("time", "tier"),
        "person",
        "Adults in units chosen for a pilot.",
        lambda s, tree: _adults(s, tree, "piloted"),
    ),
)
"""Variables kept at the end of every month."""

BALLOTS = frozenset(
    (
        *VOTING,
        "election_adults",
        "election_ballots",
        "election_falsified",
    )
)
"""Monthly variables that are zero in a month without any election of heads."""

YEARLY = (
    _unit("mode"),
    _unit("origin"),
    _unit("direct_elections"),
    _unit("in_pilot"),
    _unit("mandate", 1.0 / SHARE_STEPS),
    _unit("circle", 1.0 / SHARE_STEPS),
    _unit("autonomy", 1.0 / SHARE_STEPS),
    _unit("contest", 1.0 / SHARE_STEPS),
    _unit("honesty", 1.0 / SHARE_STEPS),
    _unit("trust", 1.0 / SHARE_STEPS),
    _unit("activism", 1.0 / SHARE_STEPS),
    _unit("grievance", 1.0 / SHARE_STEPS),
    _unit("popular_service", 1.0 / SERVICE_STEPS),
    _unit("mandate_service", 1.0 / SERVICE_STEPS),
    _unit("neutral_service", 1.0 / SERVICE_STEPS),
)
"""Variables kept for every unit at the end of each year; names get the prefix `unit_`."""


def _stored(variable: Variable, state: State, tree: "Tree") -> "Array":
    value = variable.read(state, tree)
    if variable.scale is not None:
        value = value / variable.scale
    if variable.dtype == "uint8" and variable.scale is not None:
        value = jnp.clip(value, 0.0, 255.0)
    if variable.dtype == "float32":
        return value.astype(jnp.float32)
    return jnp.round(value).astype(variable.dtype)


def monthly(state: State, tree: "Tree") -> "dict[str, Array]":
    """Read the monthly variables off a state."""
    voting = [v for v in MONTHLY if v.name in BALLOTS]

    def counted() -> "dict[str, Array]":
        return {v.name: _stored(v, state, tree) for v in voting}

    def nothing() -> "dict[str, Array]":
        return jax.tree.map(lambda x: jnp.zeros(x.shape, x.dtype), jax.eval_shape(counted))

    due = any_member(state["ballots_due"] + state["assembly_due"])
    always = {v.name: _stored(v, state, tree) for v in MONTHLY if v.name not in BALLOTS}
    return {**always, **jax.lax.cond(due, counted, nothing)}


def yearly(state: State, tree: "Tree") -> "dict[str, Array]":
    """Read the yearly variables off a state."""
    return {f"unit_{v.name}": _stored(v, state, tree) for v in YEARLY}
