"""`vertikal export`: a run with all that made it, for an archive."""

from pathlib import Path
from typing import Annotated

import typer

from vertikal.cli._common import guarded, print_json

__all__ = ["export"]


def export(
    dataset: Annotated[Path, typer.Argument(metavar="RUN", help="Dataset of `vertikal run`.")],
    crate: Annotated[
        Path, typer.Option("--crate", help="Folder to make: a research object (RO-Crate 1.1).")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Put a run into a folder for an archive, with scenario, parameters, seed, pins and checksums.

    The run is compared with its checksums first; a damaged one is not exported.
    """
    with guarded():
        from vertikal.cli.cite import bibliography
        from vertikal.io import open_dataset, save_crate

        data = open_dataset(dataset)
        made = save_crate(dataset, data.attrs, crate, cited=lambda: bibliography(str(dataset)))
        if json:
            print_json({"crate": str(crate), **made})
        else:
            typer.echo(f"{crate}: {made['files']} files, {made['bytes'] / 1e6:.1f} MB")
