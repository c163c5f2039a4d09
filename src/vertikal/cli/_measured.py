"""What `vertikal measure` prints: rows kept apart, readings, regions, contests, the verdict."""

import textwrap
from collections import Counter
from math import isnan
from typing import TYPE_CHECKING

import typer

from vertikal.cli._common import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vertikal.instruments import Battery, Finding, Reading, Region, Verdict
    from vertikal.measures import Margin
    from vertikal.sources import Kept

__all__ = ["print_measured"]

SHOWN = 10
"""Rows that were kept apart, and regions, shown on screen."""
UNUSUAL, CLOSE = 0.05, 0.05
"""p of a region that stands out; margin of a close contest."""
WIDTH, TINY = 120, 1e-9
"""Characters of a line; what is nothing but rounding."""


def print_measured(
    title: str,
    notes: "Sequence[str]",
    kept: "Mapping[str, Kept]",
    found: "Battery",
    won: "Sequence[Margin]",
    says: "Verdict",
) -> None:
    """Print what was read off a table, from the rows of the file to the verdict."""
    _rows(notes, kept)
    title = f"{title} ({found.stations:,} stations)"
    asked = [r for r in found.readings if r.alarms]
    if asked:
        columns = [("is it out of the ordinary?", "left"), ("found", "right")]
        columns += [("honest", "right"), ("p", "right"), ("unit", "left")]
        table(title, columns, [_asked(r) for r in asked])
    told = [r for r in found.readings if not r.finding.why_not]
    told = [r for r in told if r.tests_another or not r.alarms]
    if told:
        columns = [("what describes (no verdict)", "left"), ("value", "right")]
        columns += [("95 % interval", "right"), ("honest", "right"), ("unit", "left")]
        table("" if asked else title, columns, [_told(r) for r in told])
    if why := [r for r in found.readings if r.finding.why_not]:
        reasons = Counter(r.finding.why_not for r in why)
        for reason in reasons:
            names = [r.instrument.name for r in why if r.finding.why_not == reason]
            typer.echo(f"Not read, because {reason}: {', '.join(names)}.")
    if found.regions:
        _regions(found)
    _contests(won)
    typer.echo("\n" + "\n".join(textwrap.fill(line, WIDTH) for line in says.sentences))
    typer.echo(
        "\nhonest: what honest returns of the same places give on average (-: not known; honest "
        "tables differ widely). p: how often they\ngive as much. What each reading means, and what "
        "looks like it: `vertikal list instruments`, docs/reference/instruments.md."
    )


def _rows(notes: "Sequence[str]", kept: "Mapping[str, Kept]") -> None:
    """What became of the rows of the file, before anything is said about the rest."""
    for note in notes:
        typer.echo(f"note: {note}")
    for fate, rows in kept.items():
        if not len(rows):
            continue
        problems = ", ".join(f"{n:,} {problem}" for problem, n in rows.counts.items())
        typer.echo(f"{len(rows):,} rows {fate}: {problems}")
        for row in rows.rows[:SHOWN]:
            typer.echo(f"  {row}")
        if len(rows) > SHOWN:
            typer.echo(f"  and {len(rows) - SHOWN:,} more (--rejected FILE.csv, or --json)")


def _asked(reading: "Reading") -> list[str]:
    """A row of what has a part in the verdict."""
    label, value, null = reading.tested
    p = _p(reading.finding)
    return [label, short(value), short(null), p, _unit(reading)]


def _told(reading: "Reading") -> list[str]:
    """A row of what only describes."""
    f = reading.finding
    interval = "" if isnan(f.low) else f"{short(f.low)} to {short(f.high)}"
    return [reading.instrument.label, short(f.value), interval, short(f.null), _unit(reading)]


def _unit(reading: "Reading") -> str:
    return "" if reading.instrument.unit == "1" else reading.instrument.unit


def _p(f: "Finding") -> str:
    if isnan(f.p):
        return ""
    return "< .0001" if f.p < 1e-4 else f"{f.p:.2g}"  # noqa: PLR2004 - digits to show


def short(x: float) -> str:
    """Write a number with the digits that matter; nothing where there is none."""
    if isnan(x):
        return "-"
    if abs(x) < TINY:
        return "0"
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004 - digits to show


def _regions(found: "Battery") -> None:
    """The regions that stand out most, after allowing for their number."""
    from vertikal.instruments import holm

    read = [part for part in found.regions if not isnan(part.p)]
    adjusted = holm([part.p for part in read])
    pairs = zip(adjusted, read, strict=True)
    listed = sorted(pairs, key=lambda row: (row[0], row[1].code))
    columns = [("region", "left"), ("stations", "right"), ("p", "right")]
    columns += [("what stands out most", "left"), ("found", "right"), ("honest", "right")]
    rows = [[x.code, f"{x.stations:,}", f"{p:.2g}", *_loudest(x)] for p, x in listed[:SHOWN]]
    out = sum(p < UNUSUAL for p in adjusted)
    few = len(found.regions) - len(read)
    unread = f"; {few} could not be read" if few else ""
    more = f"; the first {SHOWN}" if len(listed) > SHOWN else ""
    table(
        f"Regions: {out} of {len(read)} stand out (p allows for their number){unread}{more}",
        columns,
        rows,
    )


def _contests(won: "Sequence[Margin]") -> None:
    """How regions were won, in a sentence."""
    from statistics import median

    if len(won) < 2:  # noqa: PLR2004 - one region is the whole
        return
    close = sum(m.contested and m.margin < CLOSE for m in won)
    alone = sum(not m.contested for m in won)
    names = Counter(m.winner for m in won).most_common(3)
    said = ", ".join(f"{name} {n}" for name, n in names)
    typer.echo(
        f"Regions were won by {said}; median margin {100 * median(m.margin for m in won):.1f} "
        f"points, {close} of {len(won)} within five points, {alone} uncontested (--json lists "
        "them)."
    )


def _loudest(part: "Region") -> list[str]:
    """What a region's p comes from."""
    first = min((r for r in part.readings if r.alarms), key=lambda r: r.finding.p)
    label, value, null = first.tested
    return [label, short(value), short(null)]
