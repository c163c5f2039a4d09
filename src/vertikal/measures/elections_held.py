"""Number of elections of heads in a period."""

import xarray as xr

from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._within import tier_total

__all__ = ["MEASURE"]


def elections_held(
    data: xr.Dataset,
    *,
    tier: str,
    how: str = "direct",
    start: str | None = None,
    end: str | None = None,
) -> xr.DataArray:
    """Number of elections of heads in a period.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district` or `locality`.
    how
        `direct`: by residents; `assembly`: by an assembly.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Count. **0** means none. A unit that votes twice counts twice.
    """
    if how not in ("direct", "assembly"):
        message = f"elections_held: how is {how!r}; must be direct or assembly"
        raise MeasureError(message)
    return tier_total(data, f"{how}_held", tier, start, end)


MEASURE = Measure(
    name="elections_held",
    needs=("direct_held", "assembly_held"),
    unit="1",
    label="Elections held",
    read=elections_held,
    refs=(),
)
