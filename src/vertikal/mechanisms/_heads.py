"""What changes when one head follows another: shared by every mechanism that replaces heads."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.fields import Mode

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import View

__all__ = ["BY_ELECTION_MONTHS", "HEAD_FIELDS", "appointed", "is_elected", "seated"]

HEAD_FIELDS = ("tenure", "origin", "mandate", "term_left", "acting")
"""Fields that a change of head touches."""

BY_ELECTION_MONTHS = 3
"""Months from an early vacancy to the vote; Talgar: vacancy in October 2024, vote in December."""


def is_elected(mode: "Array") -> "Array":
    """1 where residents elect the head."""
    return (mode >= Mode.FILTERED).astype(jnp.float32)


def seated(
    now: "View",
    where: "Array",
    *,
    origin: "Array | int",
    mandate: "Array | float",
    term: "Array",
    acting: "Array | float" = 0.0,
) -> "dict[str, Array]":
    """Increments that put a new head in office in the units `where` (0 or 1)."""
    (where,) = now.once(where)
    new = where > 0
    values = {
        "tenure": 0.0,
        "origin": origin,
        "mandate": mandate,
        "term_left": term,
        "acting": acting,
    }
    return {
        name: jnp.where(new, jnp.asarray(value, now[name].dtype) - now[name], 0)
        for name, value in values.items()
    }


def appointed(now: "View", where: "Array", origin: "Array | int") -> "dict[str, Array]":
    """Increments after a head leaves early: a successor where heads are appointed, else an acting
    head until the assembly or the residents choose.
    """  # noqa: D205 - one sentence over two lines
    acting = (now["mode"] > Mode.APPOINTED).astype(jnp.float32)
    full = now["term_months"].astype(jnp.int32)
    return seated(
        now,
        where,
        origin=origin,
        mandate=0.0,
        term=jnp.where(acting > 0, BY_ELECTION_MONTHS, full),
        acting=acting,
    )
