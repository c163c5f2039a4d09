"""Share of stations whose count looks padded, by the model of Klimek et al."""

import xarray as xr

from vertikal.measures._klimek import falsified_stations
from vertikal.measures._measure import Measure
from vertikal.measures._returns import NEEDS, STATIONS, returns_of

__all__ = ["MEASURE"]


def klimek_fi(data: xr.Dataset, *, vote: str) -> xr.DataArray:
    """Share of stations whose count looks padded, by the model of Klimek et al.

    Parameters
    ----------
    data
        A run's dataset, or returns of polling stations.
    vote
        Name of the national vote.

    Returns
    -------
    Share of stations, unit 1: those where ballots for the leader were added bit by bit. **0** means
    that turnout and leader's share have no common tail. **Blind to** why: where regions with high
    turnout favour the leader of their own will, they look padded. With standard deviations of 0.1
    between regions in both, 0.2 is found as 0.24 if the two are unrelated, as 0.4 if they
    correlate at 0.5 and as 0.6 at 0.9. It can be compared with a published fit to one country
    as a whole; it is no estimate of what was falsified.

    Notes
    -----
    Fitted by maximum likelihood to turnout and leader's share of each history's stations, not to
    the histogram of leader's votes as in the paper; the spread of added shares is fixed at 0.4.
    From 1,200 stations of regions that are alike it is found to within about 0.05 where it is 0.4,
    and 0.15 where it is 0.7.
    """
    returns = returns_of(data, vote)
    return returns.array(falsified_stations(returns)[0])


MEASURE = Measure(
    name="klimek_fi",
    needs=NEEDS,
    unit="1",
    label="Padded stations",
    read=klimek_fi,
    refs=("Klimek, Yegorov, Hanel & Thurner (2012), PNAS 109(41), 16469-16473",),
    instead=STATIONS,
)
