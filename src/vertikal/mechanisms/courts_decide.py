"""Suits wait for their verdict; the region bears the rule only if it loses."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class CourtParams(Params):
    """How long a constitutional court takes."""

    mean_delay: float = param(
        1.2,
        unit="yr",
        bounds=(0.7, 1.9),
        doc="Mean time from suit to verdict.",
        source="comparative.md S4.1 fact 3: 269-671 days",
    )
    spread: float = param(
        0.6,
        unit="1",
        bounds=(0.3, 1.0),
        doc="Log standard deviation of that time.",
        source="comparative.md section 8: sd .6",
    )


def act(now: "View", params: CourtParams, draw: "Draw") -> "dict[str, Array]":
    r"""Move the docket one month on, hand down what is due, file what is new.

    Time to verdict $\sim\mathrm{LogNormal}$ with the given mean, cut at the docket's horizon.

    **Reads** `sued`, `court_odds`, `burden`, the dockets.
    **Writes** the dockets, `suits_won`, `suits_lost`, `suit_days`, `burden_borne`.
    **Random** time and verdict, one each a region.
    """
    years = params.mean_delay * jnp.exp(
        params.spread * draw.normal("time", "region") - params.spread**2 / 2.0
    )
    horizon = now["docket_won"].shape[-1]
    due = jnp.clip(jnp.ceil(12.0 * years), 1, horizon) - 1
    wins = (draw.uniform("verdict", "region") < now["court_odds"]).astype(jnp.float32)
    slot = (jnp.arange(horizon) == due[:, None]).astype(jnp.float32)
    filed = {
        "docket_won": now["sued"] * wins,
        "docket_lost": now["sued"] * (1.0 - wins),
        "docket_burden": now["sued"] * (1.0 - wins) * now["burden"],
    }
    changes = {}
    for name, new in filed.items():
        moved = jnp.pad(now[name][:, 1:], ((0, 0), (0, 1)))
        changes[name] = moved + slot * new[:, None] - now[name]
    return {
        **changes,
        "suits_won": now["docket_won"][:, 0],
        "suits_lost": now["docket_lost"][:, 0],
        "suit_days": now["sued"] * 365.25 * years,
        "burden_borne": now["docket_burden"][:, 0],
    }


DOCKETS = ("docket_won", "docket_lost", "docket_burden")

MECHANISM = Mechanism(
    name="courts_decide",
    phase="settlement",
    says="B",
    params=CourtParams,
    reads=("sued", "court_odds", "burden", *DOCKETS),
    writes=(*DOCKETS, "suits_won", "suits_lost", "suit_days", "burden_borne"),
    act=act,
    refs=("Viceconte, rivistaaic.it (2009, 2010), in comparative.md S4.1",),
)
