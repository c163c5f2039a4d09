"""The centre cannot see everything: what it sees of a unit fades with distance and with circles."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class SightParams(Params):
    """How far the eye of the centre reaches."""

    decay: float = param(
        0.8,
        unit="1",
        bounds=(0.3, 1.5),
        doc="Loss of monitoring precision from the capital to the remotest unit (delta).",
        source="comparative.md section 8: .3-1.5",
    )
    blind_share: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Share of monitoring that a full circle takes away.",
        source="DESIGN, phase 2",
    )


def act(now: "View", params: SightParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return what the centre sees: $\kappa_t e^{-\delta d_i}(1-\tfrac12 c_i)$.

    **Reads** `state_capacity`, `remoteness`, `circle`. **Writes** `monitoring`. **Random** no.
    """
    del draw
    near = now["state_capacity"] * jnp.exp(-params.decay * now["remoteness"])
    return {"monitoring": near * (1.0 - params.blind_share * now["circle"])}


MECHANISM = Mechanism(
    name="centre_sees_what_is_near",
    phase="weighing",
    says="L",
    params=SightParams,
    reads=("state_capacity", "remoteness", "circle"),
    writes=("monitoring",),
    act=act,
    refs=("Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",),
)
