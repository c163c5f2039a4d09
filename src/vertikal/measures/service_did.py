"""Change of a service in pilot units minus the change in all others."""

import xarray as xr

from vertikal.measures._measure import Measure, MeasureError
from vertikal.measures._units import SERVICES, among, mean_of_units, position, units_of, weights

__all__ = ["MEASURE"]


def service_did(
    data: xr.Dataset, *, service: str, tier: str, before: int, after: int, kind: str | None = None
) -> xr.DataArray:
    """Change of a service in pilot units minus the change in all others.

    Who is in the pilot is read at the end of the first year after `before`, as a study assigns it:
    what becomes of the pilot later is part of its effect.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    service
        What is served: `popular`, `mandate` or `neutral`.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    before
        Last year before; all years of the dataset up to it count.
    after
        Last year after; the years later than `before` up to it count.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    Difference in differences, in the unit of the service; NaN where no unit, or every unit, is in a
    pilot at the end of the first year. **0** means that pilots change nothing. Weighted by
    `unit_weight` where the dataset has it. **Blind to** what else sets the chosen units apart over
    time; where the others follow within the period, it is too small.
    """
    name = f"unit_{among('service', service, SERVICES)}_service"
    units = units_of(data, ("unit_in_pilot", name), tier, kind)
    first, last = (
        position(units, option, year) for option, year in (("before", before), ("after", after))
    )
    if first >= last:
        message = f"service_did: before is {before}, after is {after}; after must be the later"
        raise MeasureError(message)
    chosen = units["unit_in_pilot"].isel(year=first + 1, drop=True) > 0
    y = units[name].astype(float)
    early, late = y.isel(year=slice(0, first + 1)), y.isel(year=slice(first + 1, last + 1))
    change = late.mean("year") - early.mean("year")
    weight = weights(units)
    return mean_of_units(change, chosen, weight) - mean_of_units(change, ~chosen, weight)


MEASURE = Measure(
    name="service_did",
    needs=("unit_in_pilot", "unit_tier"),
    unit="1",
    label="Effect of pilots",
    read=service_did,
    refs=(),
)
