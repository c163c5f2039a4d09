"""Read tables of returns: CSV of any kind and Parquet, known formats and mappings."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vertikal.io._table_csv import RAGGED, TextTable, open_text
from vertikal.io._table_mapping import described, mapped, told
from vertikal.io._table_parquet import MAGIC, ParquetTable, open_parquet
from vertikal.io._table_unfit import Unfit
from vertikal.io._writer import DatasetError
from vertikal.lab import Progress
from vertikal.scenario import RawScenario, did_you_mean

if TYPE_CHECKING:
    from vertikal.sources import Plan, Returns, Source

__all__ = ["read_returns"]

FOREIGN = (
    (b"PK\x03\x04", "is a zip archive or a workbook; unpack it, or save its sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook; save its sheet as CSV"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it"),
    *((b"BZh%d1AY" % k, "is compressed with bzip2; unpack it") for k in range(1, 10)),
    (b"\xfd7zXZ", "is compressed with xz; unpack it"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd; unpack it"),
    (b"ARROW1", "is an Arrow or Feather file; save it as Parquet or CSV"),
    (b"%PDF-", "is a PDF; save its table as CSV"),
    (b"RDX2\n", "is a file of R; save its table as CSV"),
    (b"RDX3\n", "is a file of R; save its table as CSV"),
    (b"<stata_dta>", "is a file of Stata; save it as CSV"),
    (b"\x89HDF", "is an HDF5 file; save its table as CSV or Parquet"),
    (b"SQLite format 3", "is a database; save its table as CSV"),
)
"""Files that are known by their first bytes, and what to do with them."""


def read_returns(
    path: str | Path,
    *,
    source: "str | Source | None" = None,
    mapping: str | Path | Mapping[str, Any] | None = None,
    vote: str | None = None,
    leader: str | None = None,
    region: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> "Returns":
    """Read a table of returns, a row a polling station.

    The file is read some megabytes at a time, whatever its size; only the columns that are needed
    are kept, as whole numbers of 32 bits. What it is, its first bytes say, not its ending.

    Parameters
    ----------
    path
        CSV, TSV or Parquet.
    source
        Known format, by name; None: it is recognised by its columns.
    mapping
        What the columns mean, instead of a known format: `registered=COL,votes=A+B`, the path
        of a YAML file with the same keys, or the keys and values themselves.
    vote
        Which vote to read, where the table holds several.
    leader
        Candidate whose votes count as the leader's; None: who has most.
    region
        Column of the regions, instead of the format's own.
    encoding, separator
        Of a text file; None: found out.
    progress
        Called now and then with the bytes that have been read.

    Returns
    -------
    Stations, and every row that is not among them, with the reason.

    Raises
    ------
    DatasetError
        If the file cannot be read, its columns are not understood, or no station is left.
    """
    path = Path(path)
    try:
        table = _opened(path, encoding, separator)
        plan, raw = _planned(path, table, source, mapping, vote, leader, region)
        return _gathered(path, table, plan, raw, progress or (lambda _: None))
    except Unfit as error:
        message = f"{path}: {error}"
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})"
    except MemoryError:
        message = f"{path}: does not fit in memory; choose one vote, or fewer columns"
        raise DatasetError(message, 4) from None
    raise DatasetError(message)


def _opened(path: Path, encoding: str | None, separator: str | None) -> TextTable | ParquetTable:
    """Open a file as what its first bytes say."""
    if path.is_dir():
        message = "is a folder; name a file in it"
        raise Unfit(message)
    if not path.exists():
        names = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
        hint = did_you_mean(path.name, names) if names else ""
        near = f" - {hint}" if hint.startswith("did") else "; check its name and folder"
        message = f"no such file{near}"
        raise Unfit(message)
    if not path.is_file():
        message = "is no plain file; save it to disk first"
        raise Unfit(message)
    with path.open("rb") as file:
        begins = file.read(16)
    if begins.startswith(MAGIC):
        return open_parquet(path)
    for magic, says in FOREIGN:
        if begins.startswith(magic):
            raise Unfit(says)
    return open_text(path, encoding, separator)


def _planned(
    path: Path,
    table: TextTable | ParquetTable,
    source: "str | Source | None",
    mapping: str | Path | Mapping[str, Any] | None,
    vote: str | None,
    leader: str | None,
    region: str | None,
) -> "tuple[Plan, RawScenario | None]":
    """Decide what the columns mean."""
    from vertikal.sources import SourceError, plan  # noqa: PLC0415 - loaded only where needed

    raw, problems = None, []
    if mapping is not None:
        source, raw, problems = mapped(mapping)
    elif source is None or isinstance(source, str):
        source = _known(path, table.columns, source)
    try:
        made = plan(source, table.columns, vote=vote, leader=leader, region=region)
    except SourceError as error:
        raise told([*problems, *described(error, raw, path.name)]) from None
    if problems:
        raise told(problems)
    labels = [x for x in (made.region, *made.station, made.vote_column) if x]
    if wrong := table.unreadable(made.counts, labels):
        named = ", ".join(f"{column!r} ({kind})" for column, kind in wrong.items())
        message = f"{named}: neither whole numbers nor labels stand in such a column; name another"
        raise Unfit(message)
    return made, raw


def _known(path: Path, columns: tuple[str, ...], name: str | None) -> "Source":
    """Format by name, or by its columns."""
    from vertikal.sources import (  # noqa: PLC0415 - loaded only where needed
        NAMES,
        SourceError,
        load,
        recognise,
        suggest,
    )

    if name is not None:
        if name not in NAMES:
            message = f"--source: {name!r} is no known format - {did_you_mean(name, NAMES)}"
            raise DatasetError(message)
        return load(name)
    try:
        found = recognise(columns, path.stem)
    except SourceError as error:
        raise told(described(error, None, path.name)) from None
    if found is None:
        shown = ", ".join(c for c in columns[:12] if c) + (", ..." if len(columns) > 12 else "")  # noqa: PLR2004
        guess = suggest(columns) or "registered=COLUMN,ballots=COLUMN,valid=COLUMN"
        message = (
            f"no known format has these columns: {shown}. Say what they mean, for example\n"
            f"  --map '{guess},votes=CANDIDATE+CANDIDATE'"
        )
        raise Unfit(message)
    return found


def _gathered(
    path: Path,
    table: TextTable | ParquetTable,
    plan: "Plan",
    raw: RawScenario | None,
    progress: Callable[[Progress], None],
) -> "Returns":
    """Read all rows; twice, if all candidates' votes would not fit in memory."""
    from vertikal.sources import Collector, SourceError, finish, leads  # noqa: PLC0415 - as above

    total = path.stat().st_size
    keep = True
    try:
        while True:
            gathered = Collector(plan, keep_votes=keep)
            for batch in table.batches(plan.columns, others=not plan.station):
                gathered.take(batch)
                progress(Progress("reading", table.done, total))
            leader = leads(gathered)
            if leader is None:
                break
            plan, keep = replace(plan, leader=leader), False
        if table.torn:
            gathered.rejected.take(RAGGED, table.ragged, table.torn)
        return finish(gathered, file=path.stem, notes=table.notes)
    except SourceError as error:
        raise told(described(error, raw, path.name)) from None
