"""Decisions age: the time a tier has spent in its stage of reform."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AgeParams(Params):
    """Time passes at one year per year."""


def act(now: "View", params: AgeParams, draw: "Draw") -> "dict[str, Array]":
    """Add a month to the age of each tier's stage.

    **Reads** `reform_age`. **Writes** `reform_age`. **Random** no.
    """
    del params, draw
    return {"reform_age": jnp.full_like(now["reform_age"], now.years)}


MECHANISM = Mechanism(
    name="decisions_age",
    phase="rule",
    says="K",
    params=AgeParams,
    reads=("reform_age",),
    writes=("reform_age",),
    act=act,
    refs=("DESIGN, phase 7",),
)
