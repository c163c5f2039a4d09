"""National institutions open or close by dated change, whatever the localities do."""

from typing import TYPE_CHECKING

from vertikal.engine import Mechanism, Params

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class OpeningParams(Params):
    """The path is given: nothing is uncertain here."""


def act(now: "View", params: OpeningParams, draw: "Draw") -> "dict[str, Array]":
    """Add the change of national electoral democracy that the scenario's path prescribes.

    **Reads** `opening`. **Writes** `openness`. **Random** no.
    **Limits** a constant path changes nothing: then only crises and reforms move openness.
    """
    del params, draw
    return {"openness": now["opening"]}


MECHANISM = Mechanism(
    name="institutions_open_or_close",
    phase="shocks",
    says="FG",
    params=OpeningParams,
    reads=("opening",),
    writes=("openness",),
    act=act,
    refs=("comparative.md section 8: D_nat path is an institutional input",),
)
