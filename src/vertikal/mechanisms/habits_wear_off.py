"""Habits wear off: who has not voted for years is no likelier to vote than before."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class WearParams(Params):
    """How long a habit of voting lasts."""

    memory: float = param(
        4.0,
        unit="yr",
        bounds=(2.0, 8.0),
        doc="Time scale on which the habit wears off.",
        source="comparative.md S6.3 check 1: below 4 points after three elections",
    )


def act(now: "View", params: WearParams, draw: "Draw") -> "dict[str, Array]":
    r"""Let both habits fade at rate $1/\tau$.

    **Reads** and **writes** `habit_national`, `habit_local`. **Random** no.
    **Fixed point** 0.
    """
    del draw
    fade = -now.years / params.memory
    return {name: fade * now[name] for name in ("habit_national", "habit_local")}


MECHANISM = Mechanism(
    name="habits_wear_off",
    phase="residents",
    says="I",
    params=WearParams,
    reads=("habit_national", "habit_local"),
    writes=("habit_national", "habit_local"),
    act=act,
    refs=("Coppock & Green (2016), AJPS 60(4), 1044-1062",),
)
