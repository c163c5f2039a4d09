"""What a field is."""

from dataclasses import dataclass

__all__ = ["Field"]

INFINITY = float("inf")


@dataclass(frozen=True)
class Field:
    """A word of the project: a quantity with dimensions, unit, support and meaning.

    `kind` is `static` (given with the units), `input` (given each month by the scenario), `stock`
    (carried from month to month) or `flow` (made within a month, zero at its start).
    """

    name: str
    dims: tuple[str, ...]
    kind: str
    unit: str
    doc: str
    support: tuple[float, float] = (-INFINITY, INFINITY)
    dtype: str = "float32"
