"""Residents turn out for the heads they elect, each by trust and habit of their own."""

import dataclasses
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Residents
from vertikal.mechanisms import residents_choose_heads as of_places
from vertikal.mechanisms.residents._codes import value_of

if TYPE_CHECKING:
    from typing import Any

    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


def act(now: "View", params: of_places.LocalVoteParams, draw: "Draw") -> "dict[str, Array]":
    r"""Have each resident vote in each election of the month that concerns them.

    $$ \Pr(y_{ijk}=1)=\sigma(\ell_k+\tau_ss_{ij})+H'_{ij},\quad\text{at most }.99 $$

    for the election of the head of unit $k$, the resident's place or a unit above it, with the log
    odds $\ell_k$ as in the theory's cohort form. Whom voters choose is drawn for units, as there.

    **Reads** what the cohort form reads, `trust_code`, `habit_local_code`, `habit_kept`,
    `voted_local`.
    **Writes** `turnout`, `honest_incumbent`, `honest_insider`, `honest_outsider`, `voted_local`.
    **Random** as the cohort form, and a number a resident for each tier that votes.
    """
    tree, people = now.tree, now.tree.people
    tiers = range(len(tree.sizes))
    odds, held = now.once(of_places.log_odds(now, params, draw, 0.0), now["direct_held"])
    at, ours = [], []
    for tier in tiers:
        above = jnp.maximum(tree.ancestors[tier], 0)
        holds = jnp.where(tree.ancestors[tier] >= 0, held[above], 0.0)
        at.append(people.lanes(odds[above]))
        ours.append(people.lanes(holds))
    lucks = [people.luck(draw, f"vote for tier {tier}") for tier in tiers]
    lanes = now.once(at, ours, lucks, people.lanes(now["habit_kept"]))

    def vote(
        some: Residents, lanes: "tuple[Any, ...]", carried: "dict[str, Array]"
    ) -> "dict[str, Array]":
        at, ours, lucks, kept = lanes
        trust = params.by_trust * value_of(carried["trust_code"])
        habit = kept[:, None, None, :] * value_of(carried["habit_local_code"])
        bits = jnp.zeros(some.shape, jnp.uint8)
        for tier in tiers:
            chance = jnp.minimum(jax.nn.sigmoid(at[tier][:, None, None, :] + trust) + habit, 0.99)
            goes = lucks[tier].uniform(some) < ours[tier][:, None, None, :] * chance
            ballot = (goes & some.here()).astype(jnp.uint8)
            bits = bits | (ballot << tier)
        return {"voted_local": bits}

    def count(some: Residents, made: "dict[str, Array]") -> "dict[str, Array]":
        bits = made["voted_local"]
        return {
            f"{tier}": some.in_blocks(lambda row, tier=tier: (bits[:, :, row] >> tier) & 1)
            for tier in tiers
        }

    due = jnp.sum(jnp.stack(lanes[1]), axis=0) > 0
    names = ("trust_code", "habit_local_code", "voted_local")
    made, voters = people.visit(due, vote, count, lanes, {name: now[name] for name in names})
    turnout = jnp.zeros_like(held)
    for tier in tiers:
        came = tree.total(people.by_leaf(voters[f"{tier}"]).astype(jnp.float32))
        share = came / jnp.maximum(tree.total(people.people), 1.0)
        turnout = turnout + tree.in_tier[tier] * share
    return {**of_places.act(now, params, draw), "turnout": held * turnout, **made}


MECHANISM = dataclasses.replace(
    of_places.MECHANISM,
    reads=(
        *of_places.MECHANISM.reads,
        "trust_code",
        "habit_local_code",
        "habit_kept",
        "voted_local",
    ),
    writes=(*of_places.MECHANISM.writes, "voted_local"),
    act=act,
)
