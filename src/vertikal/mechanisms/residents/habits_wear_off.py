"""Habits wear off, of each resident by the same share."""

import dataclasses
from typing import TYPE_CHECKING

from vertikal.mechanisms import habits_wear_off as of_places

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


def act(now: "View", params: of_places.WearParams, draw: "Draw") -> "dict[str, Array]":
    r"""Let the means fade at rate $1/\tau$, and what is left of what was written down of each.

    What all residents lose in the same proportion need not be written to each of them.

    **Reads** and **writes** `habit_national`, `habit_local`, `habit_kept`. **Random** no.
    **Fixed point** 0.
    """
    fade = -now.years / params.memory
    return {**of_places.act(now, params, draw), "habit_kept": fade * now["habit_kept"]}


MECHANISM = dataclasses.replace(
    of_places.MECHANISM,
    reads=(*of_places.MECHANISM.reads, "habit_kept"),
    writes=(*of_places.MECHANISM.writes, "habit_kept"),
    act=act,
)
