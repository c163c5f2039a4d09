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
    """What a council is worth to residents, and how well services are reported."""

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

    **Reads** `autonomy`, `mode`, `monitoring` $\kappa$, `local_knowledge` $q$, `mandate_harm` $h$,
    `popular_service`, `mandate_service`,
    `neutral_service`.
    **Writes** `popular_service`, `mandate_service`, `neutral_service`, each with survey noise.
    **Random** three noise values a unit, once a year.
    **Limits** no voice: effort on popular services and on mandates is what the centre can see. What
    both value is the same with and without a voice.
    """
    theirs = is_elected(now["mode"])
    theirs = theirs + params.council * (now["mode"] == Mode.INDIRECT)
    voice = now["autonomy"] * theirs
    seen = now["monitoring"]
    known = now.tree.of_tier(now["local_knowledge"])
    effects = {
        "popular_service": voice * known + (1.0 - voice) * seen,
        "mandate_service": jnp.maximum(
            (1.0 - voice) * seen - voice * known * now["mandate_harm"], 0.0
        ),
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
    reads=("autonomy", "mode", "monitoring", "local_knowledge", "mandate_harm", *SERVICES),
    writes=SERVICES,
    act=act,
    refs=(
        "Martinez-Bravo, Padro i Miquel, Qian & Yao (2022), AER 112(9), 2921-58",
        "Malesky, Nguyen & Tran (2014), APSR 108(1), 144-168",
        "comparative.md S1.2",
    ),
    only_if="year_end",
)
