"""Contested elections build trust in the count; falsification destroys it."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class TrustParams(Params):
    """What residents learn from an election."""

    gain: float = param(
        0.10,
        unit="1",
        bounds=(0.02, 0.3),
        doc="Gain from a fully contested election (mu).",
        source="placeholder until calibrated",
    )
    loss: float = param(
        0.6,
        unit="1",
        bounds=(0.1, 2.0),
        doc="Loss from ballots falsified for all adults (nu).",
        source="placeholder until calibrated",
    )


def act(now: "View", params: TrustParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move trust: $\Delta s=\mu(1-s)\,\text{contest}-\nu\,s\,\text{falsified}$.

    **Reads** `trust`, `new_contest`, `falsified`, `national_falsified`.
    **Writes** `trust`. **Random** no.
    **Limits** without elections trust stays where it is.
    """
    del draw
    contest = now.tree.reached(now["new_contest"])
    false = now.tree.reached(now["falsified"]) + now["national_falsified"]
    trust = now["trust"]
    change = params.gain * (1.0 - trust) * contest - params.loss * trust * false
    (moved,) = now.once(jnp.clip(trust + change, 0.0, 1.0))
    return {"trust": now.tree.lift(moved) - trust}


MECHANISM = Mechanism(
    name="counts_move_trust",
    phase="after the vote",
    says="FI",
    params=TrustParams,
    reads=("trust", "new_contest", "falsified", "national_falsified"),
    writes=("trust",),
    act=act,
    refs=("O'Brien & Han (2009), J. Contemporary China 18(60), 359-378", "DESIGN, phase 6"),
    only_if="ballots_due",
)
