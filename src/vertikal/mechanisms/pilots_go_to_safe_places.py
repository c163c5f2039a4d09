"""Pilots go where nothing can go wrong: small, quiet places with loyal heads."""

import itertools
from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Origin, Stage
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class PilotParams(Params):
    """What makes a place safe in the eyes of those who choose."""

    share: float = param(
        0.2,
        unit="1",
        bounds=(0.05, 0.4),
        doc="Share of a tier's units in a pilot that no decree sizes.",
        source="facts/kazakhstan.md 3.5: 45 of 209 units",
    )
    by_anonymity: float = param(
        2.0,
        unit="1",
        bounds=(0.0, 4.0),
        doc="Loss of safety from a village to a metropolis.",
        source="placeholder until calibrated; 42 of 45 pilot units were rural districts",
    )
    by_activism: float = param(
        5.0,
        unit="1",
        bounds=(0.0, 15.0),
        doc="Loss of safety from activism.",
        source="placeholder until calibrated",
    )
    by_loyalty: float = param(
        1.0,
        unit="1",
        bounds=(0.0, 3.0),
        doc="Gain of safety from a head who is an insider.",
        source="placeholder until calibrated",
    )
    lead_months: float = param(
        2.0,
        unit="month",
        bounds=(1.0, 6.0),
        doc="Months from decision to vote.",
        source="facts/kazakhstan.md 3.5: announced 1 September, held 5 November 2023",
    )


def act(now: "View", params: PilotParams, draw: "Draw") -> "dict[str, Array]":
    r"""Draw the pilot units of a tier that has just begun a pilot.

    Each unit is in with probability proportional to $e^{\psi\cdot\text{safety}}$, scaled so that
    the expected share is the decreed one (less where a chance would exceed 1): the number scatters.
    Where the decree stratifies, the chances are the same, but units are taken at even steps along
    the tier's list, which is ordered by kind and region: of any stretch of it the share is in.

    **Reads** `introduced`, `reform_stage`, `reform_mode`, `pilot_share`, `pilot_stratified`,
    `pilot_selection` $\psi$,
    `anonymity`, `activism`, `origin`, `reformable`, `mode`, `term_left`, `in_pilot`.
    **Writes** `piloted`, `elected_change`,
    `in_pilot`, `mode`, `term_left`. **Random** one uniform a unit; one a tier where stratified.
    **Limits** $\psi=0$: a representative sample.
    """
    tree = now.tree
    safety = (
        params.by_loyalty * (now["origin"] != Origin.OUTSIDER)
        - params.by_anonymity * now["anonymity"]
        - params.by_activism * now["activism"]
    )
    goal = tree.of_tier(now["reform_mode"])
    able = now["reformable"] * (now["mode"] != goal)
    odds = able * jnp.exp(now["pilot_selection"] * safety)
    mean = tree.by_tier(odds) / jnp.maximum(tree.by_tier(able), 1.0)
    begins = now["introduced"] * (now["reform_stage"] == Stage.PILOT)
    share = jnp.where(now["pilot_share"] > 0, now["pilot_share"], params.share)
    chance = tree.of_tier(begins * share / jnp.maximum(mean, 1e-9)) * odds
    chance = jnp.clip(chance, 0.0, 1.0)
    chosen = jnp.where(
        tree.of_tier(now["pilot_stratified"]) > 0,
        _at_even_steps(chance, tree.starts(), tree.of_tier(draw.uniform("first step", "tier"))),
        draw.happens("choice", "unit", chance),
    )
    lead = jnp.round(params.lead_months).astype(jnp.int32)
    return {
        "piloted": chosen.astype(jnp.float32),
        "elected_change": is_elected(jnp.where(chosen, goal, now["mode"]))
        - is_elected(now["mode"]),
        "in_pilot": chosen * (1.0 - now["in_pilot"]),
        "mode": jnp.where(chosen, goal - now["mode"], 0),
        "term_left": jnp.where(chosen, lead - now["term_left"], 0),
    }


def _at_even_steps(chance: "Array", starts: tuple[int, ...], first: "Array") -> "Array":
    """Systematic sampling along each tier: true where the summed chances pass a whole number."""
    parts = [jnp.cumsum(chance[a:b]) for a, b in itertools.pairwise(starts)]
    reached = jnp.concatenate(parts) + first
    return jnp.floor(reached) > jnp.floor(reached - chance)


MECHANISM = Mechanism(
    name="pilots_go_to_safe_places",
    phase="pilots",
    says="J",
    params=PilotParams,
    reads=(
        "introduced",
        "reform_stage",
        "reform_mode",
        "pilot_share",
        "pilot_stratified",
        "pilot_selection",
        "anonymity",
        "activism",
        "origin",
        "reformable",
        "mode",
        "term_left",
        "in_pilot",
    ),
    writes=("piloted", "elected_change", "in_pilot", "mode", "term_left"),
    act=act,
    refs=("Wang & Yang (2025), JPE 133(7), 2180-2228", "facts/kazakhstan.md 3.5"),
    only_if="pilot_due",
)
