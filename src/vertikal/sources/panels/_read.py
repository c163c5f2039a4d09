"""A table of scores or winners into arrays of units and years, with everything that is wrong."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import xarray as xr

from vertikal.sources._numbers import BLANKS
from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources.panels._cells import ROW, Complaints, number, texts, with_rows
from vertikal.sources.panels._source import ScorePanel, WinnerPanel, Yardstick, columns_of

__all__ = ["grid", "held", "looked_up", "score_panel", "shaped"]

EARLIEST, LATEST = 1700, 2200
"""Years that can be."""
FEWEST = 2
"""Years without which nothing can last."""


def score_panel(
    table: pl.DataFrame,
    source: ScorePanel,
    nations: Mapping[tuple[str, int], float] | None = None,
) -> xr.Dataset:
    """Arrays `(year, unit)` of a table of scores.

    Parameters
    ----------
    table
        Rows as they stand in the file.
    source
        What its columns mean.
    nations
        Scores of nations by name and year, where the table has none.

    Returns
    -------
    Dataset with `latent` (the score, not cut at 1), `score` (cut to 0 to 1), `measured`, perhaps
    `national`, `error` (standard deviation) and `power`.

    Raises
    ------
    SourceError
        With everything that is wrong, by row.
    """
    table, complaints = shaped(table, source)
    lacking = complaints.misfits.copy()
    numbers = _numbers(table, source, complaints)
    for stick in source.scores:
        _within(numbers, stick, complaints)
    for column in (source.national, source.power):
        if column:
            _within(numbers, Yardstick(column, pl.col(column)), complaints)
    _ends(numbers, source, complaints)
    if complaints.misfits:
        raise SourceError(complaints.misfits or lacking)
    score = pl.min_horizontal(*(_scored(stick) for stick in source.scores))
    none = pl.any_horizontal(*(stick.of.is_null() for stick in source.scores))
    columns = {"latent": pl.when(none).then(None).otherwise(score)}
    columns |= {"national": pl.col(source.national)} if source.national else {}
    columns |= {"power": pl.col(source.power)} if source.power else {}
    columns |= _interval(source)
    if source.measured:
        columns["measured"] = pl.col("__measured").cast(pl.Float64)
    columns |= {f"share_{k}": share for k, share in enumerate(source.shares)}
    data = grid(numbers.with_columns(**columns), list(columns), source)
    if source.shares:
        places = [f"share_{k}" for k in range(len(source.shares))]
        data["share"] = data[places].to_dataarray("place").transpose("year", "unit", "place")
        data = data.drop_vars([*places, "place"])
    if source.region is not None:
        data["unit_region"] = "unit", _regions(numbers, data, source.region)
    return _finished(data, source, nations)


def _regions(table: pl.DataFrame, data: xr.Dataset, region: pl.Expr) -> np.ndarray:
    """Region of each unit: that of its last row."""
    rows = table.select("__unit", "__nation", __region=region)
    several = len(set(data["unit_nation"].values)) > 1
    found = {
        f"{nation}/{unit}" if several else str(unit): str(where)
        for unit, nation, where in rows.iter_rows()
    }
    return np.array([found[str(code)] for code in data["unit"].values], dtype=object)


def shaped(
    table: pl.DataFrame, source: ScorePanel | WinnerPanel
) -> tuple[pl.DataFrame, Complaints]:
    """Rows with `__unit`, `__name`, `__nation` and `__year`, and what is wrong with those."""
    needed = columns_of(source)
    if lost := [c for c in needed if c not in table.columns]:
        raise SourceError(
            Misfit(c, "no such column", c, tuple(map(str, table.columns))) for c in lost
        )
    complaints = Complaints()
    if not table.height:
        complaints.table("", "has no rows")
        raise SourceError(complaints.misfits)
    table = with_rows(table, needed)
    years = number(table, source.year, complaints)
    named = source.called if source.called is not None else source.unit
    country = source.country if isinstance(source, ScorePanel) else ""
    nation = pl.col(country) if country else pl.lit(source.nation)
    table = table.with_columns(
        __unit=source.unit.cast(pl.String),
        __name=named.cast(pl.String),
        __nation=nation.cast(pl.String),
        __year=years,
    )
    table = table.with_columns(
        [texts(table[c]).alias(c) for c in ("__unit", "__name", "__nation") if table[c].len()]
    )
    _check_shape(table, source, complaints)
    return table, complaints


def _check_shape(
    table: pl.DataFrame, source: ScorePanel | WinnerPanel, complaints: Complaints
) -> None:
    unit = "+".join(source.unit.meta.root_names())
    complaints.check(
        unit, table, pl.col("__unit").is_null(), lambda _: "is empty; every row needs a unit",
        "__unit",
    )  # fmt: skip
    country = source.country if isinstance(source, ScorePanel) else ""
    if country:
        complaints.check(
            country, table, pl.col("__nation").is_null(), lambda _: "is empty; every row needs it",
            "__nation",
        )  # fmt: skip
    year = pl.col("__year")
    said = texts(table[source.year].cast(pl.String))
    blank = said.str.to_lowercase().is_in(list(BLANKS))  # "..", "n/a": no number, and no mistake
    empty = said.is_null() | blank.fill_null(value=False)
    complaints.rows(
        source.year, table[ROW].filter(empty).to_list(), "is empty; every row needs a year"
    )
    complaints.check(
        source.year, table, (year != year.round()) | ~year.is_between(EARLIEST, LATEST),
        lambda found: f"is {found}; must be a year, {EARLIEST} to {LATEST}", source.year,
    )  # fmt: skip
    known = table.drop_nulls(["__unit", "__year"])
    twice = known.filter(pl.struct("__nation", "__unit", "__year").is_duplicated())
    twice = twice.sort("__nation", "__unit", "__year", ROW)
    if twice.height:
        first = twice.row(0, named=True)
        says = f"{first['__name']}, {first['__year']:g} stands there more than once; keep one"
        complaints.rows(f"{unit}, {source.year}", twice[ROW].to_list(), says)
    if known.height and known["__year"].n_unique() < FEWEST:
        only = f"{known['__year'][0]:g}"
        complaints.table(source.year, f"is {only} throughout; what lasts needs two years or more")


def _numbers(table: pl.DataFrame, source: ScorePanel, complaints: Complaints) -> pl.DataFrame:
    """The table with its numbers as numbers."""
    named: list[str] = []
    for stick in source.scores:
        named += stick.of.meta.root_names()
    for share in source.shares:
        named += share.meta.root_names()
    named += [c for c in (source.national, source.low, source.high, source.power) if c]
    made = [number(table, column, complaints) for column in dict.fromkeys(named)]
    if source.measured:
        filled = table[source.measured].cast(pl.String).str.strip_chars()
        blank = filled.is_null() | (filled == "") | (filled == "NaN")
        made.append((~blank.fill_null(value=True)).alias("__measured"))
    return table.with_columns(made)


def _ends(table: pl.DataFrame, source: ScorePanel, complaints: Complaints) -> None:
    """Complain of intervals that say nothing of an error: an end missing, or none between them."""
    if not source.low:
        return
    low, high = pl.col(source.low), pl.col(source.high)
    scored = pl.all_horizontal(*(stick.of.is_not_null() for stick in source.scores))
    path = f"{source.low}, {source.high}"
    for wrong, says in (
        (low.is_null() | high.is_null(), "an end is missing; give both where there is a score"),
        (low >= high, "the low end must lie below the high one; leave both columns out if unknown"),
    ):
        complaints.rows(path, table.filter(scored & wrong)[ROW].to_list(), says)


def _within(table: pl.DataFrame, stick: Yardstick, complaints: Complaints) -> None:
    """Complain of values that cannot be."""
    value = table.select(ROW, __value=stick.of)
    complaints.check(
        stick.name, value, ~pl.col("__value").is_between(stick.lowest, stick.highest),
        lambda found: f"is {float(found):g}; must lie in {stick.lowest:g} to {stick.highest:g}",
        "__value",
    )  # fmt: skip


def _scored(stick: Yardstick) -> pl.Expr:
    """Straight lines through zero, half and one, going on beyond the latter."""
    lower = 0.5 * (stick.of - stick.zero) / (stick.half - stick.zero)
    upper = 0.5 + 0.5 * (stick.of - stick.half) / (stick.one - stick.half)
    return pl.when(lower < 0.5).then(lower).otherwise(upper)  # noqa: PLR2004 - where they meet


def _interval(source: ScorePanel) -> dict[str, pl.Expr]:
    """Standard deviation out of the ends of a 95 % interval."""
    if not source.low:
        return {}
    ends = [
        _scored(Yardstick(c, pl.col(c), source.scores[0].zero, source.scores[0].half,
                          source.scores[0].one))
        for c in (source.low, source.high)
    ]  # fmt: skip
    return {"error": (ends[1] - ends[0]).abs() / (2.0 * 1.959963984540054)}


def grid(table: pl.DataFrame, columns: list[str], source: ScorePanel | WinnerPanel) -> xr.Dataset:
    """Arrays `(year, unit)`; NaN where the table has no row."""
    key = ["__nation", "__unit"]
    units = table.group_by(key).agg(pl.col("__name").last()).sort("__nation", "__name", "__unit")
    units = units.with_row_index("__u")
    first, last = int(table["__year"].min()), int(table["__year"].max())  # type: ignore[arg-type]
    placed = table.join(units.select(*key, "__u"), on=key, how="left", maintain_order="left")
    y = placed["__year"].cast(pl.Int64).to_numpy() - first
    u = placed["__u"].cast(pl.Int64).to_numpy()
    arrays = {}
    for name in columns:
        x = np.full((last - first + 1, units.height), np.nan)
        x[y, u] = placed[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        arrays[name] = ("year", "unit"), x
    several = units["__nation"].n_unique() > 1
    codes = [
        f"{nation}/{unit}" if several else str(unit)
        for nation, unit in zip(units["__nation"], units["__unit"], strict=True)
    ]
    return xr.Dataset(
        arrays,
        {
            "year": np.arange(first, last + 1),
            "unit": np.array(codes, dtype=object),
            "unit_name": ("unit", np.array(units["__name"].to_list(), dtype=object)),
            "unit_nation": ("unit", np.array(units["__nation"].to_list(), dtype=object)),
            "unit_tier": ("unit", np.full(units.height, source.tier, dtype=object)),
        },
        {"source": source.name, "title": source.title, "blind": source.blind,
         "rows": table.height, "refs": list(source.refs)},
    )  # fmt: skip


def _finished(
    data: xr.Dataset, source: ScorePanel, nations: Mapping[tuple[str, int], float] | None
) -> xr.Dataset:
    """Fill in what the table leaves open: which years were measured, what the nation scores."""
    latent = data["latent"].values
    seen = np.isfinite(latent)
    measured = data["measured"].values > 0 if source.measured else np.ones(seen.shape, bool)
    data["measured"] = ("year", "unit"), measured & seen
    if source.holds:
        data["latent"] = ("year", "unit"), held(latent, source.holds)
    data["score"] = data["latent"].clip(0.0, 1.0)
    data.attrs["holds"] = source.holds
    if source.national:
        data.attrs["national"] = f"column {source.national}"
    elif nations is not None:
        data["national"] = ("year", "unit"), looked_up(data, nations)
    return data


def held(values: np.ndarray, years: int) -> np.ndarray:
    """Let each value stand until the next, for at most `years` years in all."""
    filled, age = values.copy(), np.zeros(values.shape[1:], int)
    for t in range(1, len(filled)):
        age = np.where(np.isfinite(filled[t]), 0, age + 1)
        filled[t] = np.where((age > 0) & (age < years), filled[t - 1], filled[t])
    return filled


def looked_up(data: xr.Dataset, nations: Mapping[tuple[str, int], float]) -> np.ndarray:
    """Scores of the nations of all units, `(year, unit)`."""
    names = [str(n) for n in data["unit_nation"].values]
    years = [int(y) for y in data["year"].values]
    known = {name for name, _ in nations}
    if lost := sorted(set(names) - known):
        says = "has no score in the table of nations; spell it as that table does, or map nation="
        raise SourceError(Misfit(name, says, name, tuple(sorted(known))) for name in lost)
    columns = {
        name: np.array([nations.get((name, year), np.nan) for year in years]) for name in set(names)
    }
    return np.stack([columns[name] for name in names], -1)
