"""Nations and years: their scores, and whether experts say that their parts differ."""

import numpy as np
import polars as pl
import xarray as xr

from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources.panels._cells import ROW, Complaints, number, texts, with_rows
from vertikal.sources.panels._source import NationPanel, columns_of

__all__ = ["nation_panel", "nation_scores"]


def nation_scores(table: pl.DataFrame, source: NationPanel) -> dict[tuple[str, int], float]:
    """Scores of nations by name and year.

    Raises
    ------
    SourceError
        With everything that is wrong, by row.
    """
    rows = _rows(table, source)
    return {
        (name, int(year)): score
        for name, year, score in rows.select("__nation", "__year", "__score").iter_rows()
        if score is not None
    }


def nation_panel(table: pl.DataFrame, source: NationPanel) -> xr.Dataset:
    """Arrays `(year, unit)`, the units being nations.

    Returns
    -------
    Dataset with `score`, and, where experts were asked, `experts` `(year, unit, answer)`: the
    shares of them who say that a nation's parts differ much, somewhat, not at all.

    Raises
    ------
    SourceError
        With everything that is wrong, by row.
    """
    rows = _rows(table, source)
    names = rows["__nation"].unique().sort().to_list()
    first, last = int(rows["__year"].min()), int(rows["__year"].max())  # type: ignore[arg-type]
    places = {name: k for k, name in enumerate(names)}
    y = rows["__year"].cast(pl.Int64).to_numpy() - first
    u = np.array([places[name] for name in rows["__nation"]])
    score = np.full((last - first + 1, len(names)), np.nan)
    score[y, u] = rows["__score"].fill_null(np.nan).to_numpy()
    data = xr.Dataset(
        {"score": (("year", "unit"), score)},
        {
            "year": np.arange(first, last + 1),
            "unit": np.array(names, dtype=object),
            "unit_tier": ("unit", np.full(len(names), "nation", dtype=object)),
        },
        {"source": source.name, "title": source.title, "blind": source.blind, "rows": rows.height,
         "refs": list(source.refs)},
    )  # fmt: skip
    if source.experts:
        counts = np.full((*score.shape, len(source.experts)), np.nan)
        for k, column in enumerate(source.experts):
            counts[y, u, k] = rows[column].fill_null(np.nan).to_numpy()
        total = counts.sum(-1, keepdims=True)
        shares = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
        data["experts"] = ("year", "unit", "answer"), shares
        data["answer"] = ["much", "somewhat", "not"]
    return data


def _rows(table: pl.DataFrame, source: NationPanel) -> pl.DataFrame:
    if lost := [c for c in columns_of(source) if c not in table.columns]:
        raise SourceError(
            Misfit(c, "no such column", c, tuple(map(str, table.columns))) for c in lost
        )
    complaints = Complaints()
    table = with_rows(table, columns_of(source))
    year, score = (number(table, c, complaints) for c in (source.year, source.score))
    counts = [number(table, c, complaints) for c in source.experts]
    nation = texts(table[source.country])
    table = table.with_columns(*counts, __nation=nation, __year=year, __score=score)
    table = table.drop_nulls(["__nation", "__year"])  # V-Dem's gaps in the names of past states
    complaints.check(
        source.score, table, ~pl.col("__score").is_between(0.0, 1.0),
        lambda found: f"is {found}; must lie in 0 to 1", "__score",
    )  # fmt: skip
    twice = table.filter(pl.struct("__nation", "__year").is_duplicated()).sort(
        "__nation", "__year", ROW
    )
    if twice.height:
        first = twice.row(0, named=True)
        says = f"{first['__nation']}, {first['__year']:g} stands there more than once; keep one"
        complaints.rows(f"{source.country}, {source.year}", twice[ROW].to_list(), says)
    if not table.height:
        complaints.table("", "has no rows")
    if complaints.misfits:
        raise SourceError(complaints.misfits)
    return table
