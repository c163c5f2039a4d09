"""Residents turn out for national votes: by stakes, habit, trust, and because they are brought."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM", "log_odds"]


class NationalVoteParams(Params):
    """What brings residents to a national vote."""

    start: float = param(
        -1.28,
        unit="logit",
        bounds=(-2.0, 0.5),
        doc="Log odds of turning out for a presidential vote unasked.",
        source="fitted, docs/decisions/0009",
    )
    parliament: float = param(
        -0.737,
        unit="logit",
        bounds=(-1.2, 0.0),
        doc="Lower stakes of a parliamentary vote.",
        source="fitted, docs/decisions/0009; Reif & Schmitt (1980), EJPR 8(1), 3-44: sign of "
        "second-order votes",
    )
    referendum: float = param(
        -0.35,
        unit="logit",
        bounds=(-1.0, 0.3),
        doc="Lower stakes of a referendum.",
        source="fitted, docs/decisions/0009",
    )
    by_mobilisation: float = param(
        4.87,
        unit="logit",
        bounds=(1.0, 8.0),
        doc="Effect of full administrative mobilisation.",
        source="fitted, docs/decisions/0009",
    )
    by_trust: float = param(
        1.0,
        unit="logit",
        bounds=(0.0, 3.0),
        doc="Effect of trust in the count.",
        source="placeholder until calibrated",
    )
    by_grievance: float = param(
        -0.836,
        unit="logit",
        bounds=(-3.0, 0.0),
        doc="Effect of grievance: exit, not voice.",
        source="fitted, docs/decisions/0009",
    )
    region_noise: float = param(
        0.203,
        unit="logit",
        bounds=(0.05, 0.5),
        doc="Campaign luck of a region.",
        source="fitted, docs/decisions/0009",
    )
    place_noise: float = param(
        0.3,
        unit="logit",
        bounds=(0.05, 0.6),
        doc="Campaign luck of a locality.",
        source="placeholder until calibrated",
    )


def log_odds(
    now: "View", params: NationalVoteParams, draw: "Draw", trust: "Array | float"
) -> "Array":
    """Log odds of turning out, in each unit, of residents with this trust and without a habit."""
    stakes = jnp.dot(
        now["vote_kind"], jnp.stack([jnp.zeros(()), params.parliament, params.referendum])
    )
    return (
        params.start
        + stakes
        + params.by_mobilisation * now["mobilisation"]
        + params.by_trust * trust
        + params.by_grievance * (now["grievance"] - 0.2)
        + params.region_noise * now.tree.spread(draw.noise("region", "region"))
        + params.place_noise * draw.noise("place", "unit")
    )


def act(now: "View", params: NationalVoteParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return honest turnout in every leaf, and means above.

    $$ y=\sigma(\tau_0+\tau_{kind}+\tau_mm+\tau_ss+\tau_g(g-0.2)+\varepsilon_r+\varepsilon_i)+H $$

    Habit $H$ is in probability units, as in field experiments.

    **Reads** `vote_kind`, `mobilisation`, `trust`, `grievance`, `habit_national`.
    **Writes** `national_honest`. **Random** one noise value a region and a unit.
    """
    logit = log_odds(now, params, draw, now["trust"])
    (turnout,) = now.once(jnp.clip(jax.nn.sigmoid(logit) + now["habit_national"], 0.0, 0.99))
    return {"national_honest": now.tree.lift(turnout)}


MECHANISM = Mechanism(
    name="residents_vote_nationally",
    phase="vote",
    says="I",
    params=NationalVoteParams,
    reads=("vote_kind", "mobilisation", "trust", "grievance", "habit_national"),
    writes=("national_honest",),
    act=act,
    refs=(
        "Coppock & Green (2016), AJPS 60(4), 1044-1062",
        "Reif & Schmitt (1980), EJPR 8(1), 3-44",
    ),
    only_if="national_vote",
)
