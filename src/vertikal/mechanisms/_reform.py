"""What changes when a tier enters a stage of reform: shared by all who decide on it."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.fields import Stage

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import View

__all__ = ["REFORM_FIELDS", "entered"]

REFORM_FIELDS = ("reform_stage", "reform_age", "reform_mode", "mode_before", "experience")
"""Fields that a change of stage touches."""


def entered(
    now: "View", where: "Array", stage: "Array | int", *, mode: "Array"
) -> "dict[str, Array]":
    """Increments that put the tiers `where` into `stage`, with `mode` as the goal."""
    stage = jnp.broadcast_to(jnp.asarray(stage, jnp.int32), where.shape)
    began = where & ((stage == Stage.PILOT) | (stage == Stage.ROLLOUT))
    fresh = began & (mode != now["reform_mode"])
    return {
        "reform_stage": jnp.where(where, stage - now["reform_stage"], 0),
        "reform_age": jnp.where(where, -now["reform_age"], 0.0),
        "reform_mode": jnp.where(where, mode - now["reform_mode"], 0),
        "mode_before": jnp.where(fresh, now["reform_mode"] - now["mode_before"], 0),
        "experience": (where & (stage == Stage.PILOT)).astype(jnp.float32),
    }
