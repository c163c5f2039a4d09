"""Residents turn out for the heads they elect, each by trust and habit of their own."""

import dataclasses
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import any_member
from vertikal.mechanisms import residents_choose_heads as of_places
from vertikal.mechanisms.residents._codes import value_of

if TYPE_CHECKING:
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
    odds, held = now.once(of_places.log_odds(now, params, draw, 0.0), now["direct_held"])
    (kept,) = now.once(people.lanes(now["habit_kept"]))
    bits, turnout = jnp.zeros(people.shape, jnp.uint8), jnp.zeros_like(held)
    for tier in range(len(tree.sizes)):
        above = tree.ancestors[tier]
        holds = jnp.where(above >= 0, held[jnp.maximum(above, 0)], 0.0)
        luck = people.luck(draw, f"vote for tier {tier}")

        def ballots(
            holds: "Array" = holds, above: "Array" = above, luck: "Array" = luck, tier: int = tier
        ) -> "tuple[Array, Array]":
            at, ours, low, high = now.once(
                people.lanes(odds[jnp.maximum(above, 0)]), people.lanes(holds), luck.low, luck.high
            )
            chance = jax.nn.sigmoid(
                at[:, None, None, :] + params.by_trust * value_of(now["trust_code"])
            )
            habit = kept[:, None, None, :] * value_of(now["habit_local_code"])
            chance = ours[:, None, None, :] * jnp.minimum(chance + habit, 0.99)
            goes = dataclasses.replace(luck, low=low, high=high).uniform() < chance
            (voted,) = now.once((goes & people.here()).astype(jnp.uint8))
            return voted, people.count(lambda row: voted[:, :, row]).astype(jnp.float32)

        def nobody() -> "tuple[Array, Array]":
            return jnp.zeros(people.shape, jnp.uint8), jnp.zeros_like(held)

        due = any_member(jnp.sum(held * tree.in_tier[tier]))
        voted, voters = jax.lax.cond(due, ballots, nobody)
        bits = bits | (voted << tier)
        share = tree.total(voters) / jnp.maximum(tree.total(people.people), 1.0)
        turnout = turnout + tree.in_tier[tier] * share
    shares = of_places.act(now, params, draw)
    return {
        **shares,
        "turnout": held * turnout,
        "voted_local": bits - now["voted_local"],
    }


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
