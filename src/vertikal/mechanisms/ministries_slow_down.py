"""Ministries slow down rather than quarrel: a bargain is a concession and a long delay."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class SlowParams(Params):
    """How long a ministry takes once it has agreed to take its time."""

    median_delay: float = param(
        1.0,
        unit="yr",
        bounds=(0.3, 4.0),
        doc="Median delay of a rule that is conceded by half.",
        source="placeholder until calibrated; published cases: 11 and 77 months",
    )
    spread: float = param(
        0.9,
        unit="1",
        bounds=(0.3, 1.5),
        doc="Log standard deviation of the delay.",
        source="placeholder until calibrated",
    )
    breakdown: float = param(
        0.03,
        unit="1",
        bounds=(0.0, 0.2),
        doc="Probability that the talks break down.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: SlowParams, draw: "Draw") -> "dict[str, Array]":
    r"""Settle the bargains: the ministry slows down, or the talks fail and the centre decides.

    Delay $\sim\mathrm{LogNormal}(\ln(\tau\,2\omega),\sigma)$: the more the region is conceded, the
    longer. Of the burden, $1-\omega$ reaches residents.

    **Reads** `bargained`, `concession`, `burden`, `court_odds`.
    **Writes** `slowed`, `slow_days`, `contested`, `centre_prevailed`, `burden_borne`.
    **Random** breakdown, delay and verdict, one each a region.
    """
    fails = draw.happens("breakdown", "region", params.breakdown).astype(jnp.float32)
    slowed = now["bargained"] * (1.0 - fails)
    broken = now["bargained"] * fails
    prevails = broken * (draw.uniform("verdict", "region") >= now["court_odds"])
    median = 365.25 * params.median_delay * 2.0 * now["concession"]
    days = median * jnp.exp(params.spread * draw.normal("delay", "region"))
    borne = slowed * (1.0 - now["concession"]) * now["burden"] + prevails * now["burden"]
    return {
        "slowed": slowed,
        "slow_days": slowed * days,
        "contested": broken,
        "centre_prevailed": prevails,
        "burden_borne": borne,
    }


MECHANISM = Mechanism(
    name="ministries_slow_down",
    phase="settlement",
    says="A",
    params=SlowParams,
    reads=("bargained", "concession", "burden", "court_odds"),
    writes=("slowed", "slow_days", "contested", "centre_prevailed", "burden_borne"),
    act=act,
    refs=("facts/kazakhstan.md section 5: digital television, single time zone",),
)
