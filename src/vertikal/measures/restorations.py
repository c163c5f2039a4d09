"""Elections of heads that came back after they had been taken away."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import tier_total

__all__ = ["MEASURE"]


def restorations(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Elections of heads that came back after they had been taken away.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Number of times in the period, over the units of the dataset: one of a sample counts once. **0**
    means that what was abolished stayed so. **Blind to** elections that return with a reform of the
    whole tier.
    """
    return tier_total(data, "restored", tier, start, end)


MEASURE = Measure(
    name="restorations",
    needs=("restored",),
    unit="1",
    label="Elections restored",
    read=restorations,
    refs=(),
)
