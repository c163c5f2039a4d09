"""Share of assembly votes that keep the sitting head."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import per, tier_total

__all__ = ["MEASURE"]


def assembly_kept_share(
    data: xr.Dataset, *, tier: str, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of assembly votes that keep the sitting head.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district` or `locality`.
    start, end
        First and last month, `2021-06`; None: open.

    Returns
    -------
    Share, unit 1; NaN where no assembly voted. **1** means every head is kept.
    """
    kept = tier_total(data, "assembly_kept", tier, start, end)
    return per(kept, tier_total(data, "assembly_held", tier, start, end))


MEASURE = Measure(
    name="assembly_kept_share",
    needs=("assembly_kept", "assembly_held"),
    unit="1",
    label="Heads kept by assemblies",
    read=assembly_kept_share,
    refs=(),
)
