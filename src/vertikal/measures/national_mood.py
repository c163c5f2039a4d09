"""Mean mood of a country's adults over a period."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._units import among
from vertikal.measures._within import period

__all__ = ["MEASURE"]

MOODS = ("activism", "trust", "grievance", "fear", "habit")
"""What is kept of residents' moods, each as `national_` and its name."""


def national_mood(
    data: xr.Dataset, *, of: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Mean mood of a country's adults over a period.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    of
        `activism` (share ready to act in public), `trust` (that votes are counted as cast),
        `grievance`, `fear`, or `habit` (points of turnout that past national votes have left).
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Mean over adults and months, unit 1. **0** means none at all. **Blind to** where in the country
    it is: a calm country and an angry one with a calm majority look alike.
    """
    name = f"national_{among('of', of, MOODS)}"
    if name not in data:
        message = f"the dataset lacks {name}"
        raise MeasureError(message)
    return period(data[name].astype(np.float64), start, end).mean("time")


MEASURE = Measure(
    name="national_mood",
    needs=("time",),
    unit="1",
    label="Mood of the country",
    read=national_mood,
    refs=("DESIGN, phase 5",),
)
