"""A head serves residents as far as he is theirs, and the centre as far as it can see him."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Mode
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


SERVICES = ("popular_service", "mandate_service", "neutral_service")


class ServiceParams(Params):
    """What residents and superiors know and want."""

    information: float = param(
        0.8,
        unit="1",
        bounds=(0.4, 1.0),
        doc="How well residents know what their head does (q).",
        source="comparative.md 8b: q = .8",
    )
    harm: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Harm that unpopular mandates do to residents (h).",
        source="comparative.md 8b: h = .5",
    )
    council: float = param(
        0.5,
        unit="1",
        bounds=(0.1, 1.0),
        doc="Voice that an elected council gives residents, relative to electing the head.",
        source="placeholder until calibrated; Malesky, Nguyen & Tran (2014), APSR 108(1) for sign",
    )
    noise: float = param(
        0.1,
        unit="1",
        bounds=(0.02, 0.3),
        doc="Standard deviation of what a survey reports around true effort.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: ServiceParams, draw: "Draw") -> "dict[str, Array]":
    r"""Report the year's services: popular ones, unpopular mandates, and what both value.

    $$ e=vq+(1-v)\kappa,\qquad c=\max(0,(1-v)\kappa-vqh),\qquad n=\tfrac12(q+\kappa) $$

    Voice $v$ is autonomy where residents elect the head, a share of it where a council does.

    **Reads** `autonomy`, `mode`, `monitoring` $\kappa$, `popular_service`, `mandate_service`,
    `neutral_service`.
    **Writes** `popular_service`, `mandate_service`, `neutral_service`, each with survey noise.
    **Random** three noise values a unit, once a year.
    **Limits** no voice: effort on everything is what the centre can see.
    """
    theirs = is_elected(now["mode"])
    theirs = theirs + params.council * (now["mode"] == Mode.INDIRECT)
    voice = now["autonomy"] * theirs
    seen, known = now["monitoring"], params.information
    effects = {
        "popular_service": voice * known + (1.0 - voice) * seen,
        "mandate_service": jnp.maximum((1.0 - voice) * seen - voice * known * params.harm, 0.0),
        "neutral_service": 0.5 * (known + seen),
    }
    luck = {
        "popular_service": draw.noise("popular_service", "unit"),
        "mandate_service": draw.noise("mandate_service", "unit"),
        "neutral_service": draw.noise("neutral_service", "unit"),
    }
    return {k: effort + params.noise * luck[k] - now[k] for k, effort in effects.items()}


MECHANISM = Mechanism(
    name="heads_serve_two_masters",
    phase="account",
    says="HL",
    params=ServiceParams,
    reads=("autonomy", "mode", "monitoring", *SERVICES),
    writes=SERVICES,
    act=act,
    refs=(
        "Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",
        "Malesky, Nguyen & Tran (2014), APSR 108(1), 144-168",
        "comparative.md S1.2",
    ),
    only_if="year_end",
)
