"""Share of the enclaves of a year that are still enclaves some years later."""

import xarray as xr

from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._regime import LASTING, NEEDS, enclaves_of
from vertikal.measures._units import position
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def enclave_survival(
    data: xr.Dataset, *, which: str, tier: str, year: int, until: int, lasting: int = LASTING
) -> xr.DataArray:
    """Share of the enclaves of a year that are still enclaves some years later.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    which
        `democratic` or `authoritarian`.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    year, until
        The year at whose end enclaves are counted, and the same or a later one.
    lasting
        Years in a row that make an enclave.

    Returns
    -------
    Share of units, unit 1; NaN where the year has no enclave. **0** means that all have ended.
    **Blind to** how: the place may have changed, or the nation come up to it; and to an
    interruption between the two years.
    """
    first, last = position(data, "year", year), position(data, "until", until)
    if last < first:
        message = f"until is {until}; must not be before year, which is {year}"
        raise MeasureError(message)
    inside = enclaves_of(data, which, tier, lasting)
    then = inside.isel(year=first, drop=True)
    return per((then & inside.isel(year=last, drop=True)).sum("unit"), then.sum("unit"))


MEASURE = Measure(
    name="enclave_survival",
    needs=(*NEEDS, "openness"),
    unit="1",
    label="Survival of enclaves",
    read=enclave_survival,
    refs=("Gilley (2010), Democratization 17(3), 389-415", "comparative.md S6.1 fact 9"),
)
