"""Shocks arrive from outside: some are dated, some come at random; their stress fades."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class ShockParams(Params):
    """How often shocks come at random, how large they are, how long they are felt."""

    rate: float = param(
        0.5,
        unit="1/yr",
        bounds=(0.0, 2.0),
        doc="Random national shocks per year.",
        source="placeholder until calibrated",
    )
    size: float = param(
        0.12,
        unit="1",
        bounds=(0.0, 0.5),
        doc="Mean size of a random shock; 1 is the fuel price rise of January 2022.",
        source="placeholder until calibrated",
    )
    half_life: float = param(
        0.5,
        unit="yr",
        bounds=(0.1, 3.0),
        doc="Time in which stress halves.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: ShockParams, draw: "Draw") -> "dict[str, Array]":
    r"""Add the month's shocks to stress.

    $$ S' = S\,2^{-\Delta t/\tau} + \text{dated} + \mathrm{Bernoulli}(r\Delta t)\,\mathrm{Exp}(m) $$

    **Reads** `stress`, `national_shock`. **Writes** `stress`, `new_stress`.
    **Random** one Bernoulli and one exponential number a month.
    **Limits** without shocks stress halves every $\tau$ years.
    """
    happens = draw.happens("arrival", "centre", params.rate * now.years)
    random = jnp.where(happens, params.size * draw.exponential("size", "centre"), 0.0)
    new = now["national_shock"] + random
    fading = now["stress"] * (jnp.exp2(-now.years / params.half_life) - 1.0)
    return {"stress": fading + new, "new_stress": new}


MECHANISM = Mechanism(
    name="shocks_arrive",
    phase="shocks",
    says="I",
    params=ShockParams,
    reads=("stress", "national_shock"),
    writes=("stress", "new_stress"),
    act=act,
    refs=("facts/kazakhstan.md, sections 4 and 5",),
)
