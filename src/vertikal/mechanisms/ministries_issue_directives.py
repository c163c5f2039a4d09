"""Ministries issue directives; each weighs differently on each region."""

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
        source="comparative.md section 8: 2-8 per region-year",
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

    **Reads** `rule_burden`, `rule_priority`, `rule_pending`.
    **Writes** `burden`, `priority`, `disliked`, `rule_pending`.
    **Random** issue, burden and priority of a directive; one weight a region.
    """
    dated = now["rule_burden"] > 0
    issued = draw.happens("issue", "centre", params.rate * now.years) | dated
    drawn = params.burden * jnp.exp(params.spread * draw.normal("burden", "centre"))
    national = jnp.where(dated, now["rule_burden"], jnp.where(issued, drawn, 0.0))
    wanted = jnp.where(dated, now["rule_priority"], draw.uniform("priority", "centre"))
    local = jnp.exp(
        params.difference * draw.normal("region", "region") - params.difference**2 / 2.0
    )
    burden = national * local
    fading = now["rule_pending"] * (jnp.exp2(-now.years / params.pending_half_life) - 1.0)
    return {
        "burden": burden,
        "priority": jnp.where(issued, wanted, 0.0),
        "disliked": (burden > params.tolerance).astype(jnp.float32),
        "rule_pending": fading + jnp.where(dated, now["rule_burden"], 0.0),
    }


MECHANISM = Mechanism(
    name="ministries_issue_directives",
    phase="directives",
    says="A",
    params=DirectiveParams,
    reads=("rule_burden", "rule_priority", "rule_pending"),
    writes=("burden", "priority", "disliked", "rule_pending"),
    act=act,
    refs=("comparative.md S4.2",),
)
