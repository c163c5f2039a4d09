"""Share of alternated units to which the ruling camp came back."""

import xarray as xr

from vertikal.measures._alternation import NEEDS, camps_of
from vertikal.measures._measure import Measure
from vertikal.measures._units import position
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def return_share(
    data: xr.Dataset, *, tier: str, year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of alternated units to which the ruling camp came back.

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
    Share, unit 1, by `unit_weight` where the dataset has it, of the units that had an outsider as
    head at some year-end up to that year: those in which an insider followed by then. NaN where
    none alternated. **0** means that alternation was for good. **Blind to** how the camp came back:
    an appointed insider counts as well.
    """
    camps = camps_of(data, tier, kind)
    seen = slice(0, position(data, "year", year) + 1)
    ever, outside = camps.ever.isel(year=seen), camps.outside.isel(year=seen)
    back = (ever & ~outside).any("year")
    return per(xr.dot(back, camps.weight), xr.dot(ever.any("year"), camps.weight))


MEASURE = Measure(
    name="return_share",
    needs=NEEDS,
    unit="1",
    label="Return of the ruling camp",
    read=return_share,
    refs=("comparative.md S3.1",),
)
