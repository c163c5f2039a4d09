"""Contested elections build the trust of those who notice; falsification destroys it."""

import dataclasses
from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Residents
from vertikal.mechanisms import counts_move_trust as of_places
from vertikal.mechanisms.residents._codes import STEPS, code_of, value_of

if TYPE_CHECKING:
    from typing import Any

    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


def act(now: "View", params: of_places.TrustParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move the trust of those who notice.

    $$ \Delta s_{ij}=\mu(1-s_{ij})\,c_{ij}-\min(\nu,1)\,s_{ij}\,f_{ij} $$

    A resident notices a contest, $c_{ij}=1$, with the probability that is its degree, and falsified
    ballots, $f_{ij}=1$, with their share among adults times $\max(\nu,1)$: the mean moves as in the
    theory's cohort form, and residents come to differ. Rounding keeps the mean.

    **Reads** `trust`, `trust_code`, `new_contest`, `falsified`, `national_falsified`.
    **Writes** `trust`, `trust_code`. **Random** three numbers a resident.
    **Limits** without elections trust stays where it is.
    """
    tree, people = now.tree, now.tree.people
    contest, false = now.once(now["new_contest"], now["falsified"])
    contest = tree.reached(contest)
    false = tree.reached(false) + now["national_falsified"]
    lanes = now.once(
        people.lanes(contest),
        people.lanes(false * jnp.maximum(params.loss, 1.0)),
        people.luck(draw, "notice"),
        people.luck(draw, "rounding"),
    )

    def notice(
        some: Residents, lanes: "tuple[Any, ...]", carried: "dict[str, Array]"
    ) -> "dict[str, Array]":
        seen, harm = (x[:, None, None, :] for x in lanes[:2])
        sees, suffers = lanes[2].halves(some)
        code = carried["trust_code"]
        trust = value_of(code)
        gain = jnp.where(sees < seen, params.gain * (1.0 - trust), 0.0)
        loss = jnp.where(suffers < harm, jnp.minimum(params.loss, 1.0) * trust, 0.0)
        full = code_of(trust + gain - loss, lanes[3].uniform(some))
        return {"trust_code": jnp.where(((seen + harm) > 0) & some.here(), full, code)}

    def count(some: Residents, made: "dict[str, Array]") -> "dict[str, Array]":
        return {"sum": some.in_blocks(lambda row: made["trust_code"][:, :, row])}

    due = lanes[0] + lanes[1] > 0
    made, totals = people.visit(due, notice, count, lanes, {"trust_code": now["trust_code"]})
    mean = people.share(people.by_leaf(totals["sum"])) / STEPS
    mean = jnp.where(contest + false > 0, mean, now["trust"])
    return {"trust": tree.lift(*now.once(mean)) - now["trust"], **made}


MECHANISM = dataclasses.replace(
    of_places.MECHANISM,
    reads=("trust", "trust_code", "new_contest", "falsified", "national_falsified"),
    writes=("trust", "trust_code"),
    act=act,
)
