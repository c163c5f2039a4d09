"""The elites sense risk in activism and in outsiders who win."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Origin
from vertikal.mechanisms._openness import CLOSED

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class RiskParams(Params):
    """What frightens the elites, and for how long."""

    by_activism: float = param(
        2.0,
        unit="1",
        bounds=(0.5, 6.0),
        doc="Risk seen in full activism.",
        source="placeholder until calibrated",
    )
    by_outsiders: float = param(
        1.0,
        unit="1",
        bounds=(0.0, 3.0),
        doc="Risk seen if outsiders hold all posts.",
        source="placeholder until calibrated",
    )
    memory: float = param(
        1.5,
        unit="yr",
        bounds=(0.5, 5.0),
        doc="Time scale on which risk is forgotten.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: RiskParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move perceived risk towards $\tfrac{1-D}{0.76}(k_A\bar A+k_o\bar o)$.

    It rises by half the gap a month and fades slowly. Where power changes hands by vote (openness
    $D$) nobody fears it; the divisor is Kazakhstan's $1-D$, a unit of account.

    **Reads** `risk`, `activism`, `origin`, `openness`. **Writes** `risk`. **Random** no.
    """
    del draw
    seen = params.by_activism * now.tree.nation(now["activism"])
    seen = seen + params.by_outsiders * jnp.mean((now["origin"] == Origin.OUTSIDER) * 1.0)
    seen = seen * (1.0 - now["openness"]) / (1.0 - CLOSED)
    gap = seen - now["risk"]
    return {"risk": jnp.where(gap > 0, 0.5 * gap, gap * now.years / params.memory)}


MECHANISM = Mechanism(
    name="elites_sense_risk",
    phase="mood",
    says="K",
    params=RiskParams,
    reads=("risk", "activism", "origin", "openness"),
    writes=("risk",),
    act=act,
    refs=("DESIGN, phases 7 and 8",),
)
