"""Share of units that the ruling camp has not lost after some elections."""

import xarray as xr

from vertikal.measures._alternation import NEEDS, camps_of, elections_of, later_position
from vertikal.measures._measure import Measure, MeasureError

__all__ = ["MEASURE"]


def survival_by_election(
    data: xr.Dataset, *, tier: str, k: int, from_year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of units that the ruling camp has not lost after some elections.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    k
        Direct elections of the head.
    from_year
        Year from which elections are counted; not the dataset's first.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Share of units, unit 1, by `unit_weight` where the dataset has it: the product over elections 1
    to `k` of one minus the share of those who vote that alternate for the first time (Kaplan and
    Meier 1958). Units that alternated before are left out; those that reach the end of the data, or
    an outsider without an election, are censored there. NaN where none reaches the election. **1**
    means that the ruling camp lost none. Two elections in a year count as two, and an alternation
    as the second's.
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        message = f"k is {k!r}; must be a number of elections, 1 or more"
        raise MeasureError(message)
    camps = camps_of(data, tier, kind)
    held = elections_of(data, tier, kind)
    start = later_position(held, "from_year", from_year)
    never = ~camps.ever.shift(year=1, fill_value=False)
    lost = (camps.outside & never & (held > 0)).isel(year=slice(start, None)).any("year")
    stood = never & ((held > 0) | ~camps.outside)
    votes = held.where(stood, 0).isel(year=slice(start, None)).sum("year")
    survival = xr.ones_like(xr.dot(lost, camps.weight))
    for j in range(1, min(k, int(votes.max()) + 1) + 1):
        able = xr.dot(votes >= j, camps.weight, dim="unit")
        gone = xr.dot(lost & (votes == j), camps.weight, dim="unit")
        left = 1.0 - gone / able.where(able > 0)
        survival = survival * left.where((able > 0) | (survival > 0), 0.0)
    return survival


MEASURE = Measure(
    name="survival_by_election",
    needs=NEEDS,
    unit="1",
    label="Survival by election",
    read=survival_by_election,
    refs=("Kaplan & Meier (1958), JASA 53(282), 457-481", "comparative.md S3.1"),
)
