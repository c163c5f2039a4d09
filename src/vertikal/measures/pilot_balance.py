"""Distance between the pilot and the other units, in standard deviations."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._pilot import pilot_of
from vertikal.measures._units import mean_of_units
from vertikal.measures._within import per

__all__ = ["MEASURE"]


def pilot_balance(
    data: xr.Dataset,
    *,
    tier: str,
    attribute: str,
    year: int,
    kind: str | None = None,
    signed: bool = False,
) -> xr.DataArray:
    """Distance between the pilot and the other units, in standard deviations.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    attribute
        What pilots may be chosen by: `development`, `anonymity` or `remoteness`.
    year
        The year at whose end the pilot is looked at.
    kind
        Kind of units; None: all kinds of the tier.
    signed
        True: negative where the pilot has less of the attribute.

    Returns
    -------
    |mean in the pilot - mean of the others| / standard deviation over all units, unit 1; NaN where
    there is no pilot, where all units are in it, or where they do not differ. **0** means balanced.
    Weighted by `unit_weight` where the dataset has it. Small pilots are never quite balanced: of n
    units, chance gives about 0.8 / sqrt(n).
    """
    lot = pilot_of(data, tier, attribute, year, kind)
    everywhere = xr.ones_like(lot.chosen)
    inside, outside, overall = (
        mean_of_units(lot.attribute, where, lot.weight)
        for where in (lot.chosen, ~lot.chosen, everywhere)
    )
    variance = mean_of_units((lot.attribute - overall) ** 2, everywhere, lot.weight)
    gap = inside - outside
    return per(gap if signed else abs(gap), variance**0.5)


MEASURE = Measure(
    name="pilot_balance",
    needs=("unit_in_pilot", "unit_tier"),
    unit="1",
    label="Balance of pilots",
    read=pilot_balance,
    refs=(),
)
