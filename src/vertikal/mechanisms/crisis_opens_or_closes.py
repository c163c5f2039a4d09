"""When the country is in the streets the regime concedes or represses.

Mobilised habit and outsiders among the heads make a peaceful opening likelier.
"""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Origin

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class CrisisParams(Params):
    """What the regime does when the country is in the streets."""

    line: float = param(
        0.15,
        unit="1",
        bounds=(0.05, 0.3),
        doc="National activism that makes a crisis of a closed regime (D = 0).",
        source="placeholder until calibrated",
    )
    concede: float = param(
        -1.5,
        unit="logit",
        bounds=(-4.0, 1.0),
        doc="Log odds of conceding, all else zero.",
        source="placeholder until calibrated",
    )
    by_habit: float = param(
        3.0,
        unit="logit",
        bounds=(0.0, 8.0),
        doc="Effect of mobilised habit.",
        source="placeholder until calibrated; Miller (2013) for the sign",
    )
    by_elites: float = param(
        4.0,
        unit="logit",
        bounds=(0.0, 10.0),
        doc="Effect of outsiders among the heads.",
        source="placeholder until calibrated; Gilley (2010) for the sign",
    )
    by_capacity: float = param(
        -2.0,
        unit="logit",
        bounds=(-5.0, 0.0),
        doc="Effect of the centre's capacity.",
        source="placeholder until calibrated",
    )
    opening: float = param(
        0.05,
        unit="1",
        bounds=(0.02, 0.3),
        doc="Rise of openness when the regime concedes.",
        source="placeholder until calibrated",
    )
    closing: float = param(
        0.01,
        unit="1",
        bounds=(0.0, 0.1),
        doc="Fall of openness when it represses.",
        source="placeholder until calibrated",
    )
    terror: float = param(
        0.3,
        unit="1",
        bounds=(0.1, 0.7),
        doc="Rise of fear when it represses.",
        source="placeholder until calibrated",
    )
    calm: float = param(
        0.3,
        unit="1",
        bounds=(0.05, 0.8),
        doc="Share of activism left once the regime has answered.",
        source="placeholder until calibrated",
    )
    demand: float = param(
        1.0,
        unit="1",
        bounds=(0.0, 2.0),
        doc="Demand for visible change after a crisis.",
        source="Interview: after January 2022 reforms came, formally",
    )


def act(now: "View", params: CrisisParams, draw: "Draw") -> "dict[str, Array]":
    r"""Resolve a crisis: concede with probability
    $\sigma(c_0+c_H\bar H+c_o\bar o+c_\kappa\kappa)$, else repress. It is one if
    $(1-D)\bar A$ passes the line: who lets people assemble is not shaken by it.

    **Reads** `activism`, `habit_national`, `habit_local`, `origin`, `state_capacity`, `fear`,
    `stress`, `openness` $D$.
    **Writes** `crisis`, `conceded`, `repressed`, `openness`, `fear`, `activism`, `stress`,
    `reform_pressure`. **Random** one uniform a month.
    """  # noqa: D205 - one sentence with an equation
    tree = now.tree
    crisis = (1.0 - now["openness"]) * tree.nation(now["activism"]) > params.line
    habit = tree.nation(now["habit_national"] + now["habit_local"])
    outsiders = jnp.mean((now["origin"] == Origin.OUTSIDER) * 1.0)
    odds = (
        params.concede
        + params.by_habit * habit
        + params.by_elites * outsiders
        + params.by_capacity * now["state_capacity"]
    )
    yields = crisis & draw.happens("response", "centre", jax.nn.sigmoid(odds))
    conceded = yields.astype(jnp.float32)
    repressed = (crisis & ~yields).astype(jnp.float32)
    return {
        "crisis": crisis.astype(jnp.float32),
        "conceded": conceded,
        "repressed": repressed,
        "openness": conceded * params.opening - repressed * params.closing,
        "fear": jnp.full_like(now["fear"], repressed * params.terror),
        "activism": (conceded + repressed) * (params.calm - 1.0) * now["activism"],
        "stress": -(conceded + repressed) * 0.5 * now["stress"],
        "reform_pressure": crisis * params.demand,
    }


MECHANISM = Mechanism(
    name="crisis_opens_or_closes",
    phase="crisis",
    says="I",
    params=CrisisParams,
    reads=(
        "activism",
        "habit_national",
        "habit_local",
        "origin",
        "state_capacity",
        "fear",
        "stress",
        "openness",
    ),
    writes=(
        "crisis",
        "conceded",
        "repressed",
        "openness",
        "fear",
        "activism",
        "stress",
        "reform_pressure",
    ),
    act=act,
    refs=("Gilley (2010), Democratization 17(3), 389-415", "Miller (2013), BJPS 43(3)"),
)
