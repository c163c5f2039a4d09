"""Number of units in a lasting enclave at the end of a year."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._regime import LASTING, NEEDS, enclaves_of
from vertikal.measures._units import position

__all__ = ["MEASURE"]


def enclave_count(
    data: xr.Dataset, *, which: str, tier: str, year: int, lasting: int = LASTING
) -> xr.DataArray:
    """Number of units in a lasting enclave at the end of a year.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    which
        `democratic` or `authoritarian`.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    year
        The year at whose end units are counted.
    lasting
        Years in a row that make an enclave.

    Returns
    -------
    Number of units of the dataset: one of a sample counts once, whatever it stands for. **0** means
    that all are in step with the nation, or were out of step for less than `lasting` years in a
    row. **Blind to** how far out of step, and to what the dataset has no room for: a spell that
    begins less than `lasting` years before its end.
    """
    inside = enclaves_of(data, which, tier, lasting)
    return inside.isel(year=position(data, "year", year), drop=True).sum("unit")


MEASURE = Measure(
    name="enclave_count",
    needs=(*NEEDS, "openness"),
    unit="1",
    label="Units in an enclave",
    read=enclave_count,
    refs=(
        "O'Donnell 1993",
        "Gibson 2005",
        "Gilley 2010",
        "comparative.md S6.1 fact 9",
    ),
)
