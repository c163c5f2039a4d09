"""What the centre contests it wins, unless a court says otherwise; it contests little."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class LastWordParams(Params):
    """When the centre bothers."""

    appetite: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Probability that the centre contests shunning of a rule it wants most.",
        source="placeholder until calibrated; Interview: intervention is rare",
    )


def act(now: "View", params: LastWordParams, draw: "Draw") -> "dict[str, Array]":
    r"""Contest detected shunning with probability appetite times priority.

    **Reads** `shunned`, `detection`, `priority`, `court_odds`, `burden`.
    **Writes** `contested`, `centre_prevailed`, `burden_borne`.
    **Random** detection, will and verdict, one each a region.
    **Limits** where court odds are 0, the centre prevails in all it contests.
    """
    seen = draw.uniform("seen", "region") < now["detection"]
    willing = draw.uniform("will", "region") < params.appetite * now["priority"]
    contested = now["shunned"] * (seen & willing)
    prevails = contested * (draw.uniform("verdict", "region") >= now["court_odds"])
    return {
        "contested": contested,
        "centre_prevailed": prevails,
        "burden_borne": prevails * now["burden"],
    }


MECHANISM = Mechanism(
    name="centre_has_last_word",
    phase="settlement",
    says="B",
    params=LastWordParams,
    reads=("shunned", "detection", "priority", "court_odds", "burden"),
    writes=("contested", "centre_prevailed", "burden_borne"),
    act=act,
    refs=("Interview, Vlast.kz 15 Nov 2024", "comparative.md S4.3 check 7"),
)
