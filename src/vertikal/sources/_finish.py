"""What was gathered becomes a table of returns: duplicates kept apart, the leader found."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import xarray as xr

from vertikal.sources._collect import Collector, Heap
from vertikal.sources._duplicates import (
    SAME,
    SUM,
    TWICE,
    TWIN,
    Doubles,
    by_key,
    by_numbers,
    telling,
    total_row,
)
from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources._returns import LISTED, Returns, kept

__all__ = ["OVER", "finish", "leads"]

COUNTS = ("registered", "issued", "ballots", "valid", "leader")
OVER = {1: "more ballots than registered, as may be", 2: "nobody registered, as may be"}
"""What is odd about a station, though lawful."""
TORN = 0.5
"""Share of rows with a second count beyond which the columns do not name a station."""
SHOWN = 12


def leads(gathered: Collector) -> int | None:
    """Position of the leader, if a second reading is needed to keep only his or her votes."""
    lost = not gathered.keep_votes and len(gathered.plan.candidates) > 1
    return int(gathered.totals.argmax()) if lost and gathered.plan.leader is None else None


def finish(gathered: Collector, *, file: str, notes: Sequence[str] = ()) -> Returns:
    """Make a table of returns.

    Parameters
    ----------
    gathered
        Stations and other rows, all batches taken.
    file
        Name of the file, for the dataset's attributes.
    notes
        What the reader of the file has to say.

    Raises
    ------
    SourceError
        If several votes are left, numbers may be read in two ways, or no station is left.
    """
    _decided(gathered)
    _readable(gathered)
    columns = {
        name: np.concatenate([part.pop(name) for part in gathered.parts])
        for name in list(gathered.parts[0] if gathered.parts else ())
    }
    gathered.parts = []
    if columns and (np.diff(columns["row"]) < 0).any():
        order = np.argsort(columns["row"])
        columns = {name: values[order] for name, values in columns.items()}
    rejected, unusual = gathered.rejected, Heap()
    if columns:
        columns = _without(columns, _doubles(columns, gathered, rejected, unusual))
    if not columns or not columns["row"].size:
        raise SourceError([Misfit("rows", _nothing(gathered, rejected))])
    _odd(columns, unusual)
    data = _dataset(columns, gathered, file)
    return Returns(
        gathered.plan.source,
        data,
        kept(rejected.rows, rejected.counts),
        kept(gathered.apart.rows, gathered.apart.counts),
        kept(unusual.rows, unusual.counts),
        (*notes, *gathered.plan.notes, *_notes(gathered)),
        columns["row"].size + rejected.counts.total() + gathered.apart.counts.total(),
    )


def _decided(gathered: Collector) -> None:
    """Refuse a table of which nobody said which vote to read, or one that does not have it."""
    labels = sorted(gathered.labels)
    shown = ", ".join(labels[:SHOWN]) + (", ..." if len(labels) > SHOWN else "")
    asked = gathered.plan.vote
    if gathered.undecided:
        says = f"the table holds {len(labels)} votes; choose one of {shown}"
        raise SourceError([Misfit("vote", says)])
    if asked is not None and asked not in gathered.labels:
        says = f"{asked!r} is no vote of this table; it has {shown or 'none'}"
        raise SourceError([Misfit("vote", says, asked, tuple(labels))])


def _readable(gathered: Collector) -> None:
    """Refuse numbers that may be a thousand or a little more than one."""
    misfits = []
    for column, style in gathered.styles.items():
        if cell := style.doubtful():
            says = (
                f"{column!r} holds {cell!r}, which may be a whole number with a sign between "
                "thousands or one with three decimals; write whole numbers in digits only"
            )
            misfits.append(Misfit("numbers", says))
    if misfits:
        raise SourceError(misfits)


def _without(columns: dict[str, np.ndarray], gone: np.ndarray) -> dict[str, np.ndarray]:
    """Columns without the rows at these positions."""
    if not gone.size:
        return columns
    keep = np.ones(columns["row"].size, bool)
    keep[gone] = False
    return {name: values[keep] for name, values in columns.items()}


def _doubles(
    columns: dict[str, np.ndarray], gathered: Collector, rejected: Heap, unusual: Heap
) -> np.ndarray:
    """Put rows aside that are there twice; return their positions."""
    row = columns["row"]
    numbers = [columns[name] for name in (*COUNTS, "votes") if name in columns]
    gone = [np.empty(0, np.int64)]

    def add(heap: Heap, phrase: str, doubles: Doubles, says: str) -> None:
        order = np.argsort(row[doubles.again], kind="stable")
        again, of = row[doubles.again][order], row[doubles.of][order]
        heap.add(phrase, again, lambda k: says.format(int(of[k])))
        if heap is rejected:
            gone.append(doubles.again)

    if "key" in columns:
        again, torn = by_key(columns["key"], numbers)
        if torn.again.size > TORN * row.size:
            names = ", ".join(map(repr, gathered.plan.station))
            says = (
                f"{names}: {torn.again.size:,} of {row.size:,} rows share it with rows of other "
                "counts, so it does not name a station; give more columns, or leave `station` out"
            )
            raise SourceError([Misfit("station", says)])
        add(rejected, SAME, again, "same counts as in row {}")
        add(rejected, TWICE, torn, "other counts in row {}")
    elif "others" in columns and telling(columns["others"]):
        add(rejected, SAME, by_numbers([columns["others"].view(np.int64), *numbers]),
            "the whole row as row {}")  # fmt: skip
    else:
        add(unusual, TWIN, by_numbers([columns["region"], *numbers]), "as in row {}")
    last = total_row(row, numbers[: len(numbers) - ("votes" in columns)])
    if last is not None:
        told = ", ".join(f"{k} {int(columns[k][last])}" for k in COUNTS if k in columns)
        rejected.add(SUM, row[[last]], lambda _: told)
        gone.append(np.array([last]))
    return np.unique(np.concatenate(gone))


def _nothing(gathered: Collector, rejected: Heap) -> str:
    """Say why no station is left."""
    counts = Counter(rejected.counts) + Counter(gathered.apart.counts)
    if not counts:
        return "the table has a header and no rows; a station a row is needed"
    told = "; ".join(f"{n:,} {phrase}" for phrase, n in counts.most_common(4))
    first = min([*rejected.rows, *gathered.apart.rows], key=lambda r: r.row)
    return f"no row can be used ({told}). First: {first}. Check which column is which"


def _odd(columns: dict[str, np.ndarray], unusual: Heap) -> None:
    """Mark stations with more ballots than registered voters, where that may be."""
    if "registered" not in columns:
        return
    for code, phrase in OVER.items():
        odd = {name: values[columns["odd"] == code] for name, values in columns.items()}

        def found(k: int, odd: dict[str, np.ndarray] = odd) -> str:
            return ", ".join(f"{name} {int(odd[name][k])}" for name in ("registered", "ballots"))

        unusual.add(phrase, odd["row"], found)


def _dataset(columns: dict[str, np.ndarray], gathered: Collector, file: str) -> xr.Dataset:
    """Stations in the form that measures and instruments read."""
    plan, source = gathered.plan, gathered.plan.source
    labels = [c.label for c in plan.candidates]
    vote = plan.vote or next(iter(gathered.labels), "") or file
    if "leader" in columns:
        leader = columns["leader"]
        place = plan.leader if plan.leader is not None else 0
    else:
        place = int(columns["votes"].sum(0, dtype=np.int64).argmax())
        leader = columns["votes"][:, place]
    name = labels[place] if labels else source.leaders.get(vote, "leader")
    given = [x for x in COUNTS[:-1] if x in columns]
    variables = {x: ("station", columns[x]) for x in given}
    variables["leader"] = ("station", leader)
    coords = {
        "station_region": (
            "station",
            np.asarray([*gathered.regions], dtype=object)[columns["region"]],
        ),
        "station_row": ("station", columns["row"]),
        "vote": vote,
    }
    data = xr.Dataset(variables, coords)
    if "votes" in columns:
        votes = (("station", "candidate"), columns["votes"])
        data = data.assign(votes=votes).assign_coords(candidate=np.asarray(labels, dtype=object))
    return data.assign_attrs(
        source=source.name,
        title=source.titles.get(vote, source.title),
        country=source.country,
        unit=source.unit,
        file=file,
        vote=vote,
        leader=name,
        licence=source.licence or "not stated",
        origin=source.origin,
    )


def _notes(gathered: Collector) -> list[str]:
    """What happened on the way that is no row's fault."""
    said = []
    rejected = gathered.rejected.counts.total()
    if rejected > gathered.stations:
        said.append("more rows were rejected than kept: check which column is which")
    for column, style in gathered.styles.items():
        if style.grouped:
            said.append(
                f"{column}: cells with signs between thousands, such as {style.example!r}, read as "
                f"whole numbers: {style.grouped:,}"
            )
    zeroed = {name: cells for name, cells in gathered.zeroed.items() if name != "votes"}
    said.extend(f"{name}: empty cells read as 0: {cells:,}" for name, cells in zeroed.items())
    if gathered.voters_apart:
        said.append(f"registered voters in rows without ballots: {gathered.voters_apart:,}")
    if gathered.headers:
        rows = ", ".join(map(str, gathered.headers[:SHOWN]))
        more = ", ..." if len(gathered.headers) > SHOWN else ""
        said.append(f"rows that repeat the header, left out: {rows}{more}")
    if gathered.unlabelled:
        said.append(
            f"rows that do not say of which vote they are, left out: {gathered.unlabelled:,}"
        )
    others = gathered.labels.total() - gathered.rows
    if gathered.plan.vote_column and others:
        said.append(f"rows of other votes: {others:,}")
    if len(gathered.plan.candidates) > 1 and not gathered.keep_votes:
        said.append("only the leader's votes were kept: all candidates' would not fit in memory")
    for heap, name in ((gathered.rejected, "rejected"), (gathered.apart, "kept apart")):
        if heap.counts.total() > LISTED:
            said.append(f"of the rows {name}, the first {LISTED:,} are listed one by one")
    return said
