"""Voting forms a habit: of those who voted, and of nobody else."""

import dataclasses
from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Residents
from vertikal.mechanisms import voting_forms_habit as of_places
from vertikal.mechanisms.residents._codes import STEPS, code_of, value_of

if TYPE_CHECKING:
    from typing import Any

    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]

KINDS = ("habit_national", "habit_local")


def act(now: "View", params: of_places.HabitParams, draw: "Draw") -> "dict[str, Array]":
    r"""Raise the two habits of those who voted.

    $$ \Delta H_{ijk}=\varphi\,(y_{ijk}+\chi\,y_{ijk'}) $$

    where $y$ counts the votes that a resident cast this month. Habits are written down, with what
    has worn off since, where any vote was held; they are rounded up or down with the probability
    that keeps their mean. Means of places follow.

    **Reads** `national_vote`, `direct_due`, `direct_held`, `voted_national`, `voted_local`, both
    habits of residents and places, `habit_kept`.
    **Writes** both habits of residents and places, `habit_kept`.
    **Random** two numbers a resident.
    """
    tree, people = now.tree, now.tree.people
    national = (now["national_vote"] > 0).astype(jnp.float32)
    local = (now["direct_due"] > 0).astype(jnp.float32)
    held = jnp.maximum(national, jnp.minimum(tree.reached(*now.once(now["direct_held"])), 1.0))
    lanes = now.once(
        people.lanes(held), people.lanes(now["habit_kept"]), people.luck(draw, "rounding")
    )

    def learn(
        some: Residents, lanes: "tuple[Any, ...]", carried: "dict[str, Array]"
    ) -> "dict[str, Array]":
        due, kept = (x[:, None, None, :] for x in lanes[:2])
        chances = lanes[2].halves(some)
        bits = carried["voted_local"].astype(jnp.int32)
        times = sum((bits >> tier) & 1 for tier in range(len(tree.sizes)))
        votes = {
            "habit_national": national * carried["voted_national"].astype(jnp.float32),
            "habit_local": local * jnp.asarray(times, jnp.float32),
        }
        made = {}
        for name, other, chance in zip(KINDS, reversed(KINDS), chances, strict=True):
            code = carried[f"{name}_code"]
            gain = params.strength * (votes[name] + params.across * votes[other])
            full = code_of(kept * value_of(code) + gain, chance)
            made[f"{name}_code"] = jnp.where((due > 0) & some.here(), full, code)
        return made

    def count(some: Residents, made: "dict[str, Array]") -> "dict[str, Array]":
        return {
            name: some.in_blocks(lambda row, code=code: code[:, :, row])
            for name, code in made.items()
        }

    names = ("voted_national", "voted_local", *(f"{name}_code" for name in KINDS))
    carried = {name: now[name] for name in names}
    made, totals = people.visit(lanes[0] > 0, learn, count, lanes, carried)
    for name in KINDS:
        mean = people.share(people.by_leaf(totals[f"{name}_code"])) / STEPS
        mean = jnp.where(held > 0, mean, now[name])
        made[name] = tree.lift(*now.once(mean)) - now[name]
    made["habit_kept"] = jnp.where(held > 0, 1.0 - now["habit_kept"], 0.0)
    return made


OF_RESIDENTS = (*KINDS, "habit_national_code", "habit_local_code", "habit_kept")

MECHANISM = dataclasses.replace(
    of_places.MECHANISM,
    reads=(
        "national_vote",
        "direct_due",
        "direct_held",
        "voted_national",
        "voted_local",
        *OF_RESIDENTS,
    ),
    writes=OF_RESIDENTS,
    act=act,
)
