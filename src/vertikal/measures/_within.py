"""Shared steps of measures: periods, votes, tiers, ratios without a warning for 0 / 0."""

import numpy as np
import xarray as xr

from vertikal.measures._measure import MeasureError
from vertikal.observers import month_of

__all__ = [
    "at_region",
    "at_tier",
    "at_vote",
    "counted",
    "mean_over",
    "months_in",
    "per",
    "period",
    "regions_of_kind",
    "span",
    "tier_total",
    "vote_month",
]


def period(x: xr.DataArray, start: str | None, end: str | None) -> xr.DataArray:
    """Months from `start` to `end`, both included, written `2021-06`; None: open."""
    months = x["time"].values.astype("datetime64[M]")
    keep = np.ones(months.shape, bool)
    try:
        if start is not None:
            keep &= months >= np.datetime64(str(start), "M")
        if end is not None:
            keep &= months <= np.datetime64(str(end), "M")
    except ValueError:
        message = f"a period runs from a month to a month, e.g. 2021-06; found {start}, {end}"
        raise MeasureError(message) from None
    first, last = months[0], months[-1]
    outside = (start is not None and np.datetime64(str(start), "M") < first) or (
        end is not None and np.datetime64(str(end), "M") > last
    )
    if outside or not keep.any():
        message = f"the dataset covers {first} to {last}, not all of {start} to {end}"
        raise MeasureError(message)
    return x.isel(time=np.flatnonzero(keep))


def mean_over(data: xr.Dataset, name: str, start: str | None, end: str | None) -> xr.DataArray:
    """Mean over a period of a monthly variable that not every dataset has."""
    if name not in data:
        message = f"the dataset lacks {name}"
        raise MeasureError(message)
    return period(data[name].astype(np.float64), start, end).mean("time")


def months_in(x: xr.DataArray, start: str | None, end: str | None) -> int:
    """Count the months of a period that the dataset has."""
    return period(x, start, end).sizes["time"]


def span(option: str, months: list[str]) -> tuple[str, str]:
    """First and last month of a period that is given as a list of two."""
    if not isinstance(months, (list, tuple)) or [isinstance(m, str) for m in months] != [True] * 2:
        message = f"{option} is {months!r}; must be two months, e.g. [2018-01, 2020-08]"
        raise MeasureError(message)
    return months[0], months[1]


def counted(data: xr.Dataset, name: str, start: str | None, end: str | None) -> xr.DataArray:
    """Sum of a monthly count over all regions and a period."""
    return period(data[name].astype(np.float64), start, end).sum(("time", "region"))


def at_vote(data: xr.Dataset, vote: str) -> xr.DataArray:
    """Turnout by region in the month of a national vote."""
    return data["national_turnout"].isel(time=vote_month(data, vote))


def vote_month(data: xr.Dataset, vote: str) -> int:
    """Position along `time` of the month of a national vote."""
    try:
        return month_of(data, vote)
    except ValueError as error:
        raise MeasureError(str(error)) from None


def regions_of_kind(x: xr.DataArray, kind: str) -> xr.DataArray:
    """Regions of one kind."""
    keep = np.flatnonzero(x["region_kind"].values == kind)
    if keep.size == 0:
        message = f"no region is of kind {kind!r}; kinds: {sorted(set(x['region_kind'].values))}"
        raise MeasureError(message)
    return x.isel(region=keep)


def at_tier(x: xr.DataArray, tier: str) -> xr.DataArray:
    """Values of one tier."""
    tiers = [str(t) for t in x["tier"].values]
    if tier not in tiers:
        message = f"no tier {tier!r}; tiers: {', '.join(tiers)}"
        raise MeasureError(message)
    return x.isel(tier=tiers.index(tier))


def at_region(x: xr.DataArray, region: str) -> xr.DataArray:
    """Values of one region."""
    codes = [str(c) for c in x["region"].values]
    if region not in codes:
        message = f"no region {region!r}; regions: {', '.join(codes)}"
        raise MeasureError(message)
    return x.isel(region=codes.index(region), drop=True)


def tier_total(
    data: xr.Dataset, name: str, tier: str, start: str | None, end: str | None
) -> xr.DataArray:
    """Sum of a monthly count of a tier over a period."""
    counts = at_tier(data[name], tier).astype(np.float64)
    return period(counts, start, end).sum("time")


def per(part: xr.DataArray, whole: xr.DataArray | float) -> xr.DataArray:
    """Return part / whole; NaN where the whole is 0."""
    whole = xr.zeros_like(part) + whole
    return part / whole.where(whole > 0)
