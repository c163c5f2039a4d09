"""An elected head is hard to dispose of: his mandate makes removal dear."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class ShieldParams(Params):
    """What a mandate is worth to the head who holds it."""

    premium: float = param(
        1.0,
        unit="1",
        bounds=(0.0, 4.0),
        doc="Extra cost of removing a head elected with all votes, relative to an appointed one "
        "(xi).",
        source="comparative.md section 8: calibrate so that removals stay rare; no count published",
    )
    by_court: float = param(
        50.0,
        unit="1",
        bounds=(2.0, 200.0),
        doc="The same where an independent court guards the mandate.",
        source="placeholder, raised from 10 when the first card of the United States had removals",
    )


def act(now: "View", params: ShieldParams, draw: "Draw") -> "dict[str, Array]":
    r"""Price the removal of each head above an appointed one's, where residents elect.

    $$ C_i=\xi v_i+\xi_JJ^2 $$

    **Reads** `mode`, `mandate`, `court_independence` $J$.
    **Writes** `removal_cost`, `removal_premium`. **Random** no.
    **Limits** $\xi=0$: an elected head costs no more than an appointed one.
    """
    del draw
    guarded = params.by_court * now["court_independence"] ** 2
    extra = (params.premium * now["mandate"] + guarded) * is_elected(now["mode"])
    return {"removal_cost": extra, "removal_premium": jnp.asarray(params.premium)}


MECHANISM = Mechanism(
    name="elections_shield_heads",
    phase="weighing",
    says="D",
    params=ShieldParams,
    reads=("mode", "mandate", "court_independence"),
    writes=("removal_cost", "removal_premium"),
    act=act,
    refs=("Interview, Vlast.kz 15 Nov 2024", "comparative.md section 7, interview mechanism"),
)
