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
    routine: float = param(
        0.783,
        unit="1",
        bounds=(0.1, 1.0),
        doc="Probability that it takes what it sees to a court, where there is one.",
        source="fitted, docs/decisions/0009; comparative.md S4.1 fact 1: most Italian suits "
        "are the State's",
    )


def act(now: "View", params: LastWordParams, draw: "Draw") -> "dict[str, Array]":
    r"""Contest detected shunning with probability appetite times priority, or as a routine suit.

    $$ P(\text{contest})=1-(1-a\pi)(1-\rho J) $$

    A share $J$ of what it contests comes before a court, where the region has the court's odds; all
    else the centre decides itself.

    **Reads** `shunned`, `detection`, `priority`, `court_odds`, `burden`, `court_independence`.
    **Writes** `contested`, `centre_prevailed`, `burden_borne`, `state_sued`.
    **Random** detection, will, forum and verdict, one each a region.
    **Limits** where $J$ or court odds are 0, the centre prevails in all it contests.
    """
    seen = draw.uniform("seen", "region") < now["detection"]
    court = now["court_independence"]
    rests = (1.0 - params.appetite * now["priority"]) * (1.0 - params.routine * court)
    willing = draw.uniform("will", "region") < 1.0 - rests
    contested = now["shunned"] * (seen & willing)
    sued = contested * draw.happens("forum", "region", court)
    prevails = contested - sued * (draw.uniform("verdict", "region") < now["court_odds"])
    return {
        "contested": contested,
        "centre_prevailed": prevails,
        "burden_borne": prevails * now["burden"],
        "state_sued": sued,
    }


MECHANISM = Mechanism(
    name="centre_has_last_word",
    phase="settlement",
    says="B",
    params=LastWordParams,
    reads=("shunned", "detection", "priority", "court_odds", "burden", "court_independence"),
    writes=("contested", "centre_prevailed", "burden_borne", "state_sued"),
    act=act,
    refs=("Interview, Vlast.kz 15 Nov 2024", "comparative.md S4.3 check 7"),
)
