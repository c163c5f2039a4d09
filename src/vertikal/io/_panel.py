"""Read panels of units and years: CSV of any kind and Parquet, known ones and mapped ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vertikal.io._table import _opened as opened
from vertikal.io._table_mapping import described, told
from vertikal.io._table_unfit import Unfit
from vertikal.io._writer import DatasetError

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

    from vertikal.sources.panels import NationPanel, ScorePanel, WinnerPanel

__all__ = ["Panel", "read_panel"]

MOST = 20_000_000
"""Rows beyond which a file is no panel: units and years are few."""
BESIDE = "vdem*"
"""Names of files beside a panel that may hold the scores of nations."""


@dataclass(frozen=True)
class Panel:
    """A panel that was read."""

    data: "xr.Dataset"
    source: "ScorePanel | WinnerPanel | NationPanel"
    nation: str
    """Where the scores of nations come from; empty if nowhere."""
    notes: tuple[str, ...]
    """What was noticed while the file was read."""


def read_panel(
    path: str | Path,
    *,
    source: str | None = None,
    columns: str | None = None,
    scale: str | None = None,
    nations: str | Path | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Panel:
    """Read a panel, a row a unit and year.

    Parameters
    ----------
    path
        CSV, TSV or Parquet.
    source
        Known panel, by name; None: it is recognised by its columns.
    columns
        What the columns mean, instead: `unit=COL,year=COL,score=COL` and perhaps `nation`,
        `country`, `name`, `low`, `high`, `measured`, `power`.
    scale
        Score that counts as 0, as half and as 1: `0,30,60`. Only with `columns`.
    nations
        Table of the nations' scores; None: a table of V-Dem beside the panel, if there is one.
    encoding, separator
        Of a text file; None: found out.

    Raises
    ------
    DatasetError
        With everything that is wrong with the file, by row.
    """
    from vertikal.sources.panels import (  # noqa: PLC0415 - loaded only to read a panel
        NationPanel,
        WinnerPanel,
        nation_panel,
        score_panel,
        winner_panel,
    )

    path = Path(path)
    chosen = None if columns is None else _mapped(columns, scale)
    if scale is not None and columns is None:
        message = "--scale: only with --map; a known panel has its own"
        raise DatasetError(message)
    table, notes, chosen = _table(path, chosen or source, encoding, separator)
    if isinstance(chosen, NationPanel):
        data = _tried(path, lambda: nation_panel(table, chosen))
        return Panel(data, chosen, "", notes)
    scores, where = _nations(path, chosen, nations)
    if isinstance(chosen, WinnerPanel):
        return Panel(
            _tried(path, lambda: winner_panel(table, chosen, scores)), chosen, where, notes
        )
    return Panel(_tried(path, lambda: score_panel(table, chosen, scores)), chosen, where, notes)


def _tried(path: Path, read):  # noqa: ANN001, ANN202 - what `read` returns
    """Turn what is wrong with a table into a message that names the file."""
    from vertikal.sources import SourceError  # noqa: PLC0415 - loaded only to read a panel

    try:
        return read()
    except SourceError as error:
        raise told(described(error, None, str(path))) from None


def _mapped(columns: str, scale: str | None) -> "ScorePanel":
    """Panel that a mapping describes."""
    from vertikal.sources import SourceError  # noqa: PLC0415 - loaded only to read a panel
    from vertikal.sources.panels import mapped  # noqa: PLC0415

    pairs: dict[str, str] = {}
    for part in columns.split(","):
        key, equals, column = part.partition("=")
        if not equals or not key.strip() or not column.strip():
            message = f"--map: {part.strip()!r} is no assignment; write unit=COLUMN,year=COLUMN,..."
            raise DatasetError(message)
        pairs[key.strip()] = column.strip()
    try:
        return mapped(pairs, _scale(scale))
    except SourceError as error:
        raise told(described(error, None, "--map")) from None


def _scale(scale: str | None) -> tuple[float, float, float] | None:
    if scale is None:
        return None
    try:
        zero, half, one = (float(x) for x in scale.split(","))
    except ValueError:
        message = (
            f"--scale: is {scale!r}; write three numbers: what counts as 0, as half, as 1, "
            "e.g. 0,30,60"
        )
        raise DatasetError(message) from None
    return zero, half, one


def _table(
    path: Path,
    chosen: "ScorePanel | str | None",
    encoding: str | None,
    separator: str | None,
) -> "tuple[pl.DataFrame, tuple[str, ...], ScorePanel | WinnerPanel | NationPanel]":
    """Columns that are needed, with the row of the file each stands in."""
    import polars as pl  # noqa: PLC0415 - loaded only to read a panel

    from vertikal.sources.panels import ROW, columns_of  # noqa: PLC0415

    try:
        file = opened(path, encoding, separator)
        source = _recognised(path, file.columns, chosen)
        needed = dict.fromkeys(columns_of(source))
        lost = [c for c in needed if c not in file.columns]
        parts: list[pl.DataFrame] = []
        rows = 0
        for batch in () if lost else file.batches(list(needed), others=False):
            rows += len(batch.row)
            if rows > MOST:
                message = f"has more than {MOST:,} rows; a panel of units and years has fewer"
                raise Unfit(message)
            parts.append(batch.frame.with_columns(pl.Series(ROW, batch.row, pl.Int64)))
    except Unfit as error:
        message = f"{path}: {error}"
        raise DatasetError(message) from None
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})"
        raise DatasetError(message) from None
    empty = pl.DataFrame({c: [] for c in needed})
    table = pl.concat(parts, how="vertical_relaxed") if parts else empty
    if lost:  # who reads the table says so, with all else that is wrong
        table = pl.DataFrame({c: [] for c in file.columns})
    elif file.torn:
        first = "; ".join(str(row) for row in file.ragged[:3])
        count = "a row does not" if file.torn == 1 else f"{file.torn:,} rows do not"
        message = f"{path}: {count} fit the header: {first}"
        raise DatasetError(message)
    return table, tuple(file.notes), source


def _recognised(
    path: Path, columns: "tuple[str, ...]", chosen: "ScorePanel | str | None"
) -> "ScorePanel | WinnerPanel | NationPanel":
    from vertikal.scenario import did_you_mean  # noqa: PLC0415 - loaded only to read a panel
    from vertikal.sources.panels import NAMED, recognised  # noqa: PLC0415

    if isinstance(chosen, str):
        if chosen not in NAMED:
            message = f"--source: no panel {chosen!r} - {did_you_mean(chosen, NAMED)}"
            raise DatasetError(message)
        return NAMED[chosen]
    found = chosen or recognised(columns)
    if found is None:
        shown = ", ".join(columns[:12]) + (", ..." if len(columns) > 12 else "")  # noqa: PLR2004
        message = (
            f"{path}: is no panel that is known ({', '.join(NAMED)}); its columns are {shown}. "
            "Say which is which: --map unit=COLUMN,year=COLUMN,score=COLUMN"
        )
        raise DatasetError(message)
    return found


def _nations(
    path: Path, source: "ScorePanel | WinnerPanel", asked: str | Path | None
) -> tuple[Mapping[tuple[str, int], float] | None, str]:
    """Scores of nations, and where they come from."""
    from vertikal.sources.panels import (  # noqa: PLC0415 - loaded only to read a panel
        PLAIN_NATIONS,
        VDEM,
        NationPanel,
        columns_of,
        nation_scores,
    )

    national = getattr(source, "national", "")
    if asked is None:
        named = getattr(source, "country", "") or source.name != "mapped"
        beside = sorted(p for p in path.parent.glob(BESIDE) if p != path)
        own = next((p for p in beside if p.suffix in (".parquet", ".csv") and _is_vdem(p)), None)
        if national or not named or own is None:
            return None, f"column {national}" if national else ""
        asked = own
    elif national:
        message = "--nation: the mapping has nation= already; keep one of them"
        raise DatasetError(message)
    file = Path(asked)
    try:
        columns = opened(file, None, None).columns
    except Unfit as error:
        message = f"{file}: {error}"
        raise DatasetError(message) from None
    kind: NationPanel = VDEM if set(columns_of(VDEM)) <= set(columns) else PLAIN_NATIONS
    table, _, _ = _table(file, kind, None, None)  # type: ignore[arg-type]
    scores = _tried(file, lambda: nation_scores(table, kind))
    return scores, f"{kind.score} of {file.name}"


def _is_vdem(path: Path) -> bool:
    """Whether a file beside the panel is a table of V-Dem; what cannot be read is none."""
    from vertikal.sources.panels import VDEM, columns_of  # noqa: PLC0415

    try:
        return set(columns_of(VDEM)) <= set(opened(path, None, None).columns)
    except (Unfit, OSError):
        return False
