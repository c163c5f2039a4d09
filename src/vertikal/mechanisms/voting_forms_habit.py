"""Voting forms a habit: who voted once is likelier to vote again, most in the same kind of vote."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class HabitParams(Params):
    """How strong the habit of voting is, and how soon it wears off."""

    strength: float = param(
        0.10,
        unit="1",
        bounds=(0.05, 0.15),
        doc="Rise in the probability of voting after voting once (phi).",
        source="Coppock & Green (2016): about 10 points pooled; comparative.md S6.1 fact 2",
    )
    across: float = param(
        0.45,
        unit="1",
        bounds=(0.3, 0.6),
        doc="Share that carries over to another kind of vote.",
        source="comparative.md S6.2: .3-.6",
    )


def act(now: "View", params: HabitParams, draw: "Draw") -> "dict[str, Array]":
    r"""Raise the two habits.

    $$ \Delta H_k=\varphi\,(y_k+\chi\,y_{k'}) $$

    with honest turnout $y$: a falsified ballot teaches nobody to vote.

    **Reads** `national_honest`, `turnout`.
    **Writes** both habits. **Random** no.
    """
    del draw
    national = now["national_honest"]
    local = now.tree.lift(*now.once(now.tree.reached(now["turnout"])))
    return {
        "habit_national": params.strength * (national + params.across * local),
        "habit_local": params.strength * (local + params.across * national),
    }


MECHANISM = Mechanism(
    name="voting_forms_habit",
    phase="after the vote",
    says="I",
    params=HabitParams,
    reads=("national_honest", "turnout"),
    writes=("habit_national", "habit_local"),
    act=act,
    refs=(
        "Coppock & Green (2016), AJPS 60(4), 1044-1062",
        "Gerber, Green & Shachar (2003), AJPS 47(3), 540-550",
    ),
    only_if="ballots_due",
)
