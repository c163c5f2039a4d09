"""Candidates enter, and a filter keeps most outsiders off the ballot.

Insiders stand because they are sent, outsiders where residents are active.
"""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


MOST_WISH = 6.0
"""Cap on the mean number of outsiders: a ballot has only so many lines."""


class EntryParams(Params):
    """Who stands for election, and who is let through."""

    incumbent: float = param(
        0.8,
        unit="1",
        bounds=(0.4, 0.95),
        doc="Probability that the sitting head stands.",
        source="placeholder until calibrated",
    )
    acting: float = param(
        0.4,
        unit="1",
        bounds=(0.0, 0.9),
        doc="The same for an acting head.",
        source="placeholder until calibrated",
    )
    rivals: float = param(
        1.22,
        unit="1",
        bounds=(0.3, 3.0),
        doc="Mean number of other insiders in a closed regime (D = 0); parties discipline them.",
        source="fitted, docs/decisions/0009",
    )
    outsiders: float = param(
        3.4,
        unit="1",
        bounds=(0.5, 6.0),
        doc="Mean number of outsiders who would stand in a town of activism 0.05.",
        source="fitted, docs/decisions/0009",
    )
    parties: float = param(
        3.56,
        unit="1",
        bounds=(0.0, 6.0),
        doc="Mean number of candidates of other parties in an open regime (D = 1).",
        source="fitted, docs/decisions/0009",
    )
    village: float = param(
        0.6,
        unit="1",
        bounds=(0.2, 1.0),
        doc="The same in the countryside, relative to towns.",
        source="placeholder until calibrated",
    )
    by_height: float = param(
        0.8,
        unit="1",
        bounds=(0.0, 2.0),
        doc="How much stricter the filter is at the highest tier than at the lowest.",
        source="placeholder until calibrated; Ross (2018): the filter is where control sits",
    )


def act(now: "View", params: EntryParams, draw: "Draw") -> "dict[str, Array]":
    r"""Draw the ballot of each direct election.

    Outsiders who would stand are Poisson with mean
    $e_0(\upsilon+(1-\upsilon)u)\sqrt{A/0.05}+e_pD^2$, other insiders with mean $e_i(1-D)$;
    each outsider survives registration with probability $(1-F)^{1+h\eta}$, $\eta$ the height of
    the tier. If fewer than two are left, a technical rival from inside is found.

    **Reads** `terms_ending`, `mode`, `acting`, `tenure`,
    `activism`, `urban`, `height`, `candidate_filter`, `openness` $D$.
    **Writes** `direct_held`, `incumbent_runs`, `candidates_inside`, `candidates_outside`,
    `candidates_barred`, `by_election`.
    **Random** one uniform and three counts a unit.
    **Limits** $F=1$: no outsider is registered; open elections ($m=3$) have no filter.
    """
    held = now["terms_ending"] * is_elected(now["mode"])
    stands = jnp.where(now["acting"] > 0, params.acting, params.incumbent)
    runs = draw.happens("incumbent", "unit", stands).astype(jnp.int32)
    wish = params.outsiders * (params.village + (1.0 - params.village) * now["urban"])
    wish = wish * jnp.sqrt(now["activism"] / 0.05) + params.parties * now["openness"] ** 2
    wish = jnp.minimum(wish, MOST_WISH)
    pass_one = jnp.maximum(1.0 - now["candidate_filter"], 0.0)
    height = now.tree.by_tier(now["height"]) / jnp.asarray(now.tree.sizes, jnp.float32)
    passes = now.tree.of_tier(pass_one ** (1.0 + params.by_height * height))
    passes = jnp.where(now["mode"] >= Mode.OPEN, 1.0, passes)
    outside = draw.count("outsiders", "unit", wish * passes, most=12)
    barred = draw.count("barred", "unit", wish * (1.0 - passes), most=12)
    rivals = draw.count("rivals", "unit", params.rivals * (1.0 - now["openness"]))
    rivals = jnp.maximum(rivals, 2 - runs - outside)
    rivals = jnp.maximum(rivals, 1 - runs)
    is_held = held > 0
    runs, rivals, outside, barred = now.once(runs, rivals, outside, barred)
    return {
        "direct_held": held,
        "incumbent_runs": held * runs,
        "candidates_inside": jnp.where(is_held, runs + rivals, 0),
        "candidates_outside": jnp.where(is_held, outside, 0),
        "candidates_barred": jnp.where(is_held, barred, 0),
        "by_election": held * now["acting"] * (now["tenure"] > 0.0),
    }


MECHANISM = Mechanism(
    name="candidates_enter",
    phase="entry",
    says="EF",
    params=EntryParams,
    reads=(
        "terms_ending",
        "mode",
        "acting",
        "tenure",
        "activism",
        "urban",
        "height",
        "candidate_filter",
        "openness",
    ),
    writes=(
        "direct_held",
        "incumbent_runs",
        "candidates_inside",
        "candidates_outside",
        "candidates_barred",
        "by_election",
    ),
    act=act,
    refs=("Ross (2018), Palgrave Communications 4, 75", "facts/kazakhstan.md 3.2, 3.3"),
    only_if="direct_due",
)
