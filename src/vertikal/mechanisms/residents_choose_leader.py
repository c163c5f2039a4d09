"""In a national vote residents choose the leader by stakes, mood, and because they are brought."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class LeaderParams(Params):
    """What makes residents vote for the leader, or for the leader's party."""

    start: float = param(
        0.111,
        unit="logit",
        bounds=(-0.5, 1.5),
        doc="Log odds of choosing a president unasked.",
        source="fitted, docs/decisions/0009",
    )
    parliament: float = param(
        -1.22,
        unit="logit",
        bounds=(-2.0, 0.0),
        doc="The party's handicap against the leader.",
        source="fitted, docs/decisions/0009",
    )
    referendum: float = param(
        0.3,
        unit="logit",
        bounds=(-0.5, 1.5),
        doc="Ease of a yes, relative to choosing a president.",
        source="placeholder until calibrated",
    )
    by_mobilisation: float = param(
        5.77,
        unit="logit",
        bounds=(0.0, 6.0),
        doc="Effect of full administrative mobilisation.",
        source="fitted, docs/decisions/0009",
    )
    by_grievance: float = param(
        4.34,
        unit="logit",
        bounds=(0.0, 8.0),
        doc="Effect of grievance against the leader.",
        source="fitted, docs/decisions/0009",
    )
    region_noise: float = param(
        0.0931,
        unit="logit",
        bounds=(0.05, 0.6),
        doc="Luck of a region's campaign.",
        source="fitted, docs/decisions/0009",
    )
    place_noise: float = param(
        0.3,
        unit="logit",
        bounds=(0.05, 0.6),
        doc="Luck of a locality's campaign.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: LeaderParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return the leader's share of honest ballots in every leaf, and means above.

    $$ v=\sigma\big(\nu_0+\nu_{kind}+\nu_mm-\nu_g(g-0.2)+\varepsilon_r+\varepsilon_i\big) $$

    **Reads** `vote_kind`, `mobilisation`, `grievance`. **Writes** `leader_honest`.
    **Random** one noise value a region and a unit.
    """
    stakes = jnp.dot(
        now["vote_kind"], jnp.stack([jnp.zeros(()), params.parliament, params.referendum])
    )
    logit = (
        params.start
        + stakes
        + params.by_mobilisation * now["mobilisation"]
        - params.by_grievance * (now["grievance"] - 0.2)
        + params.region_noise * now.tree.spread(draw.noise("region", "region"))
        + params.place_noise * draw.noise("place", "unit")
    )
    (share,) = now.once(jax.nn.sigmoid(logit))
    return {"leader_honest": now.tree.lift(share)}


MECHANISM = Mechanism(
    name="residents_choose_leader",
    phase="vote",
    says="EI",
    params=LeaderParams,
    reads=("vote_kind", "mobilisation", "grievance"),
    writes=("leader_honest",),
    act=act,
    refs=("comparative.md S2.2",),
    only_if="national_vote",
)
