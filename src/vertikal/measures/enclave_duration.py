"""Mean time that an enclave lasts."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._regime import LASTING, NEEDS, enclaves_of
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def enclave_duration(
    data: xr.Dataset, *, which: str, tier: str, lasting: int = LASTING
) -> xr.DataArray:
    """Mean time that an enclave lasts.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    which
        `democratic` or `authoritarian`.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    lasting
        Years in a row that make an enclave.

    Returns
    -------
    Years, mean over the spells of all units, each counted once; NaN where there is none. Never
    below `lasting`. **Blind to** what the dataset does not cover: a spell that has begun before, or
    goes on after, counts as long as it is seen, so the mean is a lower bound.
    """
    inside = enclaves_of(data, which, tier, lasting)
    begins = inside & ~inside.shift(year=1, fill_value=False)
    return per(inside.sum(("year", "unit")), begins.sum(("year", "unit")))


MEASURE = Measure(
    name="enclave_duration",
    needs=(*NEEDS, "openness"),
    unit="yr",
    label="Time an enclave lasts",
    read=enclave_duration,
    refs=(
        "O'Donnell 1993",
        "Gibson 2005",
        "Gilley 2010",
        "comparative.md S6.1 fact 9",
    ),
)
