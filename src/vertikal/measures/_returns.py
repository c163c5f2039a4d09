"""Shared steps of measures that read polling stations: returns, and sums over them."""

import itertools
from dataclasses import dataclass

import numpy as np
import xarray as xr

from vertikal.measures._measure import MeasureError
from vertikal.measures._memo import Memo, digest
from vertikal.measures._within import vote_month
from vertikal.observers import TRUTH, polling_stations

__all__ = [
    "HIGH",
    "MACHINE",
    "NEEDS",
    "STATIONS",
    "Returns",
    "by_region",
    "leader_by_region",
    "machine_regions",
    "ratio",
    "returns_of",
    "stays",
    "turnout_by_region",
    "voters_at_high_turnout",
]

NEEDS = (*TRUTH, "vote_month", "unit_adults")
"""Variables of a run from which returns are drawn."""
STATIONS = ("registered", "ballots", "leader", "station_region")
"""Variables of observed returns; `valid`, `weight` and `station_vote` may be there as well."""
HIGH = 0.9
"""Turnout above which few stations come by votes freely cast."""
MACHINE = 0.25
"""Share of a region's voters at stations with such turnout above which it is called a machine."""
PAIR = 2
"""Votes that a comparison needs."""


KEPT = 2**29
"""Bytes of drawn returns that are kept: many measures read the same vote."""


@dataclass(frozen=True, eq=False)
class Returns:
    """Returns of one vote as plain arrays, `(..., station)`; `region` is `(station,)`.

    The chain of counting is registered >= ballots >= valid >= leader. `weight` is the number of
    real stations that one stands for; `region` a position in `codes`.
    """

    registered: np.ndarray
    ballots: np.ndarray
    valid: np.ndarray
    leader: np.ndarray
    region: np.ndarray
    weight: np.ndarray
    codes: tuple[str, ...]
    coords: dict[str, xr.DataArray]
    dims: tuple[str, ...] = ()
    """Dimensions before `station`, and their coordinates: what a result keeps."""

    def array(self, values: np.ndarray) -> xr.DataArray:
        """Label values that have no dimension but the leading ones."""
        return xr.DataArray(values, dims=self.dims, coords=self.coords)

    def regional(self, values: np.ndarray) -> xr.DataArray:
        """Label values that end in `region`."""
        codes = {"region": list(self.codes)}
        return xr.DataArray(values, dims=(*self.dims, "region"), coords={**self.coords, **codes})


def _bytes(returns: Returns) -> int:
    columns = (returns.registered, returns.ballots, returns.valid, returns.leader, returns.weight)
    return sum(x.nbytes for x in columns)


_DRAWN: Memo[Returns] = Memo(KEPT, _bytes)


def returns_of(data: xr.Dataset, vote: str) -> Returns:
    """Returns of a vote: those the dataset has, else those that an observer draws from it."""
    if all(name in data for name in STATIONS):
        return _plain(_of_vote(data, vote))
    month = vote_month(data, vote)  # an unknown vote is said so
    read = data[list(TRUTH)].isel(time=month)
    regions = data["region"].values
    made_from = (
        vote,
        data.attrs.get("seed", 0),
        data["unit_adults"].values[: regions.size],
        *(f"{name} {read[name].dims}" for name in TRUTH),
        *(read[name].values for name in TRUTH),
        *((name, x.dims, x.values.tolist()) for name, x in read.coords.items()),
    )
    return _DRAWN.recall(digest(*made_from), lambda: _plain(polling_stations(data, vote)))


def _of_vote(data: xr.Dataset, vote: str) -> xr.Dataset:
    """Stations of one vote: where there are several, `station_vote` says which is which."""
    if "station_vote" in data:
        stated = data["station_vote"].values
        here = np.flatnonzero(stated == vote)
        if here.size:
            return data.isel(station=here)
        names = sorted({str(v) for v in stated})
    else:
        names = [str(v) for v in np.atleast_1d(data["vote"].values)] if "vote" in data else []
    if vote not in names:
        message = f"the dataset has no stations of a vote {vote!r}; it has {', '.join(names)}"
        raise MeasureError(message)
    if len(names) > 1:
        message = f"stations of {', '.join(names)} must be told apart by `station_vote`"
        raise MeasureError(message)
    return data


def _plain(data: xr.Dataset) -> Returns:
    """Stations as plain arrays."""
    labels = data["station_region"].values.tolist()
    data = data.drop_vars(("station_region", "station_vote"), errors="ignore")
    valid = data["valid"] if "valid" in data else data["ballots"]
    weight = data["weight"] if "weight" in data else xr.ones_like(data["ballots"], float)
    columns = xr.broadcast(data["registered"], data["ballots"], valid, data["leader"], weight)
    registered, ballots, valid, leader, weight = (x.transpose(..., "station") for x in columns)
    dims = tuple(str(d) for d in registered.dims[:-1])
    codes = sorted({*labels})
    place = {code: i for i, code in enumerate(codes)}
    return Returns(
        *(np.array(x.values, float, order="C") for x in (registered, ballots, valid, leader)),
        region=np.array([place[label] for label in labels], dtype=int),
        weight=np.array(weight.values, float, order="C"),
        codes=tuple(str(c) for c in codes),
        coords={d: data.coords[d] for d in dims if d in data.coords},
        dims=dims,
    )


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part / whole; NaN where the whole is 0."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def by_region(x: np.ndarray, returns: Returns) -> np.ndarray:
    """Weighted sum over each region's stations, `(..., region)`."""
    n = len(returns.codes)
    flat = (x * returns.weight).reshape(-1, returns.region.size)
    place = np.arange(len(flat))[:, None] * n + returns.region
    sums = np.bincount(place.ravel(), flat.ravel(), minlength=len(flat) * n)
    return sums.reshape(*x.shape[:-1], n)


def turnout_by_region(returns: Returns) -> np.ndarray:
    """Ballots / registered voters, `(..., region)`; NaN where there were no ballots."""
    ballots = by_region(returns.ballots, returns)
    return ratio(ballots, by_region(returns.registered, returns) * (ballots > 0))


def leader_by_region(returns: Returns) -> np.ndarray:
    """Leader's votes / valid ballots, `(..., region)`; NaN where there were none."""
    return ratio(by_region(returns.leader, returns), by_region(returns.valid, returns))


def voters_at_high_turnout(returns: Returns) -> np.ndarray:
    """Share of a region's voters at stations with turnout above 90 %; NaN where nobody voted."""
    high = returns.ballots > HIGH * returns.registered
    voters = by_region(returns.registered, returns) * (by_region(returns.ballots, returns) > 0)
    return ratio(by_region(returns.registered * high, returns), voters)


def machine_regions(data: xr.Dataset, vote: str) -> xr.DataArray:
    """1 in regions with more than 25 % of voters at high turnout, else 0; NaN: nobody voted."""
    returns = returns_of(data, vote)
    share = voters_at_high_turnout(returns)
    return returns.regional(np.where(np.isnan(share), np.nan, share > MACHINE))


def stays(data: xr.Dataset, votes: list[str], kind: float) -> xr.DataArray:
    """Share of machine regions (`kind` 1) or of the others (0) that are the same at the next vote.

    Over all pairs of successive votes, and over the regions that voted in both.
    """
    if len(votes) < PAIR:
        message = f"a comparison of successive votes needs two or more; found {votes}"
        raise MeasureError(message)
    found = [machine_regions(data, vote) for vote in votes]
    stayed, were = xr.zeros_like(found[0].sum("region")), xr.zeros_like(found[0].sum("region"))
    for before, after in itertools.pairwise(found):
        first, then = xr.align(before, after, join="inner")
        here = (first == kind) & then.notnull()
        were = were + here.sum("region")
        stayed = stayed + (here & (then == kind)).sum("region")
    return stayed / were.where(were > 0)
