"""Residents act once enough others do: each by a threshold, habits and trust of their own."""

import dataclasses
from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.mechanisms import activism_cascades as of_places
from vertikal.mechanisms.residents._codes import MOODS, NOBODY, STEPS, THRESHOLD_STEPS

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]

UNIT = THRESHOLD_STEPS * MOODS
"""Steps of threshold and mood in the scale of thresholds."""


def act(now: "View", params: of_places.ActivismParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move activism towards the share of residents whose threshold is passed.

    $$ A_i\to\frac1{N_i}\sum_j\mathbf 1\big[\theta+\sigma\,\tfrac{t_j+m_j}{12}<
       \beta_gg_i+\beta_H(H_{ij}+H'_{ij})+\beta_ss_{ij}+\dots\big] $$

    with all that concerns places as in the theory's cohort form. The whole number $t_j$ is a
    resident's for life; the mood $0\le m_j<1$ is drawn anew each month and blurs the threshold
    within its step, so that any share can act, not only multiples of a step. Who lives in a small
    place is luck that lasts: it is the noise of the cohort form, but it does not average out over
    the months.

    **Reads** what the cohort form reads, but each resident's own `threshold_code`,
    `habit_national_code`, `habit_local_code`, `trust_code`, and `habit_kept`.
    **Writes** `activism`. **Random** eight bits a resident.
    **Limits** as places grow, the cohort form without its noise.
    """
    people = now.tree.people
    step = UNIT / params.spread
    level = (of_places.pull(now, params, 0.0, 0.0) - params.threshold) * step
    level = jnp.minimum(level, NOBODY * MOODS - 1.0)
    by_habit = params.by_habit * step / STEPS * now["habit_kept"]
    by_trust = params.by_trust * step / STEPS
    level, by_habit, luck = now.once(
        people.lanes(level), people.lanes(by_habit), people.luck(draw, "mood")
    )
    moods = luck.bytes(people)
    threshold, trust = now["threshold_code"], now["trust_code"]
    national, local = now["habit_national_code"], now["habit_local_code"]

    def passes(row: int) -> "Array":
        own = (threshold[:, :, row].astype(jnp.int32) * MOODS + moods[row]).astype(jnp.float32)
        habit = national[:, :, row].astype(jnp.int32) + local[:, :, row].astype(jnp.int32)
        return own < (
            level[:, None]
            + by_habit[:, None] * habit.astype(jnp.float32)
            + by_trust * trust[:, :, row].astype(jnp.int32).astype(jnp.float32)
        )

    activism = now["activism"]
    share = people.share(people.count(passes))
    (moved,) = now.once(jnp.clip(activism + params.speed * (share - activism), 0.0, 1.0))
    return {"activism": now.tree.lift(moved) - activism}


PLACES = tuple(
    name
    for name in of_places.MECHANISM.reads
    if name not in ("habit_national", "habit_local", "trust")
)

MECHANISM = dataclasses.replace(
    of_places.MECHANISM,
    reads=(
        *PLACES,
        "threshold_code",
        "habit_national_code",
        "habit_local_code",
        "trust_code",
        "habit_kept",
    ),
    act=act,
)
