"""Share of stations whose count looks made up, by the model of Klimek et al."""

import xarray as xr

from vertikal.measures._klimek import falsified_stations
from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, returns_of

__all__ = ["MEASURE"]


def klimek_fe(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Share of stations whose count looks made up, by the model of Klimek et al.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of stations, unit 1: those where nearly all unused ballots and nearly all of the rivals'
    went to the leader. **0** means that no stations are near full turnout and full support.
    **Blind to** why: hospitals, ships and barracks are there too.

    Notes
    -----
    Fitted together with the share of padded stations; see `klimek_fi`. From 1,200 stations it is
    found to within about 0.01 where it is 0.05 or less.
    """
    returns = returns_of(data, vote)
    return returns.array(falsified_stations(returns)[1])


MEASURE = Measure(
    name="klimek_fe",
    needs=NEEDS,
    unit="1",
    label="Made-up stations",
    read=klimek_fe,
    refs=("Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",),
    instead=STATIONS,
)
