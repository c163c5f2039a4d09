"""Shared step of measures of pilots: who is in one, and what the units are like."""

from typing import NamedTuple

import xarray as xr

from vertikal.measures._units import ATTRIBUTES, among, position, units_of, weights

__all__ = ["Pilot", "pilot_of"]


class Pilot(NamedTuple):
    """The units of a tier, and which of them are in a pilot."""

    chosen: xr.DataArray
    attribute: xr.DataArray
    weight: xr.DataArray


def pilot_of(
    data: xr.Dataset, tier: str, attribute: str, year: int, kind: str | None = None
) -> Pilot:
    """Who is in a pilot at the end of a year, beside an attribute of all units."""
    name = f"unit_{among('attribute', attribute, ATTRIBUTES)}"
    units = units_of(data, ("unit_in_pilot", name), tier, kind)
    chosen = units["unit_in_pilot"].isel(year=position(units, "year", year), drop=True) > 0
    return Pilot(chosen, units[name].astype(float), weights(units))
