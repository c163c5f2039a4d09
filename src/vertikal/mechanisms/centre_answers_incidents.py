"""The centre looks at the most salient cases only; the lowest head who can carry the blame goes."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Origin
from vertikal.mechanisms._heads import HEAD_FIELDS, appointed, is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AnswerParams(Params):
    """When the centre acts, against whom, and how fast."""

    threshold: float = param(
        10.0,
        unit="1",
        bounds=(4.0, 25.0),
        doc="Salience at which removing an appointed head is worth it (C_0).",
        source="placeholder until calibrated; one or two national cases a year in facts 4.1",
    )
    softness: float = param(
        0.3,
        unit="1",
        bounds=(0.05, 1.0),
        doc="Softness of the decision, on the log scale of salience.",
        source="placeholder until calibrated",
    )
    shoulders: float = param(
        1.6,
        unit="1",
        bounds=(1.1, 4.0),
        doc="Factor of salience that one tier can carry before the blame climbs to the next.",
        source="placeholder until calibrated",
    )
    median_days: float = param(
        12.0,
        unit="day",
        bounds=(3.0, 30.0),
        doc="Median time to a decision on a case at the threshold.",
        source="facts/kazakhstan.md 4.1: five cases, 3 to 26 days",
    )
    haste: float = param(
        0.3,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Elasticity of haste in salience.",
        source="placeholder until calibrated",
    )
    spread: float = param(
        0.6,
        unit="1",
        bounds=(0.2, 1.2),
        doc="Log standard deviation of the time.",
        source="facts/kazakhstan.md 4.1: five cases, 3 to 26 days",
    )


def act(now: "View", params: AnswerParams, draw: "Draw") -> "dict[str, Array]":
    r"""Take the most salient cases of the month and decide whom to remove.

    The head at tier $k$ can carry a salience up to $C_0\,h^{j+1}$, $j$ tiers above the lowest; the
    first who can, and whose removal is worth it,
    $u<\sigma\big((\ln S-\ln C_0-\ln(1+\xi v))/s\big)$, goes. A governor goes only when nobody
    below can carry the case.

    **Reads** `salience`, `removal_cost`, `mode`, `term_months`, the fields of heads.
    **Writes** `case_*`, `removed`, `removed_elected`, the fields of heads.
    **Random** will and days for each case; the successor's origin for each unit.
    **Limits** the attention budget is the number of cases: at most two decisions a month.
    """
    tree = now.tree
    salience = now["salience"]
    will, noise = draw.uniform("will", "case"), draw.normal("days", "case")
    elected = is_elected(now["mode"])
    position = jnp.arange(tree.n_units)
    removed = jnp.zeros_like(salience)
    cases = []
    for case in range(will.shape[0]):
        size = jnp.max(salience)
        place = jnp.min(jnp.where(salience >= size, position, tree.n_units - 1))  # first of all
        salience = jnp.where(position == place, 0.0, salience)
        target = _blamed(now, params, place, size, will[case])
        days = params.median_days * (jnp.maximum(size, 1.0) / params.threshold) ** -params.haste
        days = jnp.maximum(days * jnp.exp(params.spread * noise[case]), 1.0)
        seen = size > 0.5 * params.threshold
        target = jnp.where(seen, target, -1)
        fired = target >= 0
        removed = jnp.maximum(removed, (position == target).astype(jnp.float32))
        cases.append(
            (
                jnp.where(seen, size, 0.0),
                jnp.where(seen, place + 1, 0),
                jnp.where(fired, target + 1, 0),
                jnp.where(seen, elected[place], 0.0),
                jnp.where(fired, days, 0.0),
            )
        )
    sizes, places, targets, had_mandate, waits = (jnp.stack(x) for x in zip(*cases, strict=True))
    successor = jnp.where(
        draw.happens("successor", "unit", 0.25), Origin.FORMER_HEAD, Origin.OFFICIAL
    )
    return {
        "case_salience": sizes,
        "case_unit": places,
        "case_target": targets,
        "case_head_elected": had_mandate,
        "case_days": waits,
        "removed": removed,
        "removed_elected": removed * elected,
        **appointed(now, removed, successor),
    }


def _blamed(
    now: "View", params: AnswerParams, place: "Array", size: "Array", will: "Array"
) -> "Array":
    """Position of the head who goes, -1 if nobody does."""
    tree = now.tree
    chain = tree.ancestors[:, place]
    tiers = chain.shape[0]
    target = jnp.asarray(-1, jnp.int32)
    below = jnp.asarray(0, jnp.int32)  # heads below this tier, in this branch
    for tier in range(tiers - 1, -1, -1):
        head = chain[tier]
        exists = head >= 0
        carries = size <= params.threshold * params.shoulders ** (below + 1.0)
        able = carries | (tier == 0)
        worth = jnp.log(jnp.maximum(size, 1e-6)) - jnp.log(
            params.threshold * (1.0 + now["removal_cost"][jnp.maximum(head, 0)])
        )
        pays = will < jax.nn.sigmoid(worth / params.softness)
        needed = (tier > 0) | (size > params.threshold * params.shoulders**below)
        goes = (target < 0) & exists & able & pays & needed
        target = jnp.where(goes, head, target)
        below = below + exists.astype(jnp.int32)
    return target


CASES = ("case_salience", "case_unit", "case_target", "case_head_elected", "case_days")

MECHANISM = Mechanism(
    name="centre_answers_incidents",
    phase="intervention",
    says="CD",
    params=AnswerParams,
    reads=("salience", "removal_cost", "mode", "term_months", *HEAD_FIELDS),
    writes=(*CASES, "removed", "removed_elected", *HEAD_FIELDS),
    act=act,
    refs=("facts/kazakhstan.md section 4.1: Korday, Talgar, Almaty", "DESIGN, phase 4"),
)
