"""Residents choose between the incumbent, a rival from inside and an outsider."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.mechanisms._openness import CLOSED

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM", "log_odds"]


class LocalVoteParams(Params):
    """What brings residents to the polls for a head, and whom they choose."""

    start: float = param(
        -1.88,
        unit="logit",
        bounds=(-3.5, 0.5),
        doc="Log odds of turning out unasked.",
        source="fitted, docs/decisions/0009",
    )
    by_mobilisation: float = param(
        1.22,
        unit="logit",
        bounds=(1.0, 6.0),
        doc="Effect of full administrative mobilisation.",
        source="fitted, docs/decisions/0009",
    )
    by_smallness: float = param(
        0.8,
        unit="logit",
        bounds=(0.0, 2.5),
        doc="Effect of a place in which the head is a neighbour.",
        source="placeholder until calibrated; Geys (2006), Electoral Studies 25, 637-663 for sign",
    )
    by_choice: float = param(
        0.4,
        unit="logit",
        bounds=(0.0, 1.5),
        doc="Effect of an outsider on the ballot.",
        source="placeholder until calibrated",
    )
    by_trust: float = param(
        1.0,
        unit="logit",
        bounds=(0.0, 3.0),
        doc="Effect of trust in the count.",
        source="placeholder until calibrated",
    )
    place_noise: float = param(
        0.5,
        unit="logit",
        bounds=(0.1, 1.0),
        doc="Local luck of a campaign.",
        source="placeholder until calibrated",
    )
    incumbency: float = param(
        -0.318,
        unit="logit",
        bounds=(-0.5, 1.5),
        doc="Advantage of the sitting head.",
        source="fitted, docs/decisions/0009",
    )
    by_circle: float = param(
        1.92,
        unit="logit",
        bounds=(0.0, 3.0),
        doc="Help of a full circle for the sitting head.",
        source="fitted, docs/decisions/0009",
    )
    by_grievance: float = param(
        2.6,
        unit="logit",
        bounds=(0.0, 5.0),
        doc="Grievance against the sitting head.",
        source="fitted, docs/decisions/0009",
    )
    outsider: float = param(
        -1.91,
        unit="logit",
        bounds=(-2.0, 0.5),
        doc="Handicap of an outsider.",
        source="fitted, docs/decisions/0009",
    )
    by_openness: float = param(
        1.2,
        unit="logit",
        bounds=(0.0, 4.0),
        doc="Help of organised opposition for an outsider, from a closed regime to an open one.",
        source="fitted, docs/decisions/0009",
    )
    by_activism: float = param(
        2.7,
        unit="logit",
        bounds=(0.0, 12.0),
        doc="Help of activists for an outsider.",
        source="fitted, docs/decisions/0009",
    )
    taste: float = param(
        0.914,
        unit="logit",
        bounds=(0.3, 2.0),
        doc="Spread of candidates' appeal.",
        source="fitted, docs/decisions/0009",
    )


def log_odds(now: "View", params: LocalVoteParams, draw: "Draw", trust: "Array | float") -> "Array":
    """Log odds of turning out, in each unit, of residents with this trust and without a habit."""
    choice = (now["candidates_outside"] > 0).astype(jnp.float32)
    return (
        params.start
        + params.by_mobilisation * now["mobilisation"]
        + params.by_smallness * (1.0 - now["anonymity"])
        + params.by_choice * choice
        + params.by_trust * trust
        + params.place_noise * draw.noise("place", "unit")
    )


def act(now: "View", params: LocalVoteParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return honest turnout and the honest shares of incumbent, insider and outsider.

    Shares are a softmax of appeal; the best of $n$ rivals gains $\tfrac12\ln n$.

    **Reads** `direct_held`, `mobilisation`, `anonymity`, `trust`, `habit_local`, `circle`,
    `grievance`, `activism`, `openness`, `incumbent_runs`, `candidates_inside`,
    `candidates_outside`.
    **Writes** `turnout`, `honest_incumbent`, `honest_insider`, `honest_outsider`.
    **Random** four noise values a unit.
    """
    held = now["direct_held"]
    logit = log_odds(now, params, draw, now["trust"])
    turnout = jnp.clip(jax.nn.sigmoid(logit) + now["habit_local"], 0.0, 0.99)
    runs = now["incumbent_runs"]
    rivals = now["candidates_inside"].astype(jnp.float32) - runs
    outside = now["candidates_outside"].astype(jnp.float32)
    anger = now["grievance"] - 0.2
    appeals = (
        (
            runs,
            params.incumbency
            + params.by_circle * now["circle"]
            - params.by_grievance * anger
            + params.taste * draw.noise("incumbent", "unit"),
        ),
        (
            rivals,
            0.5 * jnp.log(jnp.maximum(rivals, 1.0)) + params.taste * draw.noise("insider", "unit"),
        ),
        (
            outside,
            params.outsider
            + params.by_activism * now["activism"]
            + params.by_openness * (now["openness"] - CLOSED)
            + 0.5 * params.by_grievance * anger
            + 0.5 * jnp.log(jnp.maximum(outside, 1.0))
            + params.taste * draw.noise("outsider", "unit"),
        ),
    )
    weights = now.once(*(jnp.where(n > 0, jnp.exp(u), 0.0) for n, u in appeals))
    total = jnp.maximum(sum(weights[1:], weights[0]), 1e-9)
    incumbent, insider, outsider = (held * w / total for w in weights)
    return {
        "turnout": held * turnout,
        "honest_incumbent": incumbent,
        "honest_insider": insider,
        "honest_outsider": outsider,
    }


MECHANISM = Mechanism(
    name="residents_choose_heads",
    phase="vote",
    says="EFH",
    params=LocalVoteParams,
    reads=(
        "direct_held",
        "mobilisation",
        "anonymity",
        "trust",
        "habit_local",
        "circle",
        "grievance",
        "activism",
        "openness",
        "incumbent_runs",
        "candidates_inside",
        "candidates_outside",
    ),
    writes=("turnout", "honest_incumbent", "honest_insider", "honest_outsider"),
    act=act,
    refs=("DESIGN, phase 6", "McFadden (1974), Frontiers in Econometrics, 105-142"),
    only_if="direct_due",
)
