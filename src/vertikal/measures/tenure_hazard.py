"""How often a camp that has held a unit for some years loses it within a year."""

import numpy as np
import xarray as xr

from vertikal.measures._alternation import NEEDS, camps_of
from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def tenure_hazard(
    data: xr.Dataset, *, tier: str, first_tenure: int, last_tenure: int, kind: str | None = None
) -> xr.DataArray:
    """How often a camp that has held a unit for some years loses it within a year.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    first_tenure, last_tenure
        Years that the camp has held the unit, both included: 1 in its first year, as the dataset
        shows it.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Changes per unit and year, 0 to 1, by `unit_weight` where the dataset has it; NaN where no camp
    has held a unit so long. **0** means that none was lost. **Blind to** tenure before the dataset
    opens: who holds a unit then counts as new.
    """
    if not (isinstance(first_tenure, int) and isinstance(last_tenure, int)) or not (
        1 <= first_tenure <= last_tenure
    ):
        message = (
            f"first_tenure and last_tenure are {first_tenure!r} and {last_tenure!r}; must be "
            "years, 1 or more, the first not after the last"
        )
        raise MeasureError(message)
    camps = camps_of(data, tier, kind)
    outside = camps.outside.transpose(..., "year", "unit")
    held = _tenure(outside.values)
    asked = (held[..., :-1, :] >= first_tenure) & (held[..., :-1, :] <= last_tenure)
    turned = outside.values[..., 1:, :] != outside.values[..., :-1, :]
    later = outside.isel(year=slice(1, None))
    lost, stood = (later.copy(data=x) for x in (asked & turned, asked))
    return per(
        xr.dot(lost, camps.weight, dim=["year", "unit"]),
        xr.dot(stood, camps.weight, dim=["year", "unit"]),
    )


def _tenure(outside: np.ndarray) -> np.ndarray:
    """Years in a row, up to each, that the same camp has held a unit; `(..., year, unit)`."""
    held = np.ones(outside.shape, np.int64)
    for t in range(1, outside.shape[-2]):
        same = outside[..., t, :] == outside[..., t - 1, :]
        held[..., t, :] += np.where(same, held[..., t - 1, :], 0)
    return held


MEASURE = Measure(
    name="tenure_hazard",
    needs=NEEDS,
    unit="1/yr",
    label="Hazard by tenure",
    read=tenure_hazard,
    refs=("Bienen & van de Walle (1991), Of Time and Power",),
)
