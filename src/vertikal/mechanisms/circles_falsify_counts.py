"""Falsification needs a circle, and is deterred by whoever can watch the count."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class CountParams(Params):
    """How much of a count a circle can make up, and who stands in its way."""

    most: float = param(
        0.3,
        unit="1",
        bounds=(0.05, 0.6),
        doc="Share of adults that a full circle adds where nobody watches.",
        source="placeholder until calibrated; comparative.md 8: f_i 0-.9 of stations, theta .3-.6",
    )
    by_closeness: float = param(
        0.7,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Share of the effort that is spent only where a local race is close.",
        source="Simpser (2013) and Tucker (2007) for the two motives; size a placeholder",
    )
    by_observers: float = param(
        0.8,
        unit="1",
        bounds=(0.2, 1.0),
        doc="Scrutiny where observers follow every count.",
        source="placeholder until calibrated",
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
    national: float = param(
        0.4,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Effort for a national vote that is not close, relative to a close local race.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: CountParams, draw: "Draw") -> "dict[str, Array]":
    r"""Add ballots for the incumbent (or the insider, where no incumbent stands).

    $$ x=x_{max}\,c\,(1-\varsigma)\,\big[1-k(1-\text{closeness})\big](1-y) $$

    with scrutiny $\varsigma=1-(1-w_oO)(1-w_pMn)(1-w_AA)_+$: observers $O$, press $M$ in anonymous
    places $n$, activists $A$; $y$ is honest turnout: only unused ballots can be added.

    **Reads** `circle`, `observation`, `media_freedom`, `anonymity`, `activism`, `direct_held`,
    `turnout`, `honest_*`, `national_vote`, `national_honest`.
    **Writes** `falsified`, `national_falsified`, `national_turnout`. **Random** no.
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
    unused = 1.0 - now["national_honest"]
    national = now["national_vote"] * params.national * able * unused
    honest = now["national_vote"] * now["national_honest"]
    declared = now.tree.by_region((honest + national) * now.tree.adults)
    return {
        "falsified": local,
        "national_falsified": national,
        "national_turnout": declared / now.tree.regions(now.tree.total_adults),
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
    ),
    writes=("falsified", "national_falsified", "national_turnout"),
    act=act,
    refs=(
        "Simpser (2013), Why Governments and Parties Manipulate Elections",
        "Tucker (2007), Perspectives on Politics 5(3), 535-551",
        "Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",
    ),
    only_if="ballots_due",
)
