"""Fear settles at what the regime's openness allows; after repression it fades slowly."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class FearParams(Params):
    """How much people fear, and for how long."""

    closed: float = param(
        0.6,
        unit="1",
        bounds=(0.2, 1.0),
        doc="Fear at rest in a fully closed regime.",
        source="placeholder until calibrated",
    )
    memory: float = param(
        1.5,
        unit="yr",
        bounds=(0.5, 4.0),
        doc="Time scale on which fear fades.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: FearParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move fear towards $f_0(1-D)$.

    **Reads** `fear`, `openness` $D$. **Writes** `fear`. **Random** no.
    **Fixed point** $f_0(1-D)$.
    """
    del draw
    rest = params.closed * (1.0 - now["openness"])
    return {"fear": now.years * (rest - now["fear"]) / params.memory}


MECHANISM = Mechanism(
    name="fear_settles",
    phase="residents",
    says="H",
    params=FearParams,
    reads=("fear", "openness"),
    writes=("fear",),
    act=act,
    refs=("Kuran (1991), World Politics 44(1), 7-48",),
)
