"""Small whole numbers for what a resident carries, and how they are rounded without a bias."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

if TYPE_CHECKING:
    from jaxtyping import Array

__all__ = ["MOODS", "NOBODY", "STEPS", "THRESHOLD_STEPS", "code_of", "threshold_code", "value_of"]

STEPS = 255.0
"""Habits and trust are kept in steps of 1/255."""
THRESHOLD_STEPS = 12.0
"""Thresholds are kept in twelfths of the scale of their logistic distribution."""
MOODS = 256
"""Moods of a month within a step of a threshold."""
NOBODY = 127
"""Code of the threshold in an empty place: none that pull could pass."""


def threshold_code(u: "Array") -> "Array":
    """Lasting part of logistic thresholds, from uniform numbers in (0, 1).

    One resident in 40,000 lies beyond the lowest step, and one in 38,000 beyond the highest.
    """
    z = jnp.log(u) - jnp.log1p(-u)
    return jnp.clip(jnp.floor(z * THRESHOLD_STEPS), -NOBODY, NOBODY - 1).astype(jnp.int8)


def code_of(share: "Array", u: "Array") -> "Array":
    """Shares as codes, rounded up with the probability that keeps their mean; `u` in [0, 1)."""
    up = (share * STEPS + u).astype(jnp.int32)  # of a number that is not negative: the floor
    return jnp.clip(up, 0, int(STEPS)).astype(jnp.uint8)


def value_of(code: "Array") -> "Array":
    """What a code stands for."""
    return code.astype(jnp.int32).astype(jnp.float32) * jnp.float32(1.0 / STEPS)
