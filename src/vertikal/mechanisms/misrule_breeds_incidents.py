"""Unaccountable circles misrule, and misrule breeds incidents that may become known."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class IncidentParams(Params):
    """How often things go wrong, and how far the news travels."""

    rate: float = param(
        0.25,
        unit="1/yr",
        bounds=(0.05, 1.0),
        doc="Reported incidents per year in a town of 100,000 adults without misrule (eta_0).",
        source="placeholder until calibrated",
    )
    by_misrule: float = param(
        1.2,
        unit="1",
        bounds=(0.0, 3.0),
        doc="Log increase of the rate from no misrule to full misrule (eta_z).",
        source="placeholder until calibrated",
    )
    by_size: float = param(
        0.8,
        unit="1",
        bounds=(0.5, 1.0),
        doc="Elasticity of the rate in adults.",
        source="placeholder until calibrated",
    )
    tail: float = param(
        1.5,
        unit="1",
        bounds=(1.1, 2.5),
        doc="Pareto exponent of salience: the smaller, the more often the extreme.",
        source="placeholder until calibrated",
    )
    rural_visibility: float = param(
        0.5,
        unit="1",
        bounds=(0.1, 1.0),
        doc="Visibility of the countryside, relative to towns.",
        source="placeholder until calibrated",
    )
    media_visibility: float = param(
        0.6,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Extra visibility under fully free media.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: IncidentParams, draw: "Draw") -> "dict[str, Array]":
    r"""Draw the month's incidents in leaves.

    Rate $\eta_0 (N/10^5)^{\beta}e^{\eta_z z}$ with misrule $z=c(1-\alpha)$; salience is Pareto
    with exponent `tail`, times visibility; dated incidents come on top.

    **Reads** `circle`, `accountability`, `log_size`, `urban`, `media_freedom`, `local_shock`.
    **Writes** `misrule`, `salience`. **Random** occurrence and salience, one each a unit.
    """
    misrule = now["circle"] * (1.0 - now["accountability"])
    rate = jnp.exp(params.by_size * now["log_size"] + params.by_misrule * misrule)
    rate = params.rate * rate * now.years * now.tree.is_leaf
    occurs = draw.uniform("occurrence", "unit") > jnp.exp(-rate)
    pareto = jnp.exp(draw.exponential("salience", "unit") / params.tail)
    seen = params.rural_visibility + (1.0 - params.rural_visibility) * now["urban"]
    seen = seen * (1.0 + params.media_visibility * now["media_freedom"])
    return {
        "misrule": misrule,
        "salience": jnp.where(occurs, pareto * seen, 0.0) + now["local_shock"],
    }


MECHANISM = Mechanism(
    name="misrule_breeds_incidents",
    phase="incidents",
    says="C",
    params=IncidentParams,
    reads=("circle", "accountability", "log_size", "urban", "media_freedom", "local_shock"),
    writes=("misrule", "salience"),
    act=act,
    refs=("DESIGN, phase 3", "facts/kazakhstan.md section 4.1"),
)
