"""Whoever is declared the winner takes office, with the mandate that was declared."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Origin
from vertikal.mechanisms._heads import HEAD_FIELDS, seated

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


WITH_OFFICE = 0.8
"""Share of new insiders who come from party or office; the others have been heads before."""


class OfficeParams(Params):
    """What an election makes of its winner."""

    party: float = param(
        0.5,
        unit="1",
        bounds=(0.1, 0.8),
        doc="Share of new insiders whom the party sends.",
        source="placeholder until calibrated",
    )
    choice: float = param(
        0.6,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Share of contestedness that needs an outsider on the ballot.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: OfficeParams, draw: "Draw") -> "dict[str, Array]":
    r"""Declare the result and seat the winner.

    Ballots are honest ones plus falsified ones, which go to the incumbent, or to the insider where
    none stands. Contestedness is $(1-w+w\,\text{outsider})(1-\text{margin})$.

    **Reads** the honest vote, `falsified`, `candidates_outside`, `incumbent_runs`, `contest`,
    `honesty`, `term_months`, the fields of heads.
    **Writes** the declared result, `contest`, `honesty`, `new_contest`, `direct_elections`, the
    fields of heads. **Random** origin of a new insider, one a unit.
    """
    held, runs = now["direct_held"], now["incumbent_runs"]
    honest, added = now["turnout"], now["falsified"]
    ballots = honest + added
    incumbent = honest * now["honest_incumbent"] + added * runs
    insider = honest * now["honest_insider"] + added * (1.0 - runs)
    outsider = honest * now["honest_outsider"]
    best = jnp.maximum(jnp.maximum(incumbent, insider), outsider)
    worst = jnp.minimum(jnp.minimum(incumbent, insider), outsider)
    second = incumbent + insider + outsider - best - worst
    divisor = jnp.maximum(ballots, 1e-6)
    share, margin = best / divisor, (best - second) / divisor
    stays = held * runs * (incumbent >= best)
    outside = held * (outsider >= best) * (1.0 - stays) * (outsider > 0)
    share, margin, stays, outside = now.once(share, margin, stays, outside)
    new = held * (1.0 - stays)
    some = (now["candidates_outside"] > 0).astype(jnp.float32)
    contest = held * (1.0 - params.choice + params.choice * some) * (1.0 - margin)
    term = now["term_months"].astype(jnp.int32)
    u = draw.uniform("origin", "unit")
    inside = jnp.where(
        u < params.party,
        Origin.PARTY,
        jnp.where(u < WITH_OFFICE, Origin.OFFICIAL, Origin.FORMER_HEAD),
    )
    changes = seated(
        now,
        new,
        origin=jnp.where(outside > 0, Origin.OUTSIDER, inside),
        mandate=share,
        term=term,
    )
    again = stays > 0
    changes["term_left"] += jnp.where(again, term - now["term_left"], 0)
    changes["mandate"] += jnp.where(again, share - now["mandate"], 0.0)
    changes["acting"] += jnp.where(again, -now["acting"], 0.0)
    return {
        "declared_turnout": held * ballots,
        "winner_share": held * share,
        "incumbent_won": stays * (1.0 - now["acting"]),
        "outsider_won": outside,
        "new_contest": contest,
        "contest": jnp.where(held > 0, contest - now["contest"], 0.0),
        "honesty": held * (honest / divisor - now["honesty"]),
        "direct_elections": held,
        **changes,
    }


MECHANISM = Mechanism(
    name="winners_take_office",
    phase="declaration",
    says="E",
    params=OfficeParams,
    reads=(
        "direct_held",
        "incumbent_runs",
        "turnout",
        "falsified",
        "honest_incumbent",
        "honest_insider",
        "honest_outsider",
        "candidates_outside",
        "contest",
        "honesty",
        "term_months",
        *HEAD_FIELDS,
    ),
    writes=(
        "declared_turnout",
        "winner_share",
        "incumbent_won",
        "outsider_won",
        "new_contest",
        "contest",
        "honesty",
        "direct_elections",
        *HEAD_FIELDS,
    ),
    act=act,
    refs=("DESIGN, phase 6",),
    only_if="direct_due",
)
