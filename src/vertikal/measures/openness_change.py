"""Change of national electoral democracy between two months."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import period

__all__ = ["MEASURE"]


def openness_change(data: xr.Dataset, *, start: str, end: str) -> xr.DataArray:
    """Change of national electoral democracy between two months.

    Parameters
    ----------
    data
        Dataset with `openness`.
    start, end
        Months compared.

    Returns
    -------
    Difference on the scale of V-Dem's polyarchy index. **0** means no change.
    """
    early = period(data["openness"], start, start).isel(time=0, drop=True)
    return period(data["openness"], end, end).isel(time=0, drop=True) - early


MEASURE = Measure(
    name="openness_change",
    needs=("openness",),
    unit="1",
    label="Change of electoral democracy",
    read=openness_change,
    refs=(),
)
