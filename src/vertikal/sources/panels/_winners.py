"""A table of who won where, in the terms of a run: so the same measures read both."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import xarray as xr

from vertikal.sources._problems import SourceError
from vertikal.sources.panels._cells import texts
from vertikal.sources.panels._read import grid, held, looked_up, shaped
from vertikal.sources.panels._source import WinnerPanel

__all__ = ["winner_panel"]

RULING, OUTSIDER = 0.0, 3.0
"""Codes of `unit_origin`: of the ruling camp, and not."""


def winner_panel(
    table: pl.DataFrame,
    source: WinnerPanel,
    nations: Mapping[tuple[str, int], float] | None = None,
) -> xr.Dataset:
    """Arrays `(year, unit)` of a table of elections.

    Returns
    -------
    Dataset with `unit_origin` and `unit_direct_elections`, as a run has them, and with `score`: 0
    until the ruling party has lost once, 1 from that election on. Before a unit's first row the
    ruling party is taken to hold it.

    Raises
    ------
    SourceError
        With everything that is wrong, by row.
    """
    table, complaints = shaped(table, source)
    winner = texts(table[source.winner]).to_frame("__winner")["__winner"]
    table = table.with_columns(winner)
    if source.names:
        table = table.with_columns(__name=pl.col("__unit").replace(dict(source.names)))
    known = table.filter(pl.col("__winner").is_not_null())
    known = known.filter(~pl.col("__winner").is_in(list(source.unsettled)))
    if not known.height:
        complaints.table(source.winner, "names no party at all")
    if complaints.misfits:
        raise SourceError(complaints.misfits)
    outside = (known["__winner"] != source.ruling).cast(pl.Float64)
    data = grid(known.with_columns(outside=outside), ["outside"], source)
    data.attrs["rows"] = table.height
    return _in_terms_of_a_run(_with_a_year_before(data), source, nations)


def _with_a_year_before(data: xr.Dataset) -> xr.Dataset:
    """Begin a year earlier: a change shows only against the year before."""
    years = data["year"].values
    return data.reindex(year=np.arange(years[0] - 1, years[-1] + 1))


def _in_terms_of_a_run(
    data: xr.Dataset, source: WinnerPanel, nations: Mapping[tuple[str, int], float] | None
) -> xr.Dataset:
    outside = data["outside"].values
    voted = np.isfinite(outside)
    filled = held(outside, len(outside))
    origin = np.where(filled > 0, OUTSIDER, RULING)
    first, last = voted.argmax(0), len(voted) - 1 - voted[::-1].argmax(0)
    t = np.arange(len(voted))[:, None]
    seen = (t >= first) & (t < last + source.holds)
    lost = np.maximum.accumulate(filled > 0, 0)
    score = np.where(seen, np.where(lost, 1.0, 0.0), np.nan)
    dims = ("year", "unit")
    data = data.drop_vars("outside").assign(
        unit_origin=(dims, origin),
        unit_direct_elections=(dims, np.cumsum(voted, 0)),
        latent=(dims, score),
        score=(dims, score),
        measured=(dims, voted),
    )
    data.attrs |= {
        "exact": True,
        "holds": source.holds,
        "ruling": source.ruling,
        "since": source.since,
    }
    if nations is not None:
        data["national"] = dims, looked_up(data, nations)
    return data
