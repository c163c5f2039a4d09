"""Slices at a place that all histories of a block share: `vmap` would make gathers and scatters.

JAX turns a mapped `dynamic_slice` into a gather and a mapped `dynamic_update_slice` into a scatter,
which XLA's CPU compiler works off element by element, twenty times as slow. Where the place is not
mapped, the plain slice with one more axis is meant, and this says so.
"""

from typing import Any

import jax
import jax.numpy as jnp
from jax.custom_batching import custom_vmap
from jaxtyping import Array

__all__ = ["put", "take"]


def take(x: Array, start: tuple[Array, ...], size: tuple[int, ...]) -> Array:
    """Take the part of `size` that begins at `start` out of an array."""

    @custom_vmap
    def one(x: Array, start: tuple[Array, ...]) -> Array:
        lead = x.ndim - len(size)
        return jax.lax.dynamic_slice(x, (0,) * lead + start, x.shape[:lead] + size)

    @one.def_vmap
    def many(
        axis_size: int, in_batched: list[Any], x: Array, start: tuple[Array, ...]
    ) -> tuple[Array, bool]:
        del axis_size
        mapped, places = in_batched
        _shared(places)
        return take(x, start, size), mapped

    return one(x, start)


def put(x: Array, part: Array, start: tuple[Array, ...]) -> Array:
    """Return the array with `part` in place of what begins at `start`."""

    @custom_vmap
    def one(x: Array, part: Array, start: tuple[Array, ...]) -> Array:
        lead = x.ndim - len(start)
        return jax.lax.dynamic_update_slice(x, part, (0,) * lead + start)

    @one.def_vmap
    def many(
        axis_size: int, in_batched: list[Any], x: Array, part: Array, start: tuple[Array, ...]
    ) -> tuple[Array, bool]:
        mapped, new, places = in_batched
        _shared(places)
        x = x if mapped else _broadcast(x, axis_size)
        return put(x, part if new else _broadcast(part, axis_size), start), True

    return one(x, part, start)


def _shared(places: object) -> None:
    if any(jax.tree.leaves(places)):
        message = "a slice whose place differs between histories: use a gather"
        raise ValueError(message)


def _broadcast(x: Array, size: int) -> Array:
    return jnp.broadcast_to(x, (size, *x.shape))
