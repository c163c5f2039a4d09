"""What an experiment looks at: a measure with its options, read from every history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal import measures

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["POOLED", "Outcome", "read", "variables_of"]

POOLED = ("crisis_rate", "pilot_selection_share")
"""Measures that give one number over all histories: no history can be compared with its twin."""


@dataclass(frozen=True)
class Outcome:
    """A reading of each history: `measure`, less `less` if there is one."""

    id: str
    measure: str
    options: Mapping[str, Any] = field(default_factory=dict)
    less: "Outcome | None" = None

    @property
    def unit(self) -> str:
        """Unit of the reading."""
        return measures.load(self.measure).unit

    @property
    def label(self) -> str:
        """What is read, in a few words."""
        label = measures.load(self.measure).label
        said = ", ".join(str(v) for k, v in self.options.items() if k not in ("start", "end"))
        label = f"{label} ({said})" if said else label
        return label if self.less is None else f"{label} less {self.less.label}"


def variables_of(outcomes: Iterable[Outcome], recorded: Iterable[str]) -> set[str]:
    """Variables that some outcomes may read: large ones, by unit, only where they are named."""
    found = {name for name in recorded if not name.startswith("unit_")}
    for outcome in outcomes:
        taken = measures.load(outcome.measure)
        found.update(taken.needs)
        if "service" in outcome.options:
            found.add(f"unit_{outcome.options['service']}_service")
        if outcome.less is not None:
            found |= variables_of([outcome.less], ())
    return found


def read(data: "xr.Dataset", outcomes: Iterable[Outcome]) -> np.ndarray:
    """Read outcomes off a dataset, `(member, outcome)`; NaN where there is nothing to read.

    Raises
    ------
    MeasureError
        If the dataset does not have what an outcome asks for.
    """
    return np.stack([_column(data, outcome) for outcome in outcomes], axis=1)


def _column(data: "xr.Dataset", outcome: Outcome) -> np.ndarray:
    try:
        made = measures.load(outcome.measure)(data, **dict(outcome.options))
    except measures.MeasureError as error:
        message = f"{outcome.id}: {error}"
        raise measures.MeasureError(message) from None
    if made.dims != ("member",):
        message = f"{outcome.measure}: is read over all histories at once, and cannot be paired"
        raise measures.MeasureError(message)
    values = np.asarray(made.values, np.float64)
    return values if outcome.less is None else values - _column(data, outcome.less)
