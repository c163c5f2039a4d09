"""Share of regions where one voter in four is at a station with turnout above 90 %."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, machine_regions

__all__ = ["MEASURE"]


def machine_regions_share(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Share of regions where one voter in four is at a station with turnout above 90 %.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of regions that voted, unit 1: those with more than 25 % of registered voters at such
    stations. **0** means none. **Blind to** counts that stop below 90 %, and to places where all
    do vote.
    """
    return machine_regions(data, vote).mean("region")


MEASURE = Measure(
    name="machine_regions_share",
    needs=NEEDS,
    unit="1",
    label="Machine regions",
    read=machine_regions_share,
    refs=(),
    instead=STATIONS,
)
