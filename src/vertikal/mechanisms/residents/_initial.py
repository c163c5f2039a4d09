"""How residents start: thresholds from their distribution, habits and trust of their place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Draw, Params, Tree
from vertikal.mechanisms._initial import initial as of_places
from vertikal.mechanisms.residents._codes import NOBODY, code_of, threshold_code

if TYPE_CHECKING:
    from jaxtyping import Array

__all__ = ["initial"]


def initial(
    params: Mapping[str, Params], statics: "Mapping[str, Array]", tree: Tree, draw: Draw
) -> "dict[str, Array]":
    """Draw the first stocks of a history: those of places, and those of each resident."""
    made = of_places(params, statics, tree, draw)
    people = tree.people
    here = people.here()
    codes = threshold_code(people.luck(draw, "threshold").uniform(people))
    own = {"threshold_code": jnp.where(here, codes, jnp.int8(NOBODY))}
    for name in ("habit_national", "habit_local", "trust"):
        start = people.lanes(jnp.broadcast_to(made[name], people.people.shape))[:, None, None, :]
        code = code_of(start, people.luck(draw, f"first {name}").uniform(people))
        own[f"{name}_code"] = jnp.where(here, code, jnp.uint8(0))
    nobody = jnp.zeros(people.shape, jnp.uint8)
    return {
        **made,
        **own,
        "voted_national": nobody,
        "voted_local": nobody,
        "habit_kept": jnp.ones_like(made["habit_national"]),
    }
