"""Pilots spread from point to surface, first to where the centre sees least."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Stage
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class SpreadParams(Params):
    """How fast an experiment spreads by itself."""

    rate: float = param(
        0.2,
        unit="1/yr",
        bounds=(0.05, 0.6),
        doc="Rate at which units join where autonomy pays fully.",
        source="placeholder until calibrated; comparative.md S1.1 fact 2: about ten years",
    )
    sharpness: float = param(
        5.0,
        unit="1",
        bounds=(3.0, 10.0),
        doc="Slope of the logistic in what the centre can see (lambda_I).",
        source="comparative.md section 8: 3-10",
    )
    lead_months: float = param(
        2.0,
        unit="month",
        bounds=(1.0, 6.0),
        doc="Months from joining to the vote.",
        source="facts/kazakhstan.md 3.5: two months from decision to vote",
    )


def act(now: "View", params: SpreadParams, draw: "Draw") -> "dict[str, Array]":
    r"""Let further units join a running pilot.

    $$ h_i=r\,\sigma(\lambda(\kappa^*_k-\kappa_i)) $$

    **Reads** `reform_stage`, `reform_mode`, `reform_age`, `capacity_threshold` $\kappa^*$,
    `monitoring` $\kappa$, `mode`, `reformable`, `term_left`, `in_pilot`.
    **Writes** `elected_change`, `in_pilot`, `mode`, `term_left`. **Random** one uniform a unit.
    **Limits** where the centre sees everything, a pilot stays what it was.
    """
    tree = now.tree
    goal = tree.of_tier(now["reform_mode"])
    running = (now["reform_stage"] == Stage.PILOT) & (now["reform_age"] > 0.0)
    open_ = tree.of_tier(running) & (now["reformable"] > 0) & (now["mode"] < goal)
    pays = tree.of_tier(now["capacity_threshold"]) - now["monitoring"]
    chance = params.rate * jax.nn.sigmoid(params.sharpness * pays) * now.years
    joins = open_ & draw.happens("joining", "unit", chance)
    lead = jnp.round(params.lead_months).astype(jnp.int32)
    return {
        "elected_change": is_elected(jnp.where(joins, goal, now["mode"])) - is_elected(now["mode"]),
        "in_pilot": joins * (1.0 - now["in_pilot"]),
        "mode": jnp.where(joins, goal - now["mode"], 0),
        "term_left": jnp.where(joins, lead - now["term_left"], 0),
    }


MECHANISM = Mechanism(
    name="pilots_spread",
    phase="pilots",
    says="FJ",
    params=SpreadParams,
    reads=(
        "reform_stage",
        "reform_mode",
        "reform_age",
        "capacity_threshold",
        "monitoring",
        "mode",
        "reformable",
        "term_left",
        "in_pilot",
    ),
    writes=("elected_change", "in_pilot", "mode", "term_left"),
    act=act,
    refs=(
        "Heilmann (2008), Studies in Comparative International Development 43(1), 1-26",
        "Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",
    ),
    only_if="pilot_running",
)
