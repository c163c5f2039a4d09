"""Dismissals of heads over incidents that the centre looked at, per year."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import months_in, period

__all__ = ["MEASURE"]


def dismissals_per_year(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Dismissals of heads over incidents that the centre looked at, per year.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Rate, 1/yr. **0** means that nobody was dismissed. **Blind to** dismissals without an incident.
    """
    fired = period(data["case_target"], start, end) >= 0
    return fired.sum(("time", "case")) / (months_in(fired, start, end) / 12.0)


MEASURE = Measure(
    name="dismissals_per_year",
    needs=("case_target",),
    unit="1/yr",
    label="Dismissals a year",
    read=dismissals_per_year,
)
