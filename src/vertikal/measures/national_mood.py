"""Mean mood of a country's adults over a period."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import among
from vertikal.measures._within import mean_over

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
    return mean_over(data, f"national_{among('of', of, MOODS)}", start, end)


MEASURE = Measure(
    name="national_mood",
    needs=("time",),
    unit="1",
    label="Mood of the country",
    read=national_mood,
    refs=("DESIGN, phase 5",),
)
