"""Reforms tell a story of democratic change; it lifts the centre, and it fades."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class StoryParams(Params):
    """What the appearance of change is worth, and how long it lasts."""

    announcement: float = param(
        0.2,
        unit="1",
        bounds=(0.05, 0.5),
        doc="Narrative from announcing an experiment or rollout.",
        source="placeholder until calibrated",
    )
    half_life: float = param(
        2.0,
        unit="yr",
        bounds=(0.5, 5.0),
        doc="Time in which the narrative halves.",
        source="placeholder until calibrated",
    )
    demand_half_life: float = param(
        2.0,
        unit="yr",
        bounds=(0.5, 5.0),
        doc="Time in which the demand for change halves.",
        source="placeholder until calibrated",
    )
    opening: float = param(
        0.03,
        unit="1",
        bounds=(0.0, 0.2),
        doc="Rise of national electoral democracy if all heads of a tier come to be elected "
        "without outsiders.",
        source="V-Dem polyarchy .236 to .272 in 2019-2024 for the order of magnitude",
    )
    approval_rest: float = param(
        0.75,
        unit="1",
        bounds=(0.4, 0.9),
        doc="Approval without grievance and narrative.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: StoryParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move narrative, demand for change, approval and formal openness.

    $$ \dot Z=-\tfrac{\ln2}{\tau}Z+z_a\,(\text{introduced}+\text{rolled out}-\text{rolled back}),
       \Delta D=\omega\,\Delta\text{elected share of posts} $$

    **Reads** `narrative`, `reform_pressure`, `approval`, `grievance`, `introduced`, `rolled_out`,
    `rolled_back`, `elected_change`.
    **Writes** `narrative`, `reform_pressure`, `approval`, `openness`. **Random** no.
    """
    del draw
    tree = now.tree
    fade = jnp.exp2(-now.years / params.half_life) - 1.0
    news = jnp.sum(now["introduced"] + now["rolled_out"] - now["rolled_back"])
    settle = jnp.exp2(-now.years / params.demand_half_life) - 1.0
    target = params.approval_rest - tree.nation(now["grievance"]) + 0.2 * now["narrative"]
    share = tree.by_tier(now["elected_change"]) / jnp.asarray(tree.sizes, jnp.float32)
    return {
        "narrative": fade * now["narrative"] + params.announcement * news,
        "reform_pressure": settle * now["reform_pressure"],
        "approval": 0.2 * (target - now["approval"]),
        "openness": params.opening * jnp.sum(share),
    }


MECHANISM = Mechanism(
    name="reforms_tell_a_story",
    phase="mood",
    says="I",
    params=StoryParams,
    reads=(
        "narrative",
        "reform_pressure",
        "approval",
        "grievance",
        "introduced",
        "rolled_out",
        "rolled_back",
        "elected_change",
    ),
    writes=("narrative", "reform_pressure", "approval", "openness"),
    act=act,
    refs=("Interview, Vlast.kz 15 Nov 2024", "DESIGN, phase 7"),
)
