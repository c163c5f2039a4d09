"""What `vertikal enclaves` says of a panel: units, nations, lists of the literature, survival."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from vertikal.cli._common import print_json, table
from vertikal.cli._drawing import drawing

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.io import Panel
    from vertikal.lab import Agreement, PanelEnclaves, PanelUnit, Survival, UnevenNations
    from vertikal.measures import Contests

__all__ = ["tell_panel"]

LISTED = 40
"""Units that are named on screen."""
Rule = Mapping[str, Any]


def tell_panel(
    file: str,
    reading: Mapping[str, Any],
    rule: Rule,
    only: Sequence[str],
    draws: int,
    seed: int,
    figure: Path | None,
    *,
    json: bool,
) -> None:
    """Read a panel and say what there is to say of it."""
    from vertikal.io import read_panel

    draw = drawing(figure, "enclave_years")
    panel = read_panel(file, **reading)
    for note in panel.notes:
        typer.echo(f"{file}: {note}", err=True)
    if "experts" in panel.data:
        _nations(panel, rule, only, draws, seed, figure, json=json)
        return
    data = _only(panel.data, "unit_nation", only)
    from vertikal.lab import agreement, panel_enclaves

    found = panel_enclaves(data, draws=draws, seed=seed, **rule)
    lists = agreement(data, found.units, getattr(panel.source, "listings", ()))
    kept = _kept(data)
    rows = _contests(data)
    if json:
        said = {**found.as_json(), "nation": panel.nation or "mean of its units"}
        said["agreement"] = [a.as_json() for a in lists]
        if kept is not None:
            said["survival"] = kept.as_json()
        if rows:
            said["contests"] = [r.as_json() for r in rows]
        print_json(said)
    else:
        _print(panel, found, lists)
        if kept is not None:
            _print_survival(kept, str(data.attrs["ruling"]))
        if rows:
            _print_contests(rows)
        typer.echo(f"Blind to: {data.attrs['blind']}")
    if figure is not None and draw is not None:
        from vertikal.io import save_figure

        refs = "; ".join(data.attrs["refs"])
        nation = f"nation: {panel.nation or 'mean of its units'}"
        save_figure(draw(found, f"{refs}; {nation}" if refs else nation), figure)


def _only(data: "xr.Dataset", column: str, names: Sequence[str]) -> "xr.Dataset":
    """Units of some nations."""
    if not names:
        return data
    here = [str(n) for n in data[column].values]
    lost = [n for n in names if n not in here]
    if lost:
        from vertikal.scenario import did_you_mean

        hints = "; ".join(f"no {n!r} - {did_you_mean(n, sorted(set(here)))}" for n in lost)
        message = f"--only: {hints}"
        raise typer.BadParameter(message)
    return data.isel(unit=[k for k, n in enumerate(here) if n in names])


def _kept(data: "xr.Dataset") -> "Survival | None":
    """How the ruling party kept its units, where the panel says who won."""
    if "unit_origin" not in data:
        return None
    from vertikal.lab import survival

    return survival(data, str(data["unit_tier"].values[0]), int(data.attrs["since"]))


def _contests(data: "xr.Dataset") -> "tuple[Contests, ...]":
    """Contested and uncontested, and by how much, where the panel has shares of the vote."""
    if "share" not in data:
        return ()
    import numpy as np

    from vertikal.measures import contests

    share = data["share"].values
    y, u = np.nonzero(np.isfinite(share[..., 0]))
    return (
        *contests(share[y, u], ["all"] * len(u)),
        *contests(share[y, u], data["unit_region"].values[u].astype(str).tolist()),
    )


def _print(panel: "Panel", found: "PanelEnclaves", lists: "Sequence[Agreement]") -> None:
    nations = f" of {found.nations} nations" if found.nations > 1 else ""
    typer.echo(
        f"{found.title}: {found.places:,} units{nations}, {found.first} to {found.last}. "
        f"Nation's score: {panel.nation or 'mean of its units'}."
    )
    enclosed = [u for u in found.units if u.enclosed]
    enclosed.sort(key=lambda u: (-u.unit.share, -u.unit.years))
    _print_units(found, enclosed[:LISTED], len(enclosed))
    for apart in found.apart:
        typer.echo(
            f"{apart.nation}, {apart.first} to {apart.last}: {100 * apart.share:.0f} % of its "
            f"units are out of step the {apart.kind} way: most of the tier; such years make no "
            "enclave."
        )
    for note in found.notes:
        typer.echo(f"{note[0].upper()}{note[1:]}.")
    if found.error:
        told = ", ".join(f"{k} {once:.2f}" for k, (once, _) in found.error.items())
        typer.echo(f"What one measurement adds, standard deviation of the score: {told}.")
    _print_sensitivity(found)
    if lists:
        _print_lists(lists)


def _print_units(found: "PanelEnclaves", units: "Sequence[PanelUnit]", count: int) -> None:
    if not units:
        typer.echo(f"No unit is an enclave for {found.lasting} years or more.")
        return
    drawn, several = found.draws > 1, found.nations > 1
    columns = [
        ("unit", "left"), *[("nation", "left")] * several, ("enclave", "left"),
        *[("in draws", "right")] * drawn, ("from", "right"), ("to", "right"), ("years", "right"),
        *[("as measured", "right")] * drawn,
    ]  # fmt: skip
    more = f", {len(units)} of {count}" if count > len(units) else ""
    how = f"{found.draws:,} draws, 95 % interval" if drawn else "exact scores"
    title = f"Enclaves of {found.lasting} years or more{more}: longest spell, {how}"
    names = _told_apart(units)
    table(title, columns, [_cells(u, n, drawn, several) for u, n in zip(units, names, strict=True)])
    if any(u.opens or u.goes_on for u in units):
        typer.echo("≤, ≥: the spell reaches the first or last year that the panel has of the unit.")


def _told_apart(units: "Sequence[PanelUnit]") -> list[str]:
    """Names, with the code where a name is not enough."""
    names = [u.unit.name for u in units]
    return [f"{n} ({u.unit.unit})" if names.count(n) > 1 else n
            for n, u in zip(names, units, strict=True)]  # fmt: skip


def _cells(unit: "PanelUnit", name: str, drawn: bool, several: bool) -> list[str]:
    own = unit.unit
    years = f"{own.years:.0f} ({own.low:.0f} to {own.high:.0f})" if drawn else f"{own.years:.0f}"
    return [
        name,
        *[unit.nation] * several,
        own.kind,
        *[f"{100 * own.share:.0f} %"] * drawn,
        f"{'≤ ' * unit.opens}{own.first}",
        f"{'≥ ' * unit.goes_on}{own.last}",
        years,
        *[f"{unit.measured} years" if unit.measured else "-"] * drawn,
    ]


def _print_sensitivity(found: "PanelEnclaves") -> None:
    columns = [("least distance", "right"), ("free from", "right"), ("years", "right"),
               ("democratic", "right"), ("authoritarian", "right")]  # fmt: skip
    rows = [
        [f"{s.gap:.2f}", f"{s.half:.2f}", str(s.lasting), str(s.democratic), str(s.authoritarian)]
        for s in found.sensitivity
    ]
    table("Enclaves in the scores as measured, at other thresholds", columns, rows)


def _print_lists(lists: "Sequence[Agreement]") -> None:
    columns = [("list", "left"), ("years", "left"), ("found", "left"), ("missed", "left"),
               ("found beside", "right"), ("order", "right"), ("by chance", "right")]  # fmt: skip
    rows = [
        [
            a.name,
            str(a.first) if a.first == a.last else f"{a.first}-{a.last}",
            _names(a.both),
            _names(a.only_listed),
            f"{len(a.only_found)} of {a.units - len(a.both) - len(a.only_listed)}",
            "-" if a.order != a.order else f"{a.order:.2f}",
            "-" if a.chance != a.chance else f"{a.chance:.3f}",
        ]
        for a in lists
    ]
    table("Agreement with lists of the literature (in half of the draws or more)", columns, rows)
    for a in lists:
        whole = "" if a.whole else "; names some, so what is found beside them is no error"
        typer.echo(f"{a.name}: {a.source} ({a.read}){whole}.")
    typer.echo(
        "Order: how often a unit of the list scores beyond one that is not on it; .5 by chance."
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"


def _print_survival(kept: "Survival", ruling: str) -> None:
    columns = [("after", "right"), ("at risk", "right"), ("lost", "right"), ("still held", "right"),
               ("95 %", "right")]  # fmt: skip
    for title, steps in (("election", kept.by_election), ("year", kept.by_year)):
        rows = [
            [str(s.after), str(s.at_risk), str(s.lost), f"{s.survival:.2f}", _band(s.low, s.high)]
            for s in steps
        ]
        table(f"{ruling} since {kept.since}, by {title} (Kaplan-Meier)", columns, rows)
    typer.echo(f"Half were lost within {kept.median_years:.0f} years.")
    columns = [("period", "left"), ("lost", "right"), ("elections", "right"), ("hazard", "right"),
               ("95 %", "right")]  # fmt: skip
    rows = [
        [f"{r.first}-{r.last}", str(r.lost), str(r.chances), f"{r.rate:.2f}", _band(r.low, r.high)]
        for r in kept.hazard
    ]
    table("First losses per election", columns, rows)
    columns = [("years held", "left"), ("changes", "right"), ("unit-years", "right"),
               ("hazard", "right"), ("95 %", "right")]  # fmt: skip
    rows = [
        [f"{r.first}-{r.last}", str(r.lost), str(r.chances), f"{r.rate:.3f}", _band(r.low, r.high)]
        for r in kept.tenure
    ]
    table("Changes of camp per year, by how long it has held the unit", columns, rows)
    told = ", ".join(f"{year} {left:,}" for year, left in kept.never.items())
    typer.echo(f"Never lost by the end of: {told}.")


def _band(low: float, high: float) -> str:
    return "-" if low != low else f"{low:.2f} to {high:.2f}"  # noqa: PLR0124 - NaN


def _print_contests(rows: "Sequence[Contests]") -> None:
    columns = [("region", "left"), ("contests", "right"), ("uncontested", "right"),
               ("median margin", "right"), ("half of them", "right"), ("under 5 points", "right"),
               ("serious", "right")]  # fmt: skip
    table(
        "Contests: margin between first and second; serious candidates have more than 5 %",
        columns,
        [
            [
                r.of,
                f"{r.contests:,}",
                f"{100 * r.uncontested:.1f} %",
                f"{100 * r.margin:.1f}",
                f"{100 * r.low:.1f} to {100 * r.high:.1f}",
                f"{100 * r.close:.0f} %",
                f"{r.serious:.1f}",
            ]
            for r in rows
        ],
    )


def _nations(
    panel: "Panel", rule: Rule, only: Sequence[str], draws: int, seed: int, figure: Path | None,
    *, json: bool,
) -> None:  # fmt: skip
    """Say where experts see differences within nations."""
    given = [f"--{k}" for k in ("gap", "half") if rule[k] is not None]
    given += ["--figure"] if figure is not None else []
    if given:
        message = f"{', '.join(given)}: only for a panel of units; this one is of nations"
        raise typer.BadParameter(message)
    from vertikal.lab import uneven_nations

    data = _only(panel.data, "unit", only)
    found = uneven_nations(data, lasting=rule["lasting"], draws=draws, seed=seed)
    if json:
        print_json(found.as_json())
        return
    _print_nations(found)
    typer.echo(f"Blind to: {data.attrs['blind']}")


def _print_nations(found: "UnevenNations") -> None:
    typer.echo(f"{found.title}: {found.places} nations, {found.first} to {found.last}.")
    if not found.nations:
        typer.echo("No nation is ruled unequally for years.")
        return
    columns = [("nation", "left"), ("room for enclaves", "left"), ("in draws", "right"),
               ("from", "right"), ("to", "right"), ("years, 95 %", "right")]  # fmt: skip
    ranked = sorted(found.nations, key=lambda u: (-u.last, -u.share))
    rows = [
        [u.name, u.kind, f"{100 * u.share:.0f} %", str(u.first), str(u.last),
         f"{u.years:.0f} ({u.low:.0f} to {u.high:.0f})"]
        for u in ranked[:LISTED]
    ]  # fmt: skip
    more = f", {len(rows)} of {len(ranked)}" if len(ranked) > len(rows) else ""
    table(f"Nations in which most experts see large differences{more}, the latest first",
          columns, rows)  # fmt: skip
