"""Decisions age: the time a tier has spent in its stage of reform."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params
from vertikal.fields import Stage

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AgeParams(Params):
    """Time passes at one year per year."""


def act(now: "View", params: AgeParams, draw: "Draw") -> "dict[str, Array]":
    """Add a month to the age of each tier's stage; close pilots; flag terms that end.

    **Reads** `reform_age`, `reform_mode`, `term_left`, `mode`, `reformable`, `reform_stage`,
    `in_pilot`. **Writes** `reform_age`, `conversion_due`, `in_pilot`.
    **Random** no.
    """
    del params, draw
    goal = now.tree.of_tier(now["reform_mode"])
    ends = (now["term_left"] <= 1) & (now["mode"] != goal) & (now["reformable"] > 0)
    over = now.tree.of_tier(now["reform_stage"]) != Stage.PILOT
    return {
        "in_pilot": jnp.where(over, -now["in_pilot"], 0.0),
        "reform_age": jnp.full_like(now["reform_age"], now.years),
        "conversion_due": jnp.max(ends.astype(jnp.float32)),
    }


MECHANISM = Mechanism(
    name="decisions_age",
    phase="ageing",
    says="K",
    params=AgeParams,
    reads=(
        "reform_age",
        "reform_mode",
        "term_left",
        "mode",
        "reformable",
        "reform_stage",
        "in_pilot",
    ),
    writes=("reform_age", "conversion_due", "in_pilot"),
    act=act,
    refs=("DESIGN, phase 7",),
)
