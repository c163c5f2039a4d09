"""Suits between the centre and its regions, per region and year."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._units import among
from vertikal.measures._within import counted, months_in

__all__ = ["MEASURE"]

SIDES = {"all": ("sued", "state_sued"), "region": ("sued",), "state": ("state_sued",)}
"""Variables that count the suits of each side."""


def suits_per_region_year(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None, by: str = "all"
) -> xr.DataArray:
    """Suits between the centre and its regions, per region and year.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.
    by
        Who sues: `region`, `state` or `all`.

    Returns
    -------
    Suits per region and year, 1/yr, by date of filing. **0** means that nobody goes to court. In a
    simulated run a region's disputes of a month are one package: it takes all of them to court, or
    none. **Blind to** what is settled before it is filed.
    """
    names = SIDES[among("by", by, SIDES)]
    suits = sum((counted(data, name, start, end) for name in names), xr.DataArray(0.0))
    years = months_in(data["sued"], start, end) / 12.0
    return suits / (years * data.sizes["region"])


MEASURE = Measure(
    name="suits_per_region_year",
    needs=("sued", "state_sued"),
    unit="1/yr",
    label="Suits per region and year",
    read=suits_per_region_year,
    refs=(),
)
