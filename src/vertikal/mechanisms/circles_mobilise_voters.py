"""Circles bring dependent people to the polls, where everybody knows everybody."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class MobilisationParams(Params):
    """What makes voters easy to bring."""

    by_acquaintance: float = param(
        0.5, unit="1", bounds=(0.2, 1.0), doc="Reach where everybody knows everybody.",
        source="placeholder until calibrated",
    )
    by_dependence: float = param(
        0.6, unit="1", bounds=(0.2, 1.0), doc="Reach where the whole budget comes from above.",
        source="placeholder until calibrated; Gervasoni (2010) for the sign",
    )


def act(now: "View", params: MobilisationParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return administrative mobilisation $c_i(w_n(1-n_i)+w_RR_i)$, $n$ the anonymity of the place.

    **Reads** `circle`, `anonymity`, `rent_dependence`. **Writes** `mobilisation`. **Random** no.
    **Limits** no circle, no mobilisation.
    """
    del draw
    reach = params.by_acquaintance * (1.0 - now["anonymity"])
    reach = reach + params.by_dependence * now["rent_dependence"]
    return {"mobilisation": now["circle"] * reach}


MECHANISM = Mechanism(
    name="circles_mobilise_voters",
    phase="entry",
    says="LE",
    params=MobilisationParams,
    reads=("circle", "anonymity", "rent_dependence"),
    writes=("mobilisation",),
    act=act,
    refs=("Gervasoni (2010), World Politics 62(2), 302-340", "Minaeva et al. (2023), EUI"),
)
