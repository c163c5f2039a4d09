"""Residents act once enough others do: everything depends on them."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.mechanisms._openness import CLOSED

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM", "pull"]


class ActivismParams(Params):
    """What brings a resident to act in public."""

    by_grievance: float = param(
        0.6,
        unit="1",
        bounds=(0.2, 1.2),
        doc="Pull of grievance (beta_g).",
        source="placeholder until calibrated",
    )
    by_habit: float = param(
        0.1,
        unit="1",
        bounds=(0.0, 0.5),
        doc="Pull of the habit of voting (beta_H).",
        source="placeholder until calibrated",
    )
    by_trust: float = param(
        0.1,
        unit="1",
        bounds=(0.0, 0.5),
        doc="Pull of trust that acting matters (beta_s).",
        source="placeholder until calibrated",
    )
    by_neighbours: float = param(
        0.3,
        unit="1",
        bounds=(0.0, 0.8),
        doc="Pull of activism in the locality of a closed regime (beta_A).",
        source="placeholder until calibrated",
    )
    by_nation: float = param(
        0.25,
        unit="1",
        bounds=(0.0, 0.8),
        doc="Pull of activism in the country, in a closed regime.",
        source="placeholder until calibrated",
    )
    by_town: float = param(
        0.06,
        unit="1",
        bounds=(0.0, 0.2),
        doc="Pull of living in a town.",
        source="placeholder until calibrated",
    )
    by_fear: float = param(
        0.4,
        unit="1",
        bounds=(0.1, 0.8),
        doc="Push of fear.",
        source="placeholder until calibrated",
    )
    by_ballot: float = param(
        0.4,
        unit="1",
        bounds=(0.0, 0.8),
        doc="Push of openness beyond a closed regime's: who can vote them out need not march.",
        source="Eisinger (1973), APSR 67(1), 11-28: protest peaks between open and closed; size a "
        "placeholder",
    )
    threshold: float = param(
        0.4,
        unit="1",
        bounds=(0.25, 0.45),
        doc="Mean threshold of residents (theta).",
        source="comparative.md section 8: mean .25-.45",
    )
    spread: float = param(
        0.1,
        unit="1",
        bounds=(0.06, 0.12),
        doc="Scale of the logistic distribution of thresholds; sd is 1.81 times this.",
        source="comparative.md section 8: sd .1-.2",
    )
    speed: float = param(
        0.6,
        unit="1/month",
        bounds=(0.2, 1.0),
        doc="Share of the way to the new level that activism goes in a month.",
        source="placeholder until calibrated",
    )


def pull(
    now: "View", params: ActivismParams, habit: "Array | float", trust: "Array | float"
) -> "Array":
    """What pulls residents of each unit with these habits and this trust to act."""
    activism = now["activism"]
    nation = now.tree.nation(activism)
    open_beyond = jnp.maximum(now["openness"] - CLOSED, 0.0)
    hidden = 1.0 - open_beyond / (1.0 - CLOSED)
    return (
        params.by_grievance * now["grievance"]
        + params.by_habit * habit
        + params.by_trust * trust
        + hidden * (params.by_neighbours * activism + params.by_nation * nation)
        + params.by_town * now["urban"]
        + now["temper"]
        - params.by_fear * now["fear"]
        - params.by_ballot * open_beyond
    )


def act(now: "View", params: ActivismParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move activism towards the share whose threshold is passed.

    $$ A_i\to F\big(\beta_gg_i+\beta_HH_i+\beta_ss_i+\beta_AA_i+\beta_{\bar A}\bar A
       +\beta_uu_i+\epsilon_i-\beta_ff_i-\beta_D(D-D_0)_+-\theta\big) $$

    with $F$ logistic and binomial noise of the locality's size. Others' acts pull because they tell
    what people hid ($A$ is taken times $h=1-(D-D_0)_+/(1-D_0)$): where everybody speaks freely
    there is nothing to learn from them (Kuran 1991; Makowsky & Rubin 2013).

    **Reads** `activism`, `grievance`, `habit_national`, `habit_local`, `trust`, `urban`, `temper`,
    `fear`, `openness` $D$. **Writes** `activism`. **Random** one noise value a unit.
    **Limits** where $h(\beta_A+\beta_{\bar A})$ exceeds four times the spread a cascade can run.
    """
    activism = now["activism"]
    habit = now["habit_national"] + now["habit_local"]
    moved_by = pull(now, params, habit, now["trust"])
    ready = jax.nn.sigmoid((moved_by - params.threshold) / params.spread)
    noise = jnp.sqrt(ready * (1.0 - ready) / jnp.maximum(now.tree.adults, 1.0))
    target = ready + noise * draw.noise("noise", "unit")
    (moved,) = now.once(jnp.clip(activism + params.speed * (target - activism), 0.0, 1.0))
    return {"activism": now.tree.lift(moved) - activism}


MECHANISM = Mechanism(
    name="activism_cascades",
    phase="activism",
    says="HI",
    params=ActivismParams,
    reads=(
        "activism",
        "grievance",
        "habit_national",
        "habit_local",
        "trust",
        "urban",
        "temper",
        "fear",
        "openness",
    ),
    writes=("activism",),
    act=act,
    refs=(
        "Eisinger (1973), APSR 67(1), 11-28",
        "Granovetter (1978), AJS 83(6), 1420-1443",
        "Kuran (1991), World Politics 44(1), 7-48",
        "Makowsky & Rubin (2013), PLoS ONE 8(11), e80380",
    ),
)
