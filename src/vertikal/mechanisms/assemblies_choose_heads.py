"""Where an assembly chooses, it mostly keeps whom it has: the district nominates the candidates."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode, Origin
from vertikal.mechanisms._heads import HEAD_FIELDS, seated

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AssemblyParams(Params):
    """How safe an incumbent is before an assembly."""

    keep: float = param(
        0.5,
        unit="logit",
        bounds=(-0.5, 2.0),
        doc="Log odds of keeping the head, all else zero.",
        source="placeholder until calibrated",
    )
    by_circle: float = param(
        1.0,
        unit="logit",
        bounds=(0.0, 3.0),
        doc="Help of a full circle.",
        source="placeholder until calibrated",
    )
    by_grievance: float = param(
        1.5,
        unit="logit",
        bounds=(0.0, 4.0),
        doc="Grievance against the head.",
        source="placeholder until calibrated",
    )
    mandate: float = param(
        0.25,
        unit="1",
        bounds=(0.0, 0.6),
        doc="Mandate that an assembly's vote gives, in shares of a popular vote.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: AssemblyParams, draw: "Draw") -> "dict[str, Array]":
    r"""Keep the head with probability $\sigma(k_0+k_cc-k_g(g-0.2))$, else seat another insider.

    **Reads** `terms_ending`, `mode`, `circle`, `grievance`, `acting`, `term_months`,
    the fields of heads.
    **Writes** `assembly_held`, `assembly_kept`, the fields of heads.
    **Random** choice and origin for each unit.
    """
    held = now["terms_ending"] * (now["mode"] == Mode.INDIRECT)
    odds = (
        params.keep
        + params.by_circle * now["circle"]
        - params.by_grievance * (now["grievance"] - 0.2)
    )
    stays = draw.uniform("choice", "unit") < jax.nn.sigmoid(odds)
    (kept,) = now.once(held * stays * (1.0 - now["acting"]))
    new = held * (1.0 - kept)
    term = now["term_months"].astype(jnp.int32)
    origin = jnp.where(draw.happens("origin", "unit", 0.7), Origin.PARTY, Origin.FORMER_HEAD)
    changes = seated(now, new, origin=origin, mandate=params.mandate, term=term)
    again = kept > 0
    changes["term_left"] += jnp.where(again, term - now["term_left"], 0)
    changes["mandate"] += jnp.where(again, params.mandate - now["mandate"], 0.0)
    return {"assembly_held": held, "assembly_kept": kept, **changes}


MECHANISM = Mechanism(
    name="assemblies_choose_heads",
    phase="vote",
    says="E",
    params=AssemblyParams,
    reads=("terms_ending", "mode", "circle", "grievance", "term_months", *HEAD_FIELDS),
    writes=("assembly_held", "assembly_kept", *HEAD_FIELDS),
    act=act,
    refs=("facts/kazakhstan.md 3.1: rules and results of August 2013",),
    only_if="assembly_due",
)
