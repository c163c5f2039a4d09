"""What a measure is: a reading of a dataset, simulated or observed, by named fields."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Measure", "MeasureError"]


class MeasureError(ValueError):
    """A measure that cannot be taken: what is missing, or which option does not fit."""


@dataclass(frozen=True)
class Measure:
    """A reading: which variables it needs, what it returns, in which unit.

    `read(data, **options)` keeps every dimension it does not reduce: `member` if the dataset was
    simulated, whatever the data have if it was observed. It never knows which.
    """

    name: str
    needs: tuple[str, ...]
    unit: str
    label: str
    read: "Callable[..., xr.DataArray]"
    refs: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    """Variables that do in place of `needs`, where a dataset has all of them."""

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the options that `read` takes."""
        return tuple(list(inspect.signature(self.read).parameters)[1:])

    @property
    def required(self) -> tuple[str, ...]:
        """Options without a default."""
        signature = inspect.signature(self.read).parameters
        return tuple(n for n in self.options if signature[n].default is inspect.Parameter.empty)

    def __call__(self, data: "xr.Dataset", **options: object) -> "xr.DataArray":
        """Take the measure.

        Raises
        ------
        MeasureError
            If the dataset lacks a variable, or an option is missing or unknown.
        """
        lacking = [name for name in self.needs if name not in data]
        if lacking and not (self.instead and all(name in data for name in self.instead)):
            message = f"{self.name}: the dataset lacks {', '.join(lacking)}"
            raise MeasureError(message)
        if unknown := sorted(set(options) - set(self.options)):
            message = f"{self.name}: takes no {', '.join(unknown)}; takes {', '.join(self.options)}"
            raise MeasureError(message)
        if missing := [name for name in self.required if name not in options]:
            message = f"{self.name}: needs {', '.join(missing)}"
            raise MeasureError(message)
        return self.read(data, **options).rename(self.name)
