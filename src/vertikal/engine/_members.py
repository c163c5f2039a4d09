"""The axis over the histories of a block."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

__all__ = ["MEMBER_AXIS", "any_member"]

MEMBER_AXIS = "member"
"""Name of the mapped axis over histories, for `only_if`."""


def any_member(flag: Array) -> Array:
    """True if a flag is up in any history of the block: a condition that a branch can hang on."""
    return jax.lax.pmax(jnp.asarray(flag, jnp.float32), MEMBER_AXIS) > 0
