"""`vertikal rerun`: a saved run computed again, and compared value by value."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import STRICT, guarded, print_json, programs, table, told, workers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vertikal.lab import Request, Rerun

__all__ = ["rerun"]

SHOWN = 12
"""Variables that moved most, shown on screen."""


def rerun(
    dataset: Annotated[Path, typer.Argument(metavar="RUN", help="Dataset of `vertikal run`.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Compute a saved run again and compare every value; exit with 5 if one differs.

    Scenario, parameters, seed and all else are those that the dataset carries, whatever has
    changed since. If numbers moved, the versions, the sources and the changelog's Results lines
    say why.
    """
    from vertikal.cli._saved import saved_request
    from vertikal.io import open_dataset

    with guarded():
        data = open_dataset(dataset, scaled=False)
        with saved_request(dataset, data) as request, told(quiet=json) as tell:
            from vertikal.lab import rerun as again

            found = again(request, data, tell=tell, store=programs(), workers=workers())
        why = _why(request, data.attrs)
        if json:
            print_json({"dataset": str(dataset), **_said(found), "why": why})
        else:
            _print(dataset, found, why)
        if not found.same:
            raise typer.Exit(STRICT)


def _why(request: "Request", attrs: "Mapping[str, Any]") -> list[str]:
    """What is not as it was: versions, sources, scenario, machine; and what the changelog says."""
    from vertikal import __version__
    from vertikal.io import moved_since

    now = request.provenance()
    said = []
    version = str(attrs.get("software", "")).rpartition(" ")[2]
    if version != __version__:
        said.append(f"made by vertikal {version}, computed again by {__version__}")
    if attrs.get("code") not in (None, now["code"]):
        said.append(f"the sources that make the numbers have changed ({attrs['code']} then, "
                    f"{now['code']} now)")  # fmt: skip
    if attrs.get("scenario_hash") != now["scenario_hash"]:
        said.append("the scenario is read otherwise than it was, or its files are not those")
    if attrs.get("platform") != now["platform"]:
        said.append(f"made on {attrs.get('platform')}, computed again on {now['platform']}: last "
                    "bits of single histories may part")  # fmt: skip
    if version != __version__:
        lines = moved_since(version)
        if lines is None:
            said.append("there is no changelog here that would say what moves numbers")
        said += [f"changelog, Results of {v}: {line}" for v, line in lines or ()]
    return said


def _said(found: "Rerun") -> dict[str, Any]:
    return {
        "same": found.same,
        "members": found.members,
        "compared": found.compared,
        "moved": [
            {"variable": m.name, "unit": m.unit, "members": m.members, "first": m.first,
             "largest": m.largest if m.largest < float("inf") else None, "before": m.before,
             "after": m.after}
            for m in found.moved
        ],
        "lost": list(found.lost),
        "new": list(found.new),
    }  # fmt: skip


def _print(dataset: Path, found: "Rerun", why: list[str]) -> None:
    if found.same:
        typer.echo(
            f"{dataset}: {found.members} histories computed again, {found.compared} variables the "
            "same to the last bit"
        )
    else:
        typer.echo(f"{dataset}: {len(found.moved)} of {found.compared} variables are not as saved")
        columns = [("variable", "left"), ("unit", "left"), ("histories", "right")]
        columns += [("first", "right"), ("largest difference", "right"), ("mean saved", "right")]
        columns += [("mean now", "right")]
        most = sorted(found.moved, key=lambda m: -m.members)[:SHOWN]
        rows = [
            [m.name, m.unit, str(m.members), str(m.first), f"{m.largest:.3g}", f"{m.before:.5g}",
             f"{m.after:.5g}"] for m in most
        ]  # fmt: skip
        table("", columns, rows)
        if len(found.moved) > SHOWN:
            typer.echo(f"and {len(found.moved) - SHOWN} more (--json lists them)")
        if found.lost:
            typer.echo(f"No longer recorded: {', '.join(found.lost)}.")
    if found.new:
        typer.echo(f"Recorded now, and not then: {', '.join(found.new)}.")
    if why:
        typer.echo("What is not as it was:" if found.same else "Why it may be:")
    for line in why:
        typer.echo(f"  - {line}")
    if not found.same and not why:
        typer.echo("Nothing that is known explains it; `vertikal verify` tells damage from change.")
