"""Heads answer to residents through contested elections, and through media that activists feed."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params, param
from vertikal.mechanisms._heads import is_elected

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AccountParams(Params):
    """How much of a head's rule can be called to account, and by whom."""

    press: float = param(
        0.6,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Accountability where media are free and everybody is ready to act.",
        source="placeholder until calibrated; Egorov, Guriev & Sonin (2009) for the sign",
    )
    few: float = param(
        0.1,
        unit="1",
        bounds=(0.01, 0.5),
        doc="Activism at which the press has half its effect.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: AccountParams, draw: "Draw") -> "dict[str, Array]":
    r"""Return accountability: elections where heads are elected, and press, as if independent.

    $$ \alpha = 1-(1-a\,c\,s)\,\Big(1-w\,M\frac{A}{A+A_{1/2}}\Big) $$

    **Reads** `mode`, `autonomy` $a$, `contest` $c$, `trust` $s$, `activism` $A$,
    `media_freedom` $M$.
    **Writes** `accountability`. **Random** no.
    **Limits** no contest and no press: nobody answers to residents.
    """
    del draw
    ballot = is_elected(now["mode"]) * now["autonomy"] * now["contest"] * now["trust"]
    active = now["activism"] / (now["activism"] + params.few)
    press = params.press * now["media_freedom"] * active
    return {"accountability": 1.0 - (1.0 - ballot) * (1.0 - press)}


MECHANISM = Mechanism(
    name="residents_hold_heads_to_account",
    phase="account",
    says="H",
    params=AccountParams,
    reads=("mode", "autonomy", "contest", "trust", "activism", "media_freedom"),
    writes=("accountability",),
    act=act,
    refs=("Egorov, Guriev & Sonin (2009), APSR 103(4), 645-668",),
)
