"""The centre tries elections where information and the story of change outweigh control."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode, Stage
from vertikal.mechanisms._reform import REFORM_FIELDS, entered

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class IntroductionParams(Params):
    """How readily the centre experiments."""

    rate: float = param(
        0.3,
        unit="1/yr",
        bounds=(0.05, 1.0),
        doc="Experiments per year where they pay fully.",
        source="placeholder until calibrated",
    )
    sharpness: float = param(
        5.0,
        unit="1",
        bounds=(3.0, 10.0),
        doc="Slope of the logistic in the payoff (lambda_I).",
        source="comparative.md section 8: 3-10",
    )


def act(now: "View", params: IntroductionParams, draw: "Draw") -> "dict[str, Array]":
    r"""Begin a pilot of filtered elections with hazard $h\,\sigma(\lambda V_k)$.

    Only where the tier's heads are not yet elected and no experiment is under way.

    **Reads** `reform_payoff` $V_k$, `capacity_threshold`, `reform_stage`, `reform_mode`,
    the fields of reform.
    **Writes** the fields of reform, `introduced`, `pilot_due`. **Random** one uniform a tier.
    **Limits** a payoff far below zero is never: governors.
    """
    hazard = params.rate * jax.nn.sigmoid(params.sharpness * now["reform_payoff"])
    stage = now["reform_stage"]
    open_ = (stage == Stage.IDLE) | (stage == Stage.ROLLED_BACK)
    settled = stage == Stage.ROLLOUT
    unelected = now["reform_mode"] < Mode.FILTERED
    weighed = now["capacity_threshold"] > 0.0  # nobody acts on what was never weighed
    free = weighed & (open_ | settled) & unelected & (now["reform_age"] > 0.0)
    begins = free & (draw.uniform("begin", "tier") < hazard * now.years)
    goal = jnp.where(begins, Mode.FILTERED, now["reform_mode"])
    return {
        **entered(now, begins, Stage.PILOT, mode=goal),
        "introduced": begins.astype(jnp.float32),
        "pilot_due": jnp.max(begins.astype(jnp.float32)),
    }


MECHANISM = Mechanism(
    name="centre_introduces_elections",
    phase="introduction",
    says="DEIJ",
    params=IntroductionParams,
    reads=("reform_payoff", "capacity_threshold", *REFORM_FIELDS),
    writes=(*REFORM_FIELDS, "introduced", "pilot_due"),
    act=act,
    refs=("Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",),
)
