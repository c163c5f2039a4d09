"""`vertikal verify`: whether what lies on the disk is what was written there."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vertikal.cli._common import STRICT, guarded, print_json

if TYPE_CHECKING:
    from vertikal.io import Verified

__all__ = ["verify"]

SHOWN = 10
"""Damaged files of a dataset that are named on screen."""


def verify(
    places: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN", help="Datasets of `vertikal run`, or folders of them, such as runs."
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Compare datasets with the checksums they carry, file by file; exit with 5 if one is damaged.

    Of an unfinished run what is finished is compared; of a folder, every dataset in it and the
    readings that are kept there.
    """
    from vertikal.io import verified

    with guarded():
        found = [one for place in places for one in verified(place)]
        if json:
            print_json({"verified": [_said(one) for one in found]})
        else:
            for one in found:
                _print(one)
        if any(one.damaged for one in found):
            raise typer.Exit(STRICT)


def _said(one: "Verified") -> dict[str, object]:
    return {
        "place": str(one.place),
        "kind": one.kind,
        "files": one.files,
        "members": one.members,
        "damaged": [
            {"file": d.file, "variable": d.variable, "problem": d.problem} for d in one.damaged
        ],
        "strangers": list(one.strangers),
    }


def _print(one: "Verified") -> None:
    """Say how a dataset fares."""
    finished = "" if one.members is None else f", {one.members} histories finished"
    if not one.damaged:
        typer.echo(f"{one.place}: {one.kind}, {one.files:,} files as they were written{finished}")
    else:
        typer.echo(f"{one.place}: {one.kind}, {len(one.damaged)} damaged{finished}")
        for d in one.damaged[:SHOWN]:
            typer.echo(f"  {d.file} {d.problem}")
        if len(one.damaged) > SHOWN:
            typer.echo(f"  and {len(one.damaged) - SHOWN} more (--json lists them)")
        typer.echo(f"  {CURES[one.kind]}")
    if one.strangers:
        few = ", ".join(one.strangers[:SHOWN])
        typer.echo(f"  not of this run, and left alone: {few}")


CURES = {
    "dataset": "do not use it; the command that made it makes it again with --overwrite",
    "unfinished run": "the command that began it computes again what is damaged",
    "kept readings": "the command that asks for them computes them again",
}
"""What to do, by kind."""
