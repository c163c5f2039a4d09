"""Residents turn out for national votes, each by trust and habit of their own."""

import dataclasses
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.mechanisms import residents_vote_nationally as of_places
from vertikal.mechanisms.residents._codes import value_of

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


def act(now: "View", params: of_places.NationalVoteParams, draw: "Draw") -> "dict[str, Array]":
    r"""Have each resident vote or stay at home; return honest turnout.

    $$ \Pr(y_{ij}=1)=\sigma(\ell_i+\tau_ss_{ij})+H_{ij},\quad\text{at most }.99 $$

    with the log odds $\ell_i$ of the place as in the theory's cohort form.

    **Reads** `vote_kind`, `mobilisation`, `grievance`, `trust_code`, `habit_national_code`,
    `habit_kept`. **Writes** `national_honest`, `voted_national`.
    **Random** as the cohort form, and a number a resident.
    """
    people = now.tree.people
    odds, kept, luck = now.once(
        people.lanes(of_places.log_odds(now, params, draw, 0.0)),
        people.lanes(now["habit_kept"]),
        people.luck(draw, "vote"),
    )
    odds, kept = odds[:, None, None, :], kept[:, None, None, :]
    chance = jax.nn.sigmoid(odds + params.by_trust * value_of(now["trust_code"]))
    chance = jnp.minimum(chance + kept * value_of(now["habit_national_code"]), 0.99)
    goes = luck.uniform(people) < chance
    (voted,) = now.once((goes & people.here()).astype(jnp.uint8))
    turnout = people.share(people.count(lambda row: voted[:, :, row]))
    return {"national_honest": now.tree.lift(*now.once(turnout)), "voted_national": voted}


MECHANISM = dataclasses.replace(
    of_places.MECHANISM,
    reads=(
        "vote_kind",
        "mobilisation",
        "grievance",
        "trust_code",
        "habit_national_code",
        "habit_kept",
    ),
    writes=("national_honest", "voted_national"),
    act=act,
)
