"""What one more voter in a hundred brings the leader, over stations of a region."""

import numpy as np

from vertikal.instruments._instrument import Z95, Finding, Instrument
from vertikal.instruments._stations import Stations

__all__ = ["INSTRUMENT"]


def turnout_slope(stations: Stations, rng: np.random.Generator, draws: int) -> Finding:
    r"""Slope of the leader's votes per registered voter on turnout, within regions.

    $\beta=\sum w\,\tilde t\,\tilde y/\sum w\,\tilde t^2$ with registered voters as weights and each
    region's mean taken out; the interval is robust to unequal spread (White's errors).
    """
    del rng, draws
    known = (stations.registered > 0) & (stations.ballots > 0)
    here = stations.take(known)
    if len(here) == 0:
        return Finding(np.nan, why_not="no station has any votes")
    w = here.registered.astype(float)
    t, y = here.turnout, here.leader / w
    total = np.bincount(here.region, w, minlength=len(here.codes))
    t, y = (
        x - (np.bincount(here.region, w * x, total.size) / np.maximum(total, 1.0))[here.region]
        for x in (t, y)
    )
    size = float(w @ t**2)
    if size == 0.0:
        return Finding(np.nan, why_not="turnout is the same at all stations of a region")
    slope = float(w @ (t * y)) / size
    error = float(np.sqrt(((w * t * (y - slope * t)) ** 2).sum())) / size
    share = float(here.leader.sum()) / max(float(here.valid.sum()), 1.0)
    return Finding(slope, slope - Z95 * error, slope + Z95 * error, null=share)


INSTRUMENT = Instrument(
    name="turnout_slope",
    label="Leader's votes for each further ballot",
    unit="1",
    needs=("registered", "ballots", "leader"),
    zero="Equal to the leader's share (`null`): further voters vote as the others do; 1: all "
    "further ballots are the leader's; above 1: votes leave the others too.",
    blind="Supporters who turn out more strongly, or a countryside that votes more and otherwise, "
    "give a slope above the share too. Nothing moved within one turnout is seen.",
    read=turnout_slope,
    alarms=False,
    refs=("Myagkov, Ordeshook & Shakin (2009), The Forensics of Election Fraud, ch. 2",),
)
