"""Where anger is about a rule, the streets overturn it within days: the ministry is blamed."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class StreetParams(Params):
    """How many people it takes, and how fast the centre gives in."""

    line: float = param(
        0.06,
        unit="1",
        bounds=(0.02, 0.3),
        doc="Burden of the rule times activism of the angriest region at which a reversal is as "
        "likely as not within a month.",
        source="placeholder until calibrated",
    )
    softness: float = param(
        0.012,
        unit="1",
        bounds=(0.005, 0.1),
        doc="Softness of that line.",
        source="placeholder until calibrated",
    )
    least: float = param(
        0.15,
        unit="1",
        bounds=(0.05, 0.5),
        doc="Burden below which nobody fights over a rule.",
        source="placeholder until calibrated",
    )
    median_days: float = param(
        6.0,
        unit="day",
        bounds=(1.0, 20.0),
        doc="Median time from first rally to reversal.",
        source="facts/kazakhstan.md section 5: 11 days (land), 2-4 days (fuel)",
    )
    spread: float = param(
        0.6,
        unit="1",
        bounds=(0.2, 1.0),
        doc="Log standard deviation of that time.",
        source="facts/kazakhstan.md section 5",
    )
    relief: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Share of stress that goes with the rule.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: StreetParams, draw: "Draw") -> "dict[str, Array]":
    """Reverse a contested national rule when one region is angry enough.

    **Reads** `rule_pending`, `activism`, `stress`.
    **Writes** `rule_pending`, `stress`, `street_reversal`, `street_days`.
    **Random** one uniform and one normal number a month.
    """
    angriest = jnp.max(now.tree.regions(now["activism"]))
    anger = angriest * now["rule_pending"]
    chance = jax.nn.sigmoid((anger - params.line) / params.softness)
    fought = now["rule_pending"] > params.least
    gives = fought & draw.happens("reversal", "centre", chance)
    reversal = gives.astype(jnp.float32)
    days = params.median_days * jnp.exp(params.spread * draw.normal("days", "centre"))
    return {
        "rule_pending": -reversal * now["rule_pending"],
        "stress": -reversal * params.relief * now["stress"],
        "street_reversal": reversal,
        "street_days": reversal * jnp.maximum(days, 1.0),
    }


MECHANISM = Mechanism(
    name="streets_overturn_rules",
    phase="crisis",
    says="AH",
    params=StreetParams,
    reads=("rule_pending", "activism", "stress"),
    writes=("rule_pending", "stress", "street_reversal", "street_days"),
    act=act,
    refs=("facts/kazakhstan.md section 5: Land Code 2016, fuel price 2022",),
)
