"""If the elites see risks they roll back, and it costs them nothing.

Unless courts, habit or trust stand in the way.
"""

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


class RollbackParams(Params):
    """When a reform is taken back."""

    start: float = param(
        -3.0,
        unit="logit",
        bounds=(-5.0, -1.0),
        doc="Log odds a year of rollback, all else zero (r_0).",
        source="comparative.md section 8: base hazard .05-.12 a year (Russia's mayors)",
    )
    by_risk: float = param(
        3.0,
        unit="logit",
        bounds=(0.5, 6.0),
        doc="Effect of risk minus benefit (r_1).",
        source="placeholder until calibrated",
    )
    by_years: float = param(
        0.15,
        unit="logit/yr",
        bounds=(0.0, 0.6),
        doc="Protection by each year in the stage reached (r_2).",
        source="placeholder until calibrated",
    )
    by_entrenchment: float = param(
        4.0,
        unit="logit",
        bounds=(0.0, 8.0),
        doc="Protection by an independent court and by residents who trust the vote (r_3).",
        source="placeholder until calibrated",
    )


def act(now: "View", params: RollbackParams, draw: "Draw") -> "dict[str, Array]":
    r"""Take elections back at a tier; heads are selected as before when their terms end.

    $$ h_k=\sigma\big(r_0+r_1(\rho-B)-r_2\,\text{years}-r_3\,(J+s\,e_k)\big) $$

    with benefit $B$ the narrative stock, $s$ trust and $e_k$ the share of the tier elected.

    **Reads** `risk`, `narrative`, `court_independence`, `trust`, `mode`, the fields of reform.
    **Writes** the fields of reform, `rolled_back`. **Random** one uniform a tier.
    """
    tree = now.tree
    elected = (now["mode"] >= Mode.FILTERED).astype(jnp.float32)
    share = tree.by_tier(elected) / jnp.asarray(tree.sizes, jnp.float32)
    entrenched = now["court_independence"] + tree.nation(now["trust"]) * share
    odds = (
        params.start
        + params.by_risk * (now["risk"] - now["narrative"])
        - params.by_years * now["reform_age"]
        - params.by_entrenchment * entrenched
    )
    stage = now["reform_stage"]
    alive = (stage == Stage.PILOT) | (stage == Stage.ROLLOUT) | (stage == Stage.STALLED)
    alive = alive & (now["reform_mode"] >= Mode.FILTERED)
    back = alive & (draw.uniform("rollback", "tier") < jax.nn.sigmoid(odds) * now.years)
    goal = jnp.where(back, now["mode_before"], now["reform_mode"])
    return {
        **entered(now, back, Stage.ROLLED_BACK, mode=goal),
        "rolled_back": back.astype(jnp.float32),
    }


MECHANISM = Mechanism(
    name="elites_roll_back",
    phase="rollback",
    says="K",
    params=RollbackParams,
    reads=("risk", "narrative", "court_independence", "trust", "mode", *REFORM_FIELDS),
    writes=(*REFORM_FIELDS, "rolled_back"),
    act=act,
    refs=("comparative.md S2.1 and S5.2", "Reuter et al. (2016), CPS 49(9), 1151-1183"),
)
