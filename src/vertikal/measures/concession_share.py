"""Share of crises in which the regime concedes."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]


def concession_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of crises in which the regime concedes.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Concessions / months of crisis, unit 1; NaN where there was no crisis. **0** means that it
    always represses. **Blind to** what is conceded.
    """
    conceded, crisis = (
        period(data[name].astype(np.float64), start, end).sum("time")
        for name in ("conceded", "crisis")
    )
    return per(conceded, crisis)


MEASURE = Measure(
    name="concession_share",
    needs=(
        "conceded",
        "crisis",
    ),
    unit="1",
    label="Crises that end in concessions",
    read=concession_share,
    refs=(),
)
