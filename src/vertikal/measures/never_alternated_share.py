"""Share of units that the ruling camp has never lost."""

import xarray as xr

from vertikal.measures._alternation import NEEDS, camps_of
from vertikal.measures._measure import Measure
from vertikal.measures._units import position, share_of

__all__ = ["MEASURE"]


def never_alternated_share(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of units that the ruling camp has never lost.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    year
        The last year-end that counts.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Share of units, unit 1, by `unit_weight` where the dataset has it, whose head was no outsider at
    any year-end up to that year. **0** means that every unit has alternated. **Blind to** heads
    before the dataset opens and to those who come and go within a year.
    """
    camps = camps_of(data, tier, kind)
    ever = camps.ever.isel(year=position(data, "year", year), drop=True)
    return share_of(~ever, camps.weight)


MEASURE = Measure(
    name="never_alternated_share",
    needs=NEEDS,
    unit="1",
    label="Never alternated",
    read=never_alternated_share,
    refs=("comparative.md S3.1",),
)
