"""First alternations per direct election where the ruling camp has never lost."""

import xarray as xr

from vertikal.measures._alternation import NEEDS, camps_of, elections_of, later_position
from vertikal.measures._measure import Measure
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def alternation_hazard(
    data: xr.Dataset, *, tier: str, first_year: int, last_year: int, kind: str | None = None
) -> xr.DataArray:
    """First alternations per direct election where the ruling camp has never lost.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    first_year, last_year
        First and last year, both included; the first is not the dataset's first.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Hazard, 0 to 1, by `unit_weight` where the dataset has it; NaN where no such election was held.
    **0** means that the ruling camp lost none. An outsider who comes in a year without an election
    is no alternation by election: his unit is left out from then on. **Blind to** alternation that
    is undone before the year ends.
    """
    camps = camps_of(data, tier, kind)
    held = elections_of(data, tier, kind)
    first = later_position(held, "first_year", first_year)
    last = later_position(held, "last_year", last_year)
    never = ~camps.ever.shift(year=1, fill_value=False)
    within = slice(first, last + 1)
    lost = (camps.outside & never & (held > 0)).isel(year=within)
    elections = held.where(never, 0).isel(year=within)
    both = ("year", "unit")
    return per(xr.dot(lost, camps.weight, dim=both), xr.dot(elections, camps.weight, dim=both))


MEASURE = Measure(
    name="alternation_hazard",
    needs=NEEDS,
    unit="1",
    label="Hazard of first alternation",
    read=alternation_hazard,
    refs=("comparative.md S3.1",),
)
