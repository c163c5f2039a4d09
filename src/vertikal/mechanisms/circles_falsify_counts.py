"""Falsification needs a circle, and is deterred by whoever can watch the count."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


PADDED, MOVED = 0.32, 0.22
"""Mean share of unused ballots added, and of rivals' ballots moved, in a padded station: means of
|x| and |x|^1.5 for x normal with standard deviation 0.4 (Klimek et al. 2012)."""
MADE_UP = 0.94
"""The same where a count is made up: one minus the mean of a half normal with deviation 0.075."""


class CountParams(Params):
    """How much of a count a circle can make up, and who stands in its way."""

    most: float = param(
        0.37,
        unit="1",
        bounds=(0.05, 0.6),
        doc="Share of adults that a full circle adds where nobody watches.",
        source="fitted, docs/decisions/0009; comparative.md 8: f_i 0-.9 of stations, theta .3-.6",
    )
    by_closeness: float = param(
        0.7,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Share of the effort that is spent only where a local race is close.",
        source="Simpser (2013) and Tucker (2007) for the two motives; size a placeholder",
    )
    by_observers: float = param(
        0.741,
        unit="1",
        bounds=(0.2, 1.0),
        doc="Scrutiny where observers follow every count.",
        source="fitted, docs/decisions/0009",
    )
    by_activism: float = param(
        3.0,
        unit="1",
        bounds=(0.0, 8.0),
        doc="Scrutiny by activists, per unit of activism.",
        source="placeholder until calibrated",
    )
    by_press: float = param(
        0.4,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Scrutiny by a free press in a big city.",
        source="placeholder until calibrated",
    )
    padded: float = param(
        0.569,
        unit="1",
        bounds=(0.3, 5.0),
        doc="Attempts a polling station to pad its count, by a full circle that nobody watches.",
        source="fitted, docs/decisions/0009; comparative.md section 8: f_i 0-.9 of stations",
    )
    made_up_start: float = param(
        -8.86,
        unit="logit",
        bounds=(-10.0, -3.0),
        doc="Log odds that a station's count is made up, without mobilisation.",
        source="fitted, docs/decisions/0009; comparative.md 8b: intercept -6 to -4.5, steep "
        "in the region's effect",
    )
    made_up: float = param(
        16.5,
        unit="logit",
        bounds=(4.0, 30.0),
        doc="Effect of full mobilisation on these odds.",
        source="fitted, docs/decisions/0009; comparative.md 8b: slope 3.5-5 per standard "
        "deviation of regions",
    )


def act(now: "View", params: CountParams, draw: "Draw") -> "dict[str, Array]":
    r"""Add ballots for the incumbent (or the insider, where no incumbent stands).

    $$ x=x_{max}\,c\,(1-\varsigma)\,\big[1-k(1-\text{closeness})\big]\,(1-y) $$

    with scrutiny $\varsigma=1-(1-w_oO)(1-w_pMn)(1-w_AA)_+$: observers $O$, press $M$ in anonymous
    places $n$, activists $A$; $y$ is honest turnout: only unused ballots can be added.

    In a national vote a share $f_e=c(1-\varsigma)\sigma(e_0+e_1m)$ of stations makes its count up,
    and of the rest $f_i=1-e^{-f\,c\,(1-\varsigma)}$ is padded (Klimek et al. 2012): ballots are
    added for the leader, and some of his rivals' are moved to him.

    **Reads** `circle`, `observation`, `media_freedom`, `anonymity`, `activism`, `direct_held`,
    `turnout`, `honest_*`, `mobilisation`, `national_vote`, `national_honest`, `leader_honest`.
    **Writes** `falsified`, `national_falsified`, `national_turnout`, `stations_padded`,
    `stations_made_up`, `leader_share`. **Random** no.
    **Limits** full scrutiny or no circle: counted as cast.
    """
    del draw
    active = jnp.clip(1.0 - params.by_activism * now["activism"], 0.0, 1.0)
    blind = (
        (1.0 - params.by_observers * now["observation"])
        * (1.0 - params.by_press * now["media_freedom"] * now["anonymity"])
        * active
    )
    able = params.most * now["circle"] * blind
    inside = jnp.maximum(now["honest_incumbent"], now["honest_insider"])
    close = 1.0 - jnp.abs(inside - now["honest_outsider"])
    effort = 1.0 - params.by_closeness * (1.0 - close)
    local = now["direct_held"] * able * effort * (1.0 - now["turnout"])
    made_up = jax.nn.sigmoid(params.made_up_start + params.made_up * now["mobilisation"])
    made_up = now["circle"] * blind * made_up
    padded = (1.0 - made_up) * (1.0 - jnp.exp(-params.padded * now["circle"] * blind))
    honest, leads = now["national_honest"], now["leader_honest"]
    unused = 1.0 - honest
    added = now["national_vote"] * unused * (made_up * MADE_UP + padded * PADDED)
    moved = honest * (1.0 - leads) * (made_up * MADE_UP + padded * MOVED)
    for_leader = now["national_vote"] * (honest * leads + moved) + added
    honest = now["national_vote"] * honest
    declared, added, for_leader = now.once(honest + added, added, for_leader)
    ballots = now.tree.by_region(declared * now.tree.adults)
    leader = now.tree.by_region(for_leader * now.tree.adults)
    return {
        "falsified": local,
        "national_falsified": added,
        "national_turnout": ballots / now.tree.regions(now.tree.total_adults),
        "stations_padded": now["national_vote"] * padded,
        "stations_made_up": now["national_vote"] * made_up,
        "leader_share": leader / jnp.maximum(ballots, 1.0),
    }


MECHANISM = Mechanism(
    name="circles_falsify_counts",
    phase="count",
    says="EF",
    params=CountParams,
    reads=(
        "circle",
        "observation",
        "media_freedom",
        "anonymity",
        "activism",
        "direct_held",
        "turnout",
        "honest_incumbent",
        "honest_insider",
        "honest_outsider",
        "national_vote",
        "national_honest",
        "leader_honest",
        "mobilisation",
    ),
    writes=(
        "falsified",
        "national_falsified",
        "national_turnout",
        "stations_padded",
        "stations_made_up",
        "leader_share",
    ),
    act=act,
    refs=(
        "Simpser (2013), Why Governments and Parties Manipulate Elections",
        "Tucker (2007), Perspectives on Politics 5(3), 535-551",
        "Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",
    ),
    only_if="ballots_due",
)
