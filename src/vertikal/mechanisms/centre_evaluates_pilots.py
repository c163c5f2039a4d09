"""The centre watches its pilots, believes most of what they show, and goes nationwide or stalls."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Origin, Stage
from vertikal.mechanisms._reform import REFORM_FIELDS, entered

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class EvaluationParams(Params):
    """What the centre wants to see, and how well it knows that it looks at the best places."""

    wait: float = param(
        1.0,
        unit="yr",
        bounds=(0.5, 3.0),
        doc="Time before a pilot is judged.",
        source="facts/kazakhstan.md 3.5, 3.6: November 2023 to September 2024",
    )
    rate: float = param(
        1.0,
        unit="1/yr",
        bounds=(0.2, 3.0),
        doc="Decisions per year after that.",
        source="placeholder until calibrated",
    )
    quiet: float = param(
        1.0,
        unit="1",
        bounds=(0.3, 2.0),
        doc="Worth of a pilot without any unrest.",
        source="placeholder until calibrated",
    )
    by_activism: float = param(
        4.0,
        unit="1",
        bounds=(1.0, 12.0),
        doc="Loss per unit of activism in pilot units.",
        source="placeholder until calibrated",
    )
    by_outsiders: float = param(
        1.5,
        unit="1",
        bounds=(0.0, 4.0),
        doc="Loss if outsiders hold all pilot units.",
        source="placeholder until calibrated; Interview: roll-back if elites see risks",
    )
    sophistication: float = param(
        0.3,
        unit="1",
        bounds=(0.0, 0.6),
        doc="Share of the selection bias that is corrected (b).",
        source="comparative.md section 8: 0-.6",
    )
    effort: float = param(
        0.2,
        unit="1",
        bounds=(0.0, 0.5),
        doc="Extra shine of a pilot because heads try harder while they are watched.",
        source="Wang & Yang (2025): sign; size a placeholder",
    )
    bar: float = param(
        0.6,
        unit="1",
        bounds=(0.2, 1.2),
        doc="Result that a rollout needs.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: EvaluationParams, draw: "Draw") -> "dict[str, Array]":
    r"""Judge the pilots of each tier.

    $$ \hat\tau=q-k_A\bar A_P-k_o\bar o_P+e-b\,[k_A(\bar A-\bar A_P)+e] $$

    Rollout if $\hat\tau$ exceeds the bar plus perceived risk; else the reform stalls.

    **Reads** `in_pilot`, `activism`, `origin`, `risk`, the fields of reform.
    **Writes** the fields of reform, `rolled_out`, `stalled`. **Random** one uniform a tier.
    """
    tree = now.tree
    pilot = now["in_pilot"]
    number = jnp.maximum(tree.by_tier(pilot), 1.0)
    active = tree.by_tier(pilot * now["activism"]) / number
    everywhere = tree.by_tier(now["activism"]) / jnp.asarray(tree.sizes, jnp.float32)
    outsiders = tree.by_tier(pilot * (now["origin"] == Origin.OUTSIDER)) / number
    bias = params.by_activism * (everywhere - active) + params.effort
    shown = params.quiet - params.by_activism * active - params.by_outsiders * outsiders
    estimate = shown + params.effort - params.sophistication * bias
    due = (
        (tree.by_tier(pilot) > 0)
        & (now["reform_stage"] == Stage.PILOT)
        & (now["reform_age"] >= params.wait)
    )
    decides = due & (draw.uniform("decision", "tier") < params.rate * now.years)
    goes = decides & (estimate > params.bar + now["risk"])
    rests = decides & ~goes
    stage = jnp.where(goes, Stage.ROLLOUT, Stage.STALLED)
    return {
        **entered(now, decides, stage, mode=now["reform_mode"]),
        "rolled_out": goes.astype(jnp.float32),
        "stalled": rests.astype(jnp.float32),
    }


MECHANISM = Mechanism(
    name="centre_evaluates_pilots",
    phase="evaluation",
    says="J",
    params=EvaluationParams,
    reads=("in_pilot", "activism", "origin", "risk", *REFORM_FIELDS),
    writes=(*REFORM_FIELDS, "rolled_out", "stalled"),
    act=act,
    refs=("Wang & Yang (2025), JPE 133(7), 2180-2228", "comparative.md S5.2"),
    only_if="pilot_running",
)
