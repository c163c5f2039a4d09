"""Shared steps of measures of survival: how long units have gone without an event, seen or not."""

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vertikal.measures._measure import MeasureError

__all__ = ["Curve", "first_loss", "kaplan_meier"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEVEL = 0.95
HALF = 0.5 + 1e-9
"""Half, and what rounding adds to it."""


class Curve(NamedTuple):
    """Share of units without the event after each time at which something is seen."""

    time: Floats
    at_risk: NDArray[np.integer]
    events: NDArray[np.integer]
    survival: Floats
    low: Floats
    high: Floats
    """95 % interval on the log-log scale; NaN where it is not defined: at 1, and at 0."""

    @property
    def median(self) -> float:
        """First time by which half have had the event; infinite if fewer have."""
        gone = self.time[self.survival <= HALF]
        return float(gone[0]) if gone.size else np.inf


def kaplan_meier(time: NDArray[np.generic], event: Bools) -> Curve:
    """Product-limit estimate with its interval, by `scipy.stats.ecdf`.

    Parameters
    ----------
    time
        Until the event, or until the unit was last seen without it; `(unit,)`.
    event
        Whether the event was seen.

    References
    ----------
    Kaplan & Meier (1958), JASA 53(282), 457-481. Interval: Kalbfleisch & Prentice's log-log.
    """
    from scipy import stats  # noqa: PLC0415 - slow to import, and few measures need it

    lasted = np.asarray(time, np.float64)
    if not lasted.size:
        none = np.empty(0)
        return Curve(none, none.astype(int), none.astype(int), none, none, none)
    found = stats.ecdf(stats.CensoredData.right_censored(lasted, ~event)).sf
    times = np.asarray(found.quantiles)
    gone = np.array([(event & (lasted == t)).sum() for t in times])
    left = np.array([(lasted >= t).sum() for t in times])
    survival = np.asarray(found.probabilities)
    with warnings.catch_warnings():  # scipy warns of both ends, where the interval is not defined
        warnings.simplefilter("ignore", RuntimeWarning)
        band = found.confidence_interval(LEVEL, method="log-log")
    inside = (survival > 0.0) & (survival < 1.0)
    low, high = (np.where(inside, x.probabilities, np.nan) for x in (band.low, band.high))
    return Curve(times, left, gone, survival, low, high)


def first_loss(outside: Bools, since: int) -> tuple[NDArray[np.integer], Bools]:
    """Years from `since` to the first loss, or to the end; whether it was seen.

    Parameters
    ----------
    outside
        True while the ruling camp does not hold the unit, `(..., year, unit)`.
    since
        Place of the year before the first that counts. A unit lost by then is left out: time 0.
    """
    if not 0 <= since < outside.shape[-2] - 1:
        message = "since must leave a year after it"
        raise MeasureError(message)
    after = outside[..., since + 1 :, :]
    lost = after.any(-2)
    years = np.where(lost, after.argmax(-2) + 1, after.shape[-2])
    before = outside[..., : since + 1, :].any(-2)
    return np.where(before, 0, years), np.asarray(lost & ~before)
