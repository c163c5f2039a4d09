"""Heads build their own circles, faster where money comes from above, if nobody stops them."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class CircleParams(Params):
    """How fast a patronage network grows, and what undoes it."""

    by_tenure: float = param(
        0.108,
        unit="1/yr^2",
        bounds=(0.02, 0.2),
        doc="Growth of a circle per year in office and year (gamma_c).",
        source="fitted, docs/decisions/0009",
    )
    patronage: float = param(
        0.903,
        unit="1",
        bounds=(0.0, 1.2),
        doc="Log growth where local society lends itself to patronage, per standard deviation.",
        source="fitted, docs/decisions/0009; comparative.md 8b: a region effect steep in "
        "falsification; size a placeholder",
    )
    by_rents: float = param(
        0.0717,
        unit="1/yr",
        bounds=(0.0, 0.4),
        doc="Growth where the whole budget comes from above (gamma_R).",
        source="fitted, docs/decisions/0009; Gervasoni (2010) for the sign",
    )
    by_account: float = param(
        0.785,
        unit="1/yr",
        bounds=(0.2, 3.0),
        doc="Decay where the head answers for everything (gamma_a).",
        source="fitted, docs/decisions/0009",
    )
    inherited: float = param(
        0.7,
        unit="1",
        bounds=(0.3, 1.0),
        doc="Share of a circle that passes to the successor.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: CircleParams, draw: "Draw") -> "dict[str, Array]":
    r"""Grow and erode circles.

    $$ \dot c=\gamma_c e^{\gamma_P P}(1-c)\,\tau+\gamma_R R(1-c)-\gamma_a\,\alpha\,c $$

    In the first month of a new head the circle shrinks to the inherited share.

    **Reads** `circle`, `tenure` $\tau$, `patronage` $P$, `rent_dependence` $R$,
    `accountability` $\alpha$.
    **Writes** `circle`. **Random** no.
    **Fixed point** $c^*=g/(g+\gamma_a\alpha)$ with $g=\gamma_ce^{\gamma_PP}\tau+\gamma_R R$.
    """
    del draw
    circle = now["circle"]
    bent = jnp.exp(params.patronage * now["patronage"])
    growth = params.by_tenure * bent * now["tenure"] + params.by_rents * now["rent_dependence"]
    change = growth * (1.0 - circle) - params.by_account * now["accountability"] * circle
    lost = jnp.where(now["tenure"] <= 0.0, (params.inherited - 1.0) * circle, 0.0)
    return {"circle": now.years * change + lost}


MECHANISM = Mechanism(
    name="heads_build_circles",
    phase="rule",
    says="L",
    params=CircleParams,
    reads=("circle", "tenure", "patronage", "rent_dependence", "accountability"),
    writes=("circle",),
    act=act,
    refs=("Gervasoni (2010), World Politics 62(2), 302-340", "DESIGN, phase 3"),
)
