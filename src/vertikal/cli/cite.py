"""`vertikal cite`: the works that a run rests on, as BibTeX."""

from pathlib import Path
from typing import Annotated

import typer

from vertikal.cli._common import guarded, saved_run

__all__ = ["bibliography", "cite"]


def cite(
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="Dataset of `vertikal run`, or a scenario.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write, instead of printing.")
    ] = None,
) -> None:
    """Print the BibTeX of everything a run rests on.

    The software and what computes for it, the works behind each mechanism and each parameter, the
    source of each fact it is scored against, and where its tables come from. Each entry says in
    `annote` what rests on it. The code names works without their titles; add them.
    """
    with guarded():
        text = bibliography(run)
        if out is None:
            typer.echo(text, nl=False)
            return
        from vertikal.io import save_text

        save_text(text, out)
        typer.echo(f"{out}: {text.count('annote = ')} works")


def bibliography(run: str) -> str:
    """BibTeX of a dataset or a scenario."""
    from vertikal.cli._saved import facts_in
    from vertikal.io import open_dataset, read_inputs, scenario_files, shipped
    from vertikal.lab import bibtex, citations

    if saved_run(run):
        attrs = open_dataset(Path(run)).attrs
        files, name = read_inputs(Path(run)), str(attrs.get("scenario", ""))
        if not files and name in shipped():
            files = scenario_files(name)
    else:
        attrs, files = {"scenario": Path(run).stem}, scenario_files(run)
    return bibtex(
        citations(
            str(attrs["scenario"]),
            software=str(attrs.get("software", "")),
            without=str(attrs.get("without", "")).split(", "),
            facts=facts_in(files),
            sources=files.get("SOURCES.md", ""),
        )
    )
