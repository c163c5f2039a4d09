"""The centre rotates heads, often several at once; a new governor brings his own people."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode, Origin
from vertikal.mechanisms._heads import HEAD_FIELDS, appointed

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


USUAL_YEARS = 2.0
"""Time in office at which the rate is the ordinary one; a unit of account for `ageing`."""


FRESH_YEARS = 0.5
"""Time in which a new superior brings his own people."""


class RotationParams(Params):
    """How often heads are moved without any scandal."""

    rate: float = param(
        0.33,
        unit="1/yr",
        bounds=(0.1, 0.6),
        doc="Ordinary replacement of an appointed head, per year.",
        source="facts/kazakhstan.md 4.2: about three years in practice",
    )
    ageing: float = param(
        0.9,
        unit="1",
        bounds=(0.0, 1.0),
        doc="How far rotation of appointees waits: 0, as likely on the first day as later; 1, in "
        "proportion to time in office.",
        source="facts/kazakhstan.md 4.2: legal rotation after four years, about three in practice",
    )
    wave_share: float = param(
        0.12,
        unit="1",
        bounds=(0.02, 0.5),
        doc="Share of months with a reshuffle.",
        source="placeholder until calibrated; four at once in 2017, 2022 and 2023",
    )
    wave: float = param(
        4.0,
        unit="1",
        bounds=(1.0, 10.0),
        doc="Factor on the rate in such a month.",
        source="placeholder until calibrated",
    )
    handover: float = param(
        5.0,
        unit="1",
        bounds=(1.0, 12.0),
        doc="Factor on the rate after a presidential vote, when appointees serve at pleasure anew.",
        source="placeholder until calibrated",
    )
    own_people: float = param(
        3.0,
        unit="1",
        bounds=(1.0, 8.0),
        doc="Factor on the rate below a head in his first half year.",
        source="placeholder until calibrated; Interview: heads build their own circles",
    )
    indirect: float = param(
        0.45,
        unit="1",
        bounds=(0.1, 1.0),
        doc="Rate of early departure of heads chosen by an assembly, relative to appointees.",
        source="facts/kazakhstan.md 3.1: of 2,454 heads chosen in August 2013, 1,416 stayed a term",
    )
    elected: float = param(
        0.2,
        unit="1",
        bounds=(0.05, 1.0),
        doc="Rate of early departure of elected heads, relative to appointees.",
        source="placeholder until calibrated; some left in less than a year",
    )
    entrenched: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 2.0),
        doc="Relative increase of the rate from no circle to a full one.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: RotationParams, draw: "Draw") -> "dict[str, Array]":
    """Replace heads at a rate that depends on season, tier above, mode and circle.

    **Reads** `mode`, `circle`, `handover`, `removed`, `terms_ending`, `term_months`, `tier_index`,
    the fields of heads.
    **Writes** `rotated`, the fields of heads.
    **Random** one reshuffle a month; departure and successor's origin for each unit.
    **Limits** without waves, circles and ageing, tenure is exponential with mean 1/rate.
    """
    season = jnp.where(draw.happens("reshuffle", "centre", params.wave_share), params.wave, 1.0)
    season = season / (1.0 + params.wave_share * (params.wave - 1.0))
    season = jnp.maximum(season, now["handover"] * params.handover)
    by_mode = jnp.where(
        now["mode"] == Mode.APPOINTED,
        1.0,
        jnp.where(now["mode"] == Mode.INDIRECT, params.indirect, params.elected),
    )
    is_region = now["tier_index"] == 0
    fresh = (
        (now.tree.above(now["tenure"]) < FRESH_YEARS) & ~is_region & (now["mode"] == Mode.APPOINTED)
    )
    ripe = 1.0 - params.ageing + params.ageing * now["tenure"] / USUAL_YEARS
    by_mode = by_mode * jnp.where(now["mode"] == Mode.APPOINTED, ripe, 1.0)
    rate = params.rate * by_mode * jnp.where(fresh, params.own_people, 1.0)
    entrenched = jnp.maximum(1.0 + params.entrenched * (now["circle"] - 0.5), 0.0)
    rate = rate * jnp.where(is_region, season, 1.0) * entrenched
    leaves = draw.uniform("departure", "unit") > jnp.exp(-rate * now.years)
    voting = now["terms_ending"] * (now["mode"] > Mode.APPOINTED)  # the vote decides, this month
    stays = (1.0 - now["removed"]) * (1.0 - now["acting"]) * (1.0 - voting)
    (rotated,) = now.once(leaves * stays)
    successor = jnp.where(
        draw.happens("successor", "unit", 0.25), Origin.FORMER_HEAD, Origin.OFFICIAL
    )
    return {"rotated": rotated, **appointed(now, rotated, successor)}


MECHANISM = Mechanism(
    name="heads_are_rotated",
    phase="rotation",
    says="L",
    params=RotationParams,
    reads=(
        "mode",
        "circle",
        "handover",
        "removed",
        "terms_ending",
        "tier_index",
        "term_months",
        *HEAD_FIELDS,
    ),
    writes=("rotated", *HEAD_FIELDS),
    act=act,
    refs=("facts/kazakhstan.md section 4.2",),
)
