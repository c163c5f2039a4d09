"""Share of protest events that stay peaceful."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, period

__all__ = ["MEASURE"]


def peaceful_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of protest events that stay peaceful.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share, unit 1; NaN where there was no protest. **1** means no violence.
    """
    peaceful = period(data["protests_peaceful"].astype(float), start, end).sum(("time", "region"))
    violent = period(data["protests_violent"].astype(float), start, end).sum(("time", "region"))
    return per(peaceful, peaceful + violent)


MEASURE = Measure(
    name="peaceful_share",
    needs=("protests_peaceful", "protests_violent"),
    unit="1",
    label="Peaceful protests",
    read=peaceful_share,
    refs=(),
)
