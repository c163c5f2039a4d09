"""Suits between centre and regions as a court's docket lists them, one a row."""

import itertools

import numpy as np
import xarray as xr

from vertikal.observers._names import lacking, members_of, shares, stream

__all__ = ["court_docket", "suits_by_year"]

NEEDS = ("sued", "suit_days", "suits_won", "suits_lost", "state_sued", "centre_prevailed")
YEAR, MONTHS = 365.25, 12
HORIZON = 60
"""Months after which every suit is decided: the model's docket ends there."""
EDGE = 1e-4
"""A wait is kept in single precision: what exceeds a whole month by less has not exceeded it."""


def court_docket(data: xr.Dataset, *, missing: float = 0.0, misread: float = 0.0) -> xr.Dataset:
    """List the suits of a run as a court's docket would.

    Parameters
    ----------
    data
        A run's dataset by month and region: `sued`, `suit_days`, `suits_won`, `suits_lost` of the
        suits that regions bring, `state_sued` and `centre_prevailed` of the centre's.
    missing
        Share of suits that the docket does not have.
    misread
        Share of verdicts of which it names the wrong winner.

    Returns
    -------
    Dataset along `suit`, in order of history and filing: `suit_member`, `suit_region` (code),
    `plaintiff` (`region` or `centre`), `filed` and `decided` (day; none while the suit is pending),
    `winner` (`region`, `centre`, or empty while pending). Draws are named by the run's `seed` and
    the number of the history.

    Raises
    ------
    ValueError
        If the dataset lacks what the observer looks at, or a share lies outside 0 to 1.

    Notes
    -----
    A run keeps months, so that the day of filing is drawn within its month. What a region files in
    a month is one package: all of it is decided on one day, for one side. Suits of the centre are
    decided in the month in which they are filed, as the model has it; a real court takes a year or
    more. Where verdicts of two packages of a region fall into one month and differ, sizes tell
    them apart; where they are of one size, the earlier is given the region's victory. **Blind to**
    what is settled before it is filed, to withdrawn suits, which the model does not have, and to
    what a suit is about.
    """
    lacking("court_docket", data, NEEDS)
    shares("court_docket", missing=missing, misread=misread)
    order = ("time", "region")
    columns = {n: data[n].transpose(..., *order).astype(np.float64).values for n in NEEDS}
    size = columns["sued"].shape[-2:]
    columns = {n: x.reshape(-1, *size) for n, x in columns.items()}
    first = data["time"].values.astype("datetime64[M]")
    numbers = np.resize(members_of(data), len(columns["sued"]))
    tables = []
    for k, number in enumerate(numbers):
        one = {n: x[k] for n, x in columns.items()}
        table = {n: np.concatenate(x) for n, x in _both(one).items()}
        tables.append(_listed(table, data, int(number), first, (missing, misread)))
    rows = {name: np.concatenate([t[name] for t in tables]) for name in tables[0]}
    codes = np.asarray([str(c) for c in data["region"].values], dtype=object)
    rows["suit_region"] = codes[rows["suit_region"]]
    return xr.Dataset({name: ("suit", x) for name, x in rows.items()}, attrs=data.attrs)


def suits_by_year(docket: xr.Dataset, data: xr.Dataset) -> xr.Dataset:
    """Count a docket's suits by history, year and region.

    Parameters
    ----------
    docket
        What `court_docket` returns.
    data
        The run: its regions, years and histories, and `slowed`, disputes that ended with a
        ministry's delay instead of a suit; no docket has them, but surveys of conflicts do.

    Returns
    -------
    Dataset along `member`, `year` and `region`: suits `filed`, `filed_by_centre` and `decided`,
    verdicts for the region `won`, and disputes `settled` without a suit.
    """
    members, codes = members_of(data), [str(c) for c in data["region"].values]
    calendar = data["time"].values.astype("datetime64[Y]").astype(int) + 1970
    years = np.unique(calendar)
    place = {code: k for k, code in enumerate(codes)}
    who = {int(number): k for k, number in enumerate(members)}
    cells = np.array([who[int(m)] for m in docket["suit_member"].values], int)
    where = np.array([place[str(c)] for c in docket["suit_region"].values], int)
    centre = docket["plaintiff"].values == "centre"
    shape = (members.size, years.size, len(codes))

    def counted(keep: np.ndarray, days: np.ndarray) -> np.ndarray:
        when = days.astype("datetime64[Y]").astype(int) + 1970 - years[0]
        keep = keep & ~np.isnat(days)
        keep[keep] &= (when[keep] >= 0) & (when[keep] < years.size)
        out = np.zeros(shape, np.int64)
        np.add.at(out, (cells[keep], when[keep], where[keep]), 1)
        return out

    filed, decided = docket["filed"].values, docket["decided"].values
    every = np.ones(filed.size, bool)
    found = {
        "filed": counted(every, filed),
        "filed_by_centre": counted(centre, filed),
        "decided": counted(every, decided),
        "won": counted(docket["winner"].values == "region", decided),
        "settled": _by_year(data["slowed"], calendar, years, shape),
    }
    dims = ("member", "year", "region")
    coords = {"member": members, "year": years, "region": codes}
    return xr.Dataset({name: (dims, x) for name, x in found.items()}, coords=coords)


def _by_year(
    x: xr.DataArray, calendar: np.ndarray, years: np.ndarray, shape: tuple[int, ...]
) -> np.ndarray:
    values = x.transpose(..., "time", "region").values.reshape(shape[0], -1, shape[-1])
    out = np.zeros(shape, np.int64)
    for k, year in enumerate(years):
        out[:, k] = np.rint(values[:, calendar == year].sum(1))
    return out


Rows = dict[str, list[np.ndarray]]


def _both(one: dict[str, np.ndarray]) -> Rows:
    """Suits of one history, of regions and of the centre: month, region, wait in days, winner."""
    rows: Rows = {name: [] for name in ("month", "region", "days", "won", "centre")}

    def add(count: np.ndarray, **columns: np.ndarray) -> None:
        for name, values in columns.items():
            rows[name].append(np.repeat(values, count))

    month, region = np.nonzero(one["sued"])
    count = np.rint(one["sued"][month, region]).astype(int)
    days = one["suit_days"][month, region] / count
    won = _verdicts(one, month, region, count, days)
    add(count, month=month, region=region, days=days, won=won, centre=np.zeros(count.size, bool))
    month, region = np.nonzero(one["state_sued"])
    count = np.rint(one["state_sued"][month, region]).astype(int)
    won = np.where(one["centre_prevailed"][month, region] > 0, 0, 1)
    zero, centre = np.zeros(count.size), np.ones(count.size, bool)
    add(count, month=month, region=region, days=zero, won=won, centre=centre)
    return rows


def _verdicts(
    one: dict[str, np.ndarray],
    month: np.ndarray,
    region: np.ndarray,
    count: np.ndarray,
    days: np.ndarray,
) -> np.ndarray:
    """1 where the region won, 0 where it lost, -1 where the run ends before the verdict."""
    wait = np.clip(np.ceil(MONTHS * days / YEAR - EDGE), 1, HORIZON).astype(int)
    due, months = month + wait, one["sued"].shape[0]
    won = np.full(month.size, -1)
    groups: dict[tuple[int, int], list[int]] = {}
    for k in np.flatnonzero(due < months):
        groups.setdefault((int(due[k]), int(region[k])), []).append(int(k))
    for cell, packages in groups.items():
        sizes = [int(count[k]) for k in packages]
        if sum(sizes) == int(one["suits_won"][cell] + one["suits_lost"][cell]):
            won[packages] = _split(sizes, int(one["suits_won"][cell]))
    return won


def _split(sizes: list[int], goal: int) -> list[int]:
    """Packages whose sizes add up to the region's victories; the earlier ones where several do."""
    for pick in itertools.product((1, 0), repeat=len(sizes)):
        if sum(p * n for p, n in zip(pick, sizes, strict=True)) == goal:
            return list(pick)
    return [-1] * len(sizes)


def _listed(
    table: dict[str, np.ndarray],
    data: xr.Dataset,
    number: int,
    first: np.ndarray,
    errors: tuple[float, float],
) -> dict[str, np.ndarray]:
    """Rows of the docket of one history, with the errors of those who keep it."""
    order = np.lexsort((table["centre"], table["region"], table["month"]))
    table = {name: x[order] for name, x in table.items()}
    n = order.size
    day, lost, wrong = (
        stream(data, "court_docket", number, what).random(n) for what in ("day", "lost", "wrong")
    )
    month = first[table["month"]]
    start, length = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    within = np.floor(day * (length - start).astype(int)).astype("timedelta64[D]")
    filed = start + within
    wait = np.minimum(np.rint(table["days"]), np.rint(HORIZON * YEAR / MONTHS))
    pending = table["won"] < 0
    last = length - np.timedelta64(1, "D")
    decided = np.where(table["centre"], last, filed + wait.astype("timedelta64[D]"))
    region_wins = (table["won"] == 1) != (wrong < errors[1])
    winner = np.where(pending, "", np.where(region_wins, "region", "centre"))
    keep = lost >= errors[0]
    rows = {
        "suit_member": np.full(n, number),
        "suit_region": table["region"],
        "plaintiff": np.where(table["centre"], "centre", "region").astype(object),
        "filed": filed.astype("datetime64[ns]"),
        "decided": np.where(pending, np.datetime64("NaT"), decided).astype("datetime64[ns]"),
        "winner": winner.astype(object),
    }
    return {name: x[keep] for name, x in rows.items()}
