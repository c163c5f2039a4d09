"""A reform reaches a unit when its head's term ends; some superiors appoint just before."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode, Origin, Stage
from vertikal.mechanisms._heads import HEAD_FIELDS, is_elected, seated

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class RolloutParams(Params):
    """How often a rollout is evaded."""

    evasion: float = param(
        0.1,
        unit="1",
        bounds=(0.0, 0.4),
        doc="Probability that a new head is appointed just before an election is due.",
        source="placeholder until calibrated; Uralsk, 1 October 2024",
    )
    by_anonymity: float = param(
        1.0,
        unit="1",
        bounds=(0.0, 3.0),
        doc="Increase of evasion from village to metropolis.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: RolloutParams, draw: "Draw") -> "dict[str, Array]":
    r"""Change the mode of units whose term ends next month, or evade.

    Up: to the mode that a rollout brings; down: to the mode before, after a rollback. Only heads
    who were not yet elected can be replaced ahead of time, with probability
    $\epsilon(1+\epsilon_n n_i)$.

    **Reads** `reform_stage`, `reform_mode`, `mode`, `reformable`, `anonymity`,
    `term_months`, the fields of heads.
    **Writes** `elected_change`, `converted`, `evaded`, `mode`, the fields of heads.
    **Random** one uniform a unit.
    """
    stage, goal = (now.tree.of_tier(now[x]) for x in ("reform_stage", "reform_mode"))
    ends = (now["term_left"] == 1) & (now["reformable"] > 0)
    up = ends & (stage == Stage.ROLLOUT) & (now["mode"] < goal)
    down = ends & (stage == Stage.ROLLED_BACK) & (now["mode"] > goal)
    chance = params.evasion * (1.0 + params.by_anonymity * now["anonymity"])
    may = up & (now["acting"] == 0) & (goal >= Mode.FILTERED) & (now["mode"] == Mode.APPOINTED)
    evades = may & draw.happens("evasion", "unit", chance)
    moves = (up & ~evades) | down
    changes = seated(
        now,
        evades.astype(jnp.float32),
        origin=Origin.OFFICIAL,
        mandate=0.0,
        term=now["term_months"].astype(jnp.int32),
    )
    freed = moves & (goal == Mode.APPOINTED)  # nobody votes: an acting head is a head
    changes["acting"] += jnp.where(freed, -now["acting"], 0.0)
    after = jnp.where(moves, goal, now["mode"])
    return {
        "elected_change": is_elected(after) - is_elected(now["mode"]),
        "converted": moves.astype(jnp.float32),
        "evaded": evades.astype(jnp.float32),
        "mode": jnp.where(moves, goal - now["mode"], 0),
        **changes,
    }


MECHANISM = Mechanism(
    name="rollout_follows_terms",
    phase="rollout",
    says="JK",
    params=RolloutParams,
    reads=(
        "reform_stage",
        "reform_mode",
        "mode",
        "reformable",
        "anonymity",
        "term_months",
        *HEAD_FIELDS,
    ),
    writes=("elected_change", "converted", "evaded", "mode", *HEAD_FIELDS),
    act=act,
    refs=("facts/kazakhstan.md 3.4 to 3.6",),
    only_if="conversion_due",
)
