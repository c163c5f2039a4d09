"""Share of units that the ruling camp has not lost after some years."""

import numpy as np
import xarray as xr

from vertikal.measures._alternation import NEEDS, camps_of, later_position
from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._survival import first_loss, kaplan_meier

__all__ = ["MEASURE"]


def survival_by_years(
    data: xr.Dataset, *, tier: str, k: int, from_year: int, kind: str | None = None
) -> xr.DataArray:
    """Share of units that the ruling camp has not lost after some years.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    k
        Years, the first included.
    from_year
        First year that counts; not the dataset's first.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Share of units, unit 1, each counted once: the product-limit estimate (Kaplan and Meier 1958).
    Units that were lost before are left out; those that the data see no longer are censored at its
    end. **1** means that the ruling camp lost none; NaN where no unit is left to lose. **Blind to**
    a loss that is made good within the year, and to what comes after the first.
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        message = f"k is {k!r}; must be a number of years, 1 or more"
        raise MeasureError(message)
    outside = camps_of(data, tier, kind).outside.transpose(..., "year", "unit")
    since = later_position(outside, "from_year", from_year) - 1
    years, lost = first_loss(outside.values, since)
    blank = outside.isel(year=0, unit=0, drop=True).astype(np.float64)
    flat = [
        _after(own, gone, k)
        for own, gone in zip(
            years.reshape(-1, years.shape[-1]), lost.reshape(-1, lost.shape[-1]), strict=True
        )
    ]
    return blank.copy(data=np.reshape(flat, blank.shape))


def _after(years: np.ndarray, lost: np.ndarray, k: int) -> float:
    """Survival of one history after `k` years."""
    stood = years > 0
    if not stood.any():
        return np.nan
    curve = kaplan_meier(years[stood], lost[stood])
    reached = curve.time <= k
    return float(curve.survival[reached][-1]) if reached.any() else 1.0


MEASURE = Measure(
    name="survival_by_years",
    needs=NEEDS,
    unit="1",
    label="Survival by years",
    read=survival_by_years,
    refs=("Kaplan & Meier (1958), JASA 53(282), 457-481", "comparative.md S3.1"),
)
