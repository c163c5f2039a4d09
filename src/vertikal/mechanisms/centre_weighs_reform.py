"""The centre weighs local information and the story of change against control and risk."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class WeighingParams(Params):
    """What autonomy and elections are worth to the centre, and what they may cost."""

    selection: float = param(
        0.35,
        unit="1",
        bounds=(0.0, 0.8),
        doc="Gain from better heads and saved monitoring (s + m).",
        source="comparative.md 8b: s = .2, m = .15",
    )
    story: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Worth of a visible democratic change when one is demanded.",
        source="placeholder until calibrated",
    )
    loss_of_control: float = param(
        1.2,
        unit="1",
        bounds=(0.0, 2.0),
        doc="Political risk of an elected head at the lowest tier, before any experiment (phi).",
        source="placeholder until calibrated; comparative.md 8b uses .35 for villages",
    )
    familiarity: float = param(
        0.1,
        unit="1",
        bounds=(0.0, 0.5),
        doc="How much each experiment held so far lessens that risk.",
        source="placeholder until calibrated; Shi (1999), World Politics 51(3), for the sign",
    )
    discontent: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Approval below which discontent itself demands a visible change.",
        source="placeholder until calibrated",
    )
    stakes: float = param(
        0.6,
        unit="1",
        bounds=(0.0, 2.0),
        doc="Extra risk at the highest tier.",
        source="placeholder until calibrated",
    )
    disposal: float = param(
        0.8,
        unit="1",
        bounds=(0.0, 2.0),
        doc="Weight of the dearer removal of elected heads, at the highest tier.",
        source="placeholder until calibrated; Interview: governors' elections are delayed by it",
    )


def act(now: "View", params: WeighingParams, draw: "Draw") -> "dict[str, Array]":
    r"""Weigh autonomy and elections at each tier.

    $$ \kappa^*_k = \frac{q_k - q_k h + s + m}{2}, \qquad
       V_k = (q_k-\bar\kappa_k) - (\bar\kappa_k + q_k h) + s + m + n\,P - \rho - \phi_k $$

    with $\phi_k=\phi_0/(1+\epsilon n_k)+\phi_1\eta_k^2+\phi_2\,\xi\,\eta_k$, $\eta_k$ the height
    of the tier, $n_k$ the experiments held, and $P$ the pressure of crises and of low approval.
    Informal autonomy can be taken back at will, so its threshold $\kappa^*$ carries no $\phi$.

    **Reads** `local_knowledge` $q$, `mandate_harm` $h$, `monitoring`, `height`,
    `reform_pressure`, `risk`, `removal_premium`, `experience`, `approval`.
    **Writes** `capacity_threshold`, `reform_payoff`. **Random** no.
    **Limits** falls with capacity, risk and the cost of disposal; rises with the story's reward.
    """
    del draw
    sizes = jnp.asarray(now.tree.sizes, jnp.float32)
    height = now.tree.by_tier(now["height"]) / sizes
    seen = now.tree.by_tier(now["monitoring"]) / sizes
    gain = now["local_knowledge"] * (1.0 - now["mandate_harm"]) + params.selection
    risk = (
        params.loss_of_control / (1.0 + params.familiarity * now["experience"])
        + params.stakes * height**2
        + params.disposal * now["removal_premium"] * height
        + now["risk"]
    )
    demand = now["reform_pressure"] + jnp.maximum(params.discontent - now["approval"], 0.0)
    payoff = gain - 2.0 * seen + params.story * demand - risk
    return {"capacity_threshold": gain / 2.0, "reform_payoff": payoff}


MECHANISM = Mechanism(
    name="centre_weighs_reform",
    phase="payoff",
    says="DIL",
    params=WeighingParams,
    reads=(
        "local_knowledge",
        "mandate_harm",
        "monitoring",
        "height",
        "reform_pressure",
        "risk",
        "removal_premium",
        "experience",
        "approval",
    ),
    writes=("capacity_threshold", "reform_payoff"),
    act=act,
    refs=(
        "Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",
        "Egorov, Guriev & Sonin (2009), APSR 103(4), 645-668",
    ),
)
