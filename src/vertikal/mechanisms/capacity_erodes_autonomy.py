"""What the centre can see it takes back; what it cannot see is autonomous in fact."""

from typing import TYPE_CHECKING

import jax

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AutonomyParams(Params):
    """How sharply, and how fast, informal autonomy follows what the centre can see."""

    sharpness: float = param(
        5.0,
        unit="1",
        bounds=(3.0, 10.0),
        doc="Slope of the logistic in capacity (lambda_I).",
        source="comparative.md section 8: 3-10",
    )
    speed: float = param(
        0.25,
        unit="1/yr",
        bounds=(0.05, 1.0),
        doc="Rate at which autonomy closes the gap to its target (eta).",
        source="placeholder until calibrated",
    )


def act(now: "View", params: AutonomyParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move autonomy towards what monitoring allows.

    $$ \dot a=\eta\,\big[1-(1-\sigma(\lambda(\kappa^*_k-\kappa_i)))(1-JK_i)-a\big] $$

    What a court $J$ protects among a region's competences $K$ cannot be taken back.

    **Reads** `autonomy`, `monitoring` $\kappa_i$, `capacity_threshold` $\kappa^*$,
    `court_independence`, `competences`.
    **Writes** `autonomy`. **Random** no.
    **Fixed point** $\tfrac12$ where monitoring equals the threshold and no court protects.
    """
    del draw
    threshold = now.tree.of_tier(now["capacity_threshold"])
    taken = jax.nn.sigmoid(params.sharpness * (now["monitoring"] - threshold))
    target = 1.0 - taken * (1.0 - now["court_independence"] * now["competences"])
    return {"autonomy": now.years * params.speed * (target - now["autonomy"])}


MECHANISM = Mechanism(
    name="capacity_erodes_autonomy",
    phase="rule",
    says="L",
    params=AutonomyParams,
    reads=(
        "autonomy",
        "monitoring",
        "capacity_threshold",
        "court_independence",
        "competences",
    ),
    writes=("autonomy",),
    act=act,
    refs=("Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",),
)
