"""Burdens, misrule, incidents and hard times breed grievance.

The selective application of law spares residents burdens, and a removed head soothes them.
"""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class GrievanceParams(Params):
    """What angers residents, and how fast they forget."""

    rest: float = param(
        0.2,
        unit="1",
        bounds=(0.05, 0.4),
        doc="Grievance at rest.",
        source="unit of account: 0 content, 1 intolerable",
    )
    memory: float = param(
        1.0,
        unit="yr",
        bounds=(0.3, 3.0),
        doc="Time scale of forgetting.",
        source="placeholder until calibrated",
    )
    by_burden: float = param(
        0.05,
        unit="1",
        bounds=(0.0, 0.4),
        doc="Grievance from a borne burden of 1.",
        source="placeholder until calibrated",
    )
    by_misrule: float = param(
        0.15,
        unit="1/yr",
        bounds=(0.0, 0.6),
        doc="Grievance per year of full misrule.",
        source="placeholder until calibrated",
    )
    by_shock: float = param(
        0.3,
        unit="1",
        bounds=(0.1, 0.8),
        doc="Grievance from a shock of size 1, at once.",
        source="placeholder until calibrated",
    )
    by_stress: float = param(
        0.2,
        unit="1/yr",
        bounds=(0.0, 0.6),
        doc="Grievance per year under stress 1.",
        source="placeholder until calibrated",
    )
    by_incident: float = param(
        0.15,
        unit="1",
        bounds=(0.0, 0.5),
        doc="Grievance where an incident of salience 20 happened.",
        source="placeholder until calibrated",
    )
    relief: float = param(
        0.1,
        unit="1",
        bounds=(0.0, 0.4),
        doc="Relief where the head is removed.",
        source="placeholder until calibrated; Interview: selective intervention",
    )


def act(now: "View", params: GrievanceParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move grievance in every leaf; other units get their residents' mean.

    $$ \Delta g=\frac{g_0-g}{\tau}\Delta t+\beta_b\,b_r+\beta_z z\Delta t
       +e_i(\beta_n S_{new}+\beta_s S\Delta t)+\beta_i\min(1,\tfrac{S_i}{20})-\beta_r
       \,\text{removed} $$

    with exposure $e_i=1.2-0.4\,x_i$: the less developed feel hard times more. Misrule $z$ is the
    mean over the heads from the leaf to the region, and relief comes from each of them.

    **Reads** `grievance`, `burden_borne`, `misrule`, `new_stress`, `stress`, `salience`,
    `removed`, `development`, `tier_index`. **Writes** `grievance`. **Random** no.
    **Fixed point** $g_0$ when nothing happens.
    """
    del draw
    levels = now["tier_index"] + 1.0
    misrule = now.tree.reached(now["misrule"]) / levels
    exposure = 1.2 - 0.4 * now["development"]
    hard = params.by_shock * now["new_stress"] + params.by_stress * now["stress"] * now.years
    change = (
        now.years * (params.rest - now["grievance"]) / params.memory
        + params.by_burden * now.tree.spread(now["burden_borne"])
        + params.by_misrule * misrule * now.years
        + exposure * hard
        + params.by_incident * jnp.minimum(now["salience"] / 20.0, 1.0)
        - params.relief * now.tree.reached(now["removed"])
    )
    (moved,) = now.once(jnp.clip(now["grievance"] + change, 0.0, 1.0))
    return {"grievance": now.tree.lift(moved) - now["grievance"]}


MECHANISM = Mechanism(
    name="burdens_breed_grievance",
    phase="residents",
    says="AL",
    params=GrievanceParams,
    reads=(
        "grievance",
        "burden_borne",
        "misrule",
        "new_stress",
        "stress",
        "salience",
        "removed",
        "development",
        "tier_index",
    ),
    writes=("grievance",),
    act=act,
    refs=("DESIGN, phases 2, 3 and 5",),
)
