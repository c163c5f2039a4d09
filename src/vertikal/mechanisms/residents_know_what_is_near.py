"""Residents know what their head does, the better the nearer he is, and what harms them."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class KnowledgeParams(Params):
    """How well residents know a head, and how they weigh what the centre asks of him."""

    information: float = param(
        0.8,
        unit="1",
        bounds=(0.4, 1.0),
        doc="How well residents know what a head at the lowest tier does (q).",
        source="comparative.md S1.2 and 8b: q = .8 passes the Chinese checks",
    )
    information_drop: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 0.8),
        doc="Share of that knowledge lost between the lowest and the highest tier.",
        source="comparative.md S1.3 check 6: lower q at higher tiers",
    )
    harm: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Harm that unpopular mandates do to residents, as they weigh it (h).",
        source="comparative.md 8b: h = .5",
    )


def act(now: "View", params: KnowledgeParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return what residents of each tier know: $q_k=q(1-d\,\eta_k)$, $\eta_k$ the tier's height.

    **Reads** `height`. **Writes** `local_knowledge`, `mandate_harm`. **Random** no.
    """
    del draw
    height = now.tree.by_tier(now["height"]) / jnp.asarray(now.tree.sizes, jnp.float32)
    return {
        "local_knowledge": params.information * (1.0 - params.information_drop * height),
        "mandate_harm": jnp.asarray(params.harm),
    }


MECHANISM = Mechanism(
    name="residents_know_what_is_near",
    phase="weighing",
    says="DL",
    params=KnowledgeParams,
    reads=("height",),
    writes=("local_knowledge", "mandate_harm"),
    act=act,
    refs=("Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",),
)
