"""How a history starts: what the scenario fixes, and what is drawn because nobody knows it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Draw, Params, Tree
from vertikal.fields import Mode, Origin, Stage

if TYPE_CHECKING:
    from jaxtyping import Array

__all__ = ["initial"]

OLD = 20.0
"""Age in years of a procedure that is the law when the scenario opens."""

TEMPER = 0.03
"""Standard deviation of a region's lasting readiness to act, on the scale of thresholds."""


def initial(
    params: Mapping[str, Params], statics: "Mapping[str, Array]", tree: Tree, draw: Draw
) -> "dict[str, Array]":
    """Draw the first stocks of a history.

    Terms end uniformly over the coming term; tenures are exponential; circles, autonomy and fear
    start near their fixed points, so that the first years are not a transient of the model's own
    making. `statics` carries `start_*` values that the scenario fixes.
    """
    term = statics["term_months"]
    mode = statics["start_mode"].astype(jnp.int32)
    openness = statics["start_openness"]
    left = jnp.ceil(draw.uniform("term", "unit") * term).astype(jnp.int32)
    tenure = jnp.minimum(2.0 * draw.exponential("tenure", "unit"), 8.0)
    patronage = tree.spread(draw.normal("patronage", "region"))
    bent = getattr(params.get("heads_build_circles"), "patronage", 0.0)
    circle = 0.45 + 0.2 * statics["rent_dependence"] + 0.15 * (draw.uniform("circle", "unit") - 0.5)
    circle = jnp.clip(circle + 0.12 * bent * patronage, 0.05, 0.95)
    origin = jnp.where(draw.happens("origin", "unit", 0.3), Origin.FORMER_HEAD, Origin.OFFICIAL)
    temper = TEMPER * tree.spread(draw.normal("temper", "region"))
    elected = mode >= Mode.FILTERED
    activism = jnp.full_like(term, 0.02)
    return {
        "mode": mode,
        "term_left": left,
        "tenure": tenure,
        "origin": origin,
        "mandate": jnp.where(elected, 0.6, 0.0),
        "acting": jnp.zeros_like(term),
        "circle": circle,
        "autonomy": jnp.full_like(term, 0.4),
        "contest": jnp.where(elected, openness, 0.0),
        "direct_elections": elected.astype(jnp.float32),
        "in_pilot": jnp.zeros_like(term),
        "honesty": jnp.where(elected, 0.7 + 0.3 * openness, 1.0),
        "popular_service": jnp.zeros_like(term),
        "mandate_service": jnp.zeros_like(term),
        "neutral_service": jnp.zeros_like(term),
        "temper": temper,
        "patronage": patronage,
        "grievance": jnp.full_like(term, 0.25),
        "fear": jnp.full_like(term, 0.6 * (1.0 - openness)),
        "activism": activism,
        "habit_national": jnp.full_like(term, 0.08),
        "habit_local": jnp.zeros_like(term),
        "trust": jnp.full_like(term, openness),
        "stress": jnp.zeros(()),
        "rule_pending": jnp.zeros(()),
        "openness": openness,
        "narrative": jnp.zeros(()),
        "risk": jnp.asarray(0.05),
        "approval": jnp.asarray(0.5),
        "reform_pressure": jnp.zeros(()),
        "reform_stage": statics["start_stage"].astype(jnp.int32),
        "option_wave": jnp.zeros(len(tree.sizes)),
        "reform_age": jnp.where(statics["start_stage"] == Stage.ROLLOUT, OLD, 2.0),
        "reform_mode": statics["start_tier_mode"].astype(jnp.int32),
        "mode_before": jnp.full(len(tree.sizes), Mode.APPOINTED, jnp.int32),
        "experience": statics["start_experience"],
        "docket_won": jnp.zeros(()),
        "docket_lost": jnp.zeros(()),
        "docket_burden": jnp.zeros(()),
    }
