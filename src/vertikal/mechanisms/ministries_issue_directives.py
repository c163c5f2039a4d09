"""Ministries issue directives, and where regions legislate too, powers collide."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class DirectiveParams(Params):
    """How often directives come, and how heavy they are."""

    rate: float = param(
        5.0,
        unit="1/yr",
        bounds=(2.0, 8.0),
        doc="Burdensome national directives per year (lambda).",
        source="comparative.md section 8: 2-8 per region-year, from counts of Italy and Spain",
    )
    burden: float = param(
        0.3,
        unit="1",
        bounds=(0.1, 0.6),
        doc="Median burden of a directive.",
        source="unit of account: 1 is a rule that would bring people into the streets everywhere",
    )
    spread: float = param(
        0.7,
        unit="1",
        bounds=(0.3, 1.2),
        doc="Log standard deviation of the burden.",
        source="placeholder until calibrated",
    )
    difference: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Log standard deviation of the burden between regions.",
        source="placeholder until calibrated",
    )
    tolerance: float = param(
        0.2,
        unit="1",
        bounds=(0.0, 0.5),
        doc="Burden below which a region does not mind.",
        source="placeholder until calibrated",
    )
    own: float = param(
        22.4,
        unit="1/yr",
        bounds=(2.0, 25.0),
        doc="Disputes a year of a region that shares all powers with a government of its colour.",
        source="fitted, docs/decisions/0009; comparative.md section 8: 2-8 suits per "
        "region-year, from counts of Italy and Spain, a third of disputes",
    )
    partisan: float = param(
        16.3,
        unit="1",
        bounds=(0.0, 20.0),
        doc="Increase of that rate from no partisan distance to the largest.",
        source="fitted, docs/decisions/0009; comparative.md S4.3 check 3: three times and more",
    )
    partisan_exponent: float = param(
        2.18,
        unit="1",
        bounds=(1.0, 2.5),
        doc="Exponent of partisan distance (eta).",
        source="fitted, docs/decisions/0009; comparative.md section 8: 1-2.5",
    )
    pending_half_life: float = param(
        0.5,
        unit="yr",
        bounds=(0.1, 2.0),
        doc="Time in which quarrel about a rule halves.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: DirectiveParams, draw: "Draw") -> "dict[str, Array]":
    r"""Issue the month's directive, dated or random.

    $$ b_r = b_t\,e^{\sigma\varepsilon_r-\sigma^2/2}, \qquad b_t\sim\mathrm{LogNormal} $$

    A region with competences $K$ has disputes of its own at rate
    $\lambda_oK(1+\lambda_p g^\eta)$, with $g=|l_r-l_t|/2$ its distance from the government. Those
    of one month are one package: of one weight, and answered in one way.

    **Reads** `rule_burden`, `rule_priority`, `rule_pending`, `competences`, `leaning`, `partisan`,
    `government_leaning`.
    **Writes** `burden`, `priority`, `disliked`, `rule_pending`, `partisan_distance`.
    **Random** issue, burden and priority of a directive; a weight, a dispute and its burden for
    each region.
    **Limits** no competences: national directives only.
    """
    dated = now["rule_burden"] > 0
    issued = draw.happens("issue", "centre", params.rate * now.years) | dated
    drawn = params.burden * jnp.exp(params.spread * draw.normal("burden", "centre"))
    national = jnp.where(dated, now["rule_burden"], jnp.where(issued, drawn, 0.0))
    wanted = jnp.where(dated, now["rule_priority"], draw.uniform("priority", "centre"))
    local = jnp.exp(
        params.difference * draw.normal("region", "region") - params.difference**2 / 2.0
    )
    apart = jnp.abs(now.tree.regions(now["leaning"]) - now["government_leaning"]) / 2.0
    distance = now["partisan"] * apart
    heat = 1.0 + params.partisan * distance**params.partisan_exponent
    rate = params.own * now.tree.regions(now["competences"]) * heat
    number = draw.count("collisions", "region", rate * now.years).astype(jnp.float32)
    stake = params.burden * jnp.exp(params.spread * draw.normal("stake", "region"))
    own = jnp.where(number > 0, stake, 0.0)
    from_above = national * local
    disliked = (from_above > params.tolerance) + number * (own > params.tolerance)
    fading = now["rule_pending"] * (jnp.exp2(-now.years / params.pending_half_life) - 1.0)
    return {
        "burden": jnp.maximum(from_above, own),
        "priority": wanted,
        "disliked": disliked,
        "rule_pending": fading + jnp.where(dated, now["rule_burden"], 0.0),
        "partisan_distance": distance,
    }


MECHANISM = Mechanism(
    name="ministries_issue_directives",
    phase="directives",
    says="A",
    params=DirectiveParams,
    reads=(
        "rule_burden",
        "rule_priority",
        "rule_pending",
        "competences",
        "leaning",
        "partisan",
        "government_leaning",
    ),
    writes=("burden", "priority", "disliked", "rule_pending", "partisan_distance"),
    act=act,
    refs=("comparative.md S4.2",),
)
