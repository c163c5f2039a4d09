"""Heads serve: tenure grows, terms run out, appointees are confirmed anew."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params
from vertikal.fields import Mode, Stage
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class TermParams(Params):
    """The law sets the terms: nothing is uncertain here."""


def act(now: "View", params: TermParams, draw: "Draw") -> "dict[str, Array]":
    """Count months; flag the terms that end; renew those of appointees.

    **Reads** `tenure`, `term_left`, `mode`, `term_months`, `national_vote`,
    `reform_stage`.
    **Writes** `tenure`, `term_left`, `terms_ending`, `direct_due`, `assembly_due`,
    `ballots_due`, `pilot_running`. **Random** no.
    """
    del params, draw
    left = now["term_left"] - 1
    ending = (left <= 0).astype(jnp.float32)
    full = now["term_months"].astype(jnp.int32)
    renewed = jnp.where((left <= 0) & (now["mode"] == Mode.APPOINTED), full, left)
    direct = ending * is_elected(now["mode"])
    indirect = ending * (now["mode"] == Mode.INDIRECT)
    return {
        "tenure": jnp.full_like(now["tenure"], now.years),
        "term_left": renewed - now["term_left"],
        "terms_ending": ending,
        "direct_due": jnp.max(direct),
        "assembly_due": jnp.max(indirect),
        "pilot_running": jnp.max((now["reform_stage"] == Stage.PILOT).astype(jnp.float32)),
        "ballots_due": jnp.maximum(jnp.max(direct), now["national_vote"]),
    }


MECHANISM = Mechanism(
    name="heads_serve_terms",
    phase="rule",
    says="J",
    params=TermParams,
    reads=("tenure", "term_left", "mode", "term_months", "national_vote", "reform_stage"),
    writes=(
        "tenure",
        "term_left",
        "terms_ending",
        "direct_due",
        "assembly_due",
        "ballots_due",
        "pilot_running",
    ),
    act=act,
    refs=("facts/kazakhstan.md section 4.2: legal rotation of four years",),
)
