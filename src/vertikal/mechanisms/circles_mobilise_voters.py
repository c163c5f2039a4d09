"""Circles bring to the polls whoever depends on them or is known to everybody."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class MobilisationParams(Params):
    """What makes voters easy to bring."""

    by_acquaintance: float = param(
        0.805,
        unit="1",
        bounds=(0.2, 1.0),
        doc="Reach where everybody knows everybody.",
        source="fitted, docs/decisions/0009",
    )
    patron: float = param(
        0.494,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Weight of the regional head's circle beside that of the head of the place.",
        source="fitted, docs/decisions/0009; comparative.md S2.2: falsification is regional",
    )
    by_payroll: float = param(
        0.369,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Reach in the capital, where the state is the largest employer.",
        source="fitted, docs/decisions/0009; added when the first card put Astana with Almaty",
    )
    by_dependence: float = param(
        0.407,
        unit="1",
        bounds=(0.2, 1.0),
        doc="Reach where the whole budget comes from above.",
        source="fitted, docs/decisions/0009; Gervasoni (2010) for the sign",
    )


def act(now: "View", params: MobilisationParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return administrative mobilisation $m_i=((1-w)c_i+w\,c_r)(w_n(1-n_i)+w_RR_i+w_cC_i)$.

    $c$ is the circle of the head of the place and of the region, $n$ the anonymity of the place,
    $R$ its dependence on money from above, $C$ the capital.

    **Reads** `circle`, `anonymity`, `rent_dependence`, `capital`.
    **Writes** `mobilisation`. **Random** no.
    **Limits** no circle, no mobilisation.
    """
    del draw
    reach = params.by_acquaintance * (1.0 - now["anonymity"])
    reach = reach + params.by_dependence * now["rent_dependence"]
    reach = reach + params.by_payroll * now["capital"]
    patron = now.tree.spread(now.tree.regions(now["circle"]))
    circle = (1.0 - params.patron) * now["circle"] + params.patron * patron
    return {"mobilisation": circle * reach}


MECHANISM = Mechanism(
    name="circles_mobilise_voters",
    phase="entry",
    says="LE",
    params=MobilisationParams,
    reads=("circle", "anonymity", "rent_dependence", "capital"),
    writes=("mobilisation",),
    act=act,
    refs=("Gervasoni (2010), World Politics 62(2), 302-340", "Minaeva et al. (2023), EUI"),
)
