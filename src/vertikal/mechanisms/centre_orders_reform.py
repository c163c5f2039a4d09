"""Dated decisions of the centre: what history fixes, the timeline orders."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params
from vertikal.fields import Mode, Stage
from vertikal.mechanisms._heads import is_elected
from vertikal.mechanisms._reform import REFORM_FIELDS, entered

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class OrderParams(Params):
    """A decree is a decree: nothing is uncertain here."""


def act(now: "View", params: OrderParams, draw: "Draw") -> "dict[str, Array]":
    """Put a tier into the stage that a dated decision orders.

    A pilot counts as an experiment begun, a rollout as a reform gone nationwide. Where a decision
    calls all units at once, every head of the tier faces the new procedure next month.

    **Reads** `reform_order`, `reform_mode_ordered`, `all_at_once`, `mode`, `term_left`,
     `reformable`, `acting`, the fields of reform.
    **Writes** the fields of reform, `introduced`, `pilot_due`, `rolled_out`, `rolled_back`, `mode`,
    `elected_change`, `acting`, `term_left`. **Random** no.
    """
    del params, draw
    order = now["reform_order"].astype(jnp.int32)
    ordered = order > 0
    changes = entered(now, ordered, order, mode=now["reform_mode_ordered"].astype(jnp.int32))
    called = now.tree.of_tier(now["all_at_once"] * ordered) * now["reformable"] > 0
    target = now.tree.of_tier(now["reform_mode_ordered"].astype(jnp.int32))
    return {
        **changes,
        "introduced": (order == Stage.PILOT).astype(jnp.float32),
        "pilot_due": jnp.max((order == Stage.PILOT).astype(jnp.float32)),
        "rolled_out": (order == Stage.ROLLOUT).astype(jnp.float32),
        "rolled_back": (order == Stage.ROLLED_BACK).astype(jnp.float32),
        "mode": jnp.where(called, target - now["mode"], 0),
        "elected_change": is_elected(jnp.where(called, target, now["mode"]))
        - is_elected(now["mode"]),
        "acting": jnp.where(called & (target == Mode.APPOINTED), -now["acting"], 0.0),
        "term_left": jnp.where(called, 1 - now["term_left"], 0),
    }


MECHANISM = Mechanism(
    name="centre_orders_reform",
    phase="orders",
    says="J",
    params=OrderParams,
    reads=(
        "reform_order",
        "reform_mode_ordered",
        "all_at_once",
        "mode",
        "term_left",
        "reformable",
        "acting",
        *REFORM_FIELDS,
    ),
    writes=(
        *REFORM_FIELDS,
        "introduced",
        "pilot_due",
        "rolled_out",
        "rolled_back",
        "mode",
        "elected_change",
        "acting",
        "term_left",
    ),
    act=act,
    refs=("facts/kazakhstan.md section 3",),
    only_if="reform_ordered",
)
