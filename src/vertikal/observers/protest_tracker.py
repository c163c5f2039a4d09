"""Protests as a tracker counts them: it finds what is large, violent, and near the press."""

from dataclasses import dataclass
from math import inf

import numpy as np
import xarray as xr
from scipy.special import expit
from scipy.stats import binom

from vertikal.observers._names import lacking, members_of, stream

__all__ = ["PERFECT", "Tracker", "protest_tracker"]

NEEDS = ("protests_peaceful", "protests_violent", "protesters")
TYPICAL = 100.0
"""Participants of the event from which chances are counted."""


@dataclass(frozen=True)
class Tracker:
    """Log odds that an event finds its way into a tracker.

    Signs are those of McCarthy, McPhail & Smith (1996, Am. Sociol. Rev. 61(3), 478-499), who held
    permits against newspapers and television: size decides. How much is a placeholder until
    calibrated. Two trackers of one country bound it loosely: for Kazakhstan one counts 16 to 64
    events a month in years in which another counts 81, and a third, of events of 50 people and more
    in the world's press, has nine in two years (facts/kazakhstan.md section 6; Mass Mobilization).
    """

    start: float = -0.5
    """A peaceful event of 100 people outside the capital; placeholder."""
    by_size: float = 1.0
    """Ten times as many people; placeholder."""
    by_violence: float = 1.0
    """Violence; placeholder."""
    by_capital: float = 0.7
    """The capital, where the press is; placeholder."""

    def chance(self, people: np.ndarray, violent: float, capital: np.ndarray) -> np.ndarray:
        """Probability that an event is found."""
        size = np.log10(np.maximum(people, 1.0) / TYPICAL)
        return expit(
            self.start
            + self.by_size * size
            + self.by_violence * violent
            + self.by_capital * capital
        )


PERFECT = Tracker(start=inf)
"""Finds everything."""


def protest_tracker(data: xr.Dataset, tracker: Tracker | None = None) -> xr.Dataset:
    r"""Count the protests of a run as a tracker would.

    An event of $n$ people is found with log odds $\tau_0+\tau_n\log_{10}(n/100)+\tau_vv+\tau_cc$.
    A run keeps how many events a region had in a month, and the size $P$ of its largest crowd; of
    the others the observer assumes that the event of rank $k$ had $P/k$ people.

    Parameters
    ----------
    data
        A run's dataset: `protests_peaceful`, `protests_violent`, `protesters` by month and region,
        and `unit_remoteness`, which is 0 in the capital.
    tracker
        What it finds; None: the default `Tracker`.

    Returns
    -------
    Dataset with the same `protests_peaceful` and `protests_violent`, as far as they were found,
    and `protests` in all: events by month and region, which measures of protest read like the
    run's own. It never counts more than there was. Draws are named by the run's `seed` and the
    number of the history; each month, region and kind has one, the same whatever is true of it.

    Raises
    ------
    ValueError
        If the dataset lacks what the observer looks at.

    Notes
    -----
    The model's rate of protest was set to what one tracker counted, so that its events are those
    that such a tracker finds: for the events behind them, raise `activists_protest.rate` by as much
    as this observer misses. **Blind to** an event that is reported twice, a false report, the wrong
    month, and to which of a month's events was violent: every rank is as likely.

    References
    ----------
    McCarthy, McPhail & Smith (1996), Am. Sociol. Rev. 61(3), 478-499.
    Biggs (2018), Sociol. Methods Res. 47(3), 351-383: a few large events hold most participants.
    """
    lacking("protest_tracker", data, NEEDS)
    tracker = tracker or Tracker()
    order = ("time", "region")
    events = {kind: data[f"protests_{kind}"] for kind in ("peaceful", "violent")}
    events = {kind: x.transpose(..., *order) for kind, x in events.items()}
    like = events["peaceful"]
    crowd = data["protesters"].transpose(..., *order).values
    shape = (-1, like.sizes["time"], like.sizes["region"])
    counts = {k: x.values.astype(np.int64).reshape(shape) for k, x in events.items()}
    total = counts["peaceful"] + counts["violent"]
    capital = _capital(data, like.sizes["region"])
    found = {}
    for kind, there in counts.items():
        violent = float(kind == "violent")
        chance = _mean_chance(tracker, crowd.reshape(shape), total, capital, violent)
        seen = np.zeros_like(there)
        for k, member in enumerate(np.resize(members_of(data), len(there))):
            u = 1.0 - stream(data, "protest_tracker", member, kind).random(shape[1:])
            here = there[k] > 0
            seen[k][here] = binom.ppf(u[here], there[k][here], chance[k][here])
        name = f"protests_{kind}"
        found[name] = like.copy(data=seen.reshape(like.shape)).assign_attrs(data[name].attrs)
    found["protests"] = found["protests_peaceful"] + found["protests_violent"]
    return xr.Dataset(found, attrs=data.attrs)


def _capital(data: xr.Dataset, regions: int) -> np.ndarray:
    """1 in the capital's region; nowhere if the dataset does not say."""
    if "unit_remoteness" not in data:
        return np.zeros(regions)
    return (data["unit_remoteness"].values[:regions] == 0.0).astype(float)


def _mean_chance(
    tracker: Tracker, crowd: np.ndarray, total: np.ndarray, capital: np.ndarray, violent: float
) -> np.ndarray:
    """Chance of an event of unknown rank: mean over the ranks that its month has."""
    chance = np.zeros(crowd.shape)
    busy = total > 0
    where = np.broadcast_to(capital, crowd.shape)[busy]
    most, left = crowd[busy], total[busy]
    mean = np.zeros(left.shape)
    for rank in range(1, int(left.max(initial=0)) + 1):
        here = left >= rank
        mean[here] += tracker.chance(most[here] / rank, violent, where[here])
    chance[busy] = mean / left
    return chance
