"""Mean of what the centre feels or shows over a period."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import among
from vertikal.measures._within import mean_over

__all__ = ["MEASURE"]

STATES = ("narrative", "risk", "approval", "openness", "stress", "reform_pressure")
"""What is kept of the centre each month."""


def centre_state(
    data: xr.Dataset, *, state: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Mean of what the centre feels or shows over a period.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    state
        `narrative` (of democratic change), `risk` (as the elites see it), `approval`, `openness`
        (electoral democracy), `stress`, or `reform_pressure` (demand for visible change).
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Mean over months, unit 1. **0** means none. **Blind to** how it moves within the period.
    """
    return mean_over(data, among("state", state, STATES), start, end)


MEASURE = Measure(
    name="centre_state",
    needs=("time",),
    unit="1",
    label="State of the centre",
    read=centre_state,
    refs=(),
)
