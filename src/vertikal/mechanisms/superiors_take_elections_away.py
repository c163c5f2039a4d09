"""Where the law lets them, superiors take elections away one by one, and in waves."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode, Origin
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AbolitionParams(Params):
    """Whose election a superior takes away, and when."""

    start: float = param(
        -1.75,
        unit="logit",
        bounds=(-4.0, -1.0),
        doc="Log odds a year of abolition, all else zero.",
        source="fitted, docs/decisions/0009; comparative.md section 8: .05-.12 a year "
        "(Russian capitals between waves), -2.9 to -2.0; the bounds are wider and the value lies "
        "above, because circles and activism take from it",
    )
    wave: float = param(
        3.33,
        unit="logit",
        bounds=(0.9, 3.5),
        doc="Effect of a law that has just let superiors decide (theta_w).",
        source="fitted, docs/decisions/0009; comparative.md section 8: 2.5-6 times the base hazard "
        "over a wave, 0.9 to 1.8; bounds and value go beyond, because the impulse fades within it",
    )
    wave_half_life: float = param(
        1.66,
        unit="yr",
        bounds=(0.3, 3.0),
        doc="Time in which that impulse halves.",
        source="fitted, docs/decisions/0009; comparative.md S2.1: waves of about two years",
    )
    by_machine: float = param(
        -0.233,
        unit="logit",
        bounds=(-4.0, 0.0),
        doc="Protection of a loyal head by a full circle: he delivers.",
        source="fitted, docs/decisions/0009; Reuter et al. (2016), CPS 49(9), 1151-1183: sign",
    )
    by_disloyal_machine: float = param(
        1.5,
        unit="logit",
        bounds=(0.0, 4.0),
        doc="What a full circle costs a head from outside.",
        source="Harvey (2022) in comparative.md S2.1 fact 8: sign",
    )
    by_activism: float = param(
        -4.0,
        unit="logit",
        bounds=(-12.0, 0.0),
        doc="Protection by active residents.",
        source="Golosov et al. (2016) in comparative.md S2.1 fact 9: sign",
    )
    restoration: float = param(
        0.004,
        unit="1/yr",
        bounds=(0.001, 0.006),
        doc="Rate at which an abolished election comes back.",
        source="comparative.md section 8: .1-.6 % a year, 2 of about 75",
    )


def act(now: "View", params: AbolitionParams, draw: "Draw") -> "dict[str, Array]":
    r"""Abolish single elections where the law leaves them to superiors; restore a few.

    $$ h_i=\sigma\big(\theta_0+\theta_w w_k+\theta_m c_i\mathbb 1[\text{insider}]
       +\theta_d c_i\mathbb 1[\text{outsider}]+\theta_A A_i\big) $$

    The head serves out his term; the next one is appointed.

    **Reads** `option_open`, `option_opened`, `option_wave`, `mode`, `reformable`, `circle`,
    `origin`, `activism`, `direct_elections`.
    **Writes** `option_wave`, `abolished`, `restored`, `elected_change`, `mode`.
    **Random** one uniform a unit.
    """
    tree = now.tree
    wave = now["option_wave"]
    outside = now["origin"] == Origin.OUTSIDER
    machine = jnp.where(outside, params.by_disloyal_machine, params.by_machine) * now["circle"]
    odds = (
        params.start
        + params.wave * tree.of_tier(wave)
        + machine
        + params.by_activism * now["activism"]
    )
    able = tree.of_tier(now["option_open"]) * now["reformable"] > 0
    u = draw.uniform("decision", "unit")
    elected = now["mode"] >= Mode.FILTERED
    abolished = able & elected & (u < jax.nn.sigmoid(odds) * now.years)
    once = (now["direct_elections"] > 0) & ~elected
    restored = able & once & (u < params.restoration * now.years)
    after = jnp.where(abolished, Mode.APPOINTED, jnp.where(restored, Mode.FILTERED, now["mode"]))
    fading = wave * (jnp.exp2(-now.years / params.wave_half_life) - 1.0)
    return {
        "option_wave": fading + now["option_opened"],
        "abolished": abolished.astype(jnp.float32),
        "restored": restored.astype(jnp.float32),
        "elected_change": is_elected(after) - is_elected(now["mode"]),
        "mode": after - now["mode"],
    }


MECHANISM = Mechanism(
    name="superiors_take_elections_away",
    phase="rollback",
    says="K",
    params=AbolitionParams,
    reads=(
        "option_open",
        "option_opened",
        "option_wave",
        "mode",
        "reformable",
        "circle",
        "origin",
        "activism",
        "direct_elections",
    ),
    writes=("option_wave", "abolished", "restored", "elected_change", "mode"),
    act=act,
    refs=(
        "Reuter, Buckley, Shubenkova & Garifullina (2016), CPS 49(9), 1151-1183",
        "comparative.md S2.2",
    ),
    only_if="option_law",
)
