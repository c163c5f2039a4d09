"""`vertikal show`: what is in a dataset."""

from pathlib import Path
from typing import Annotated

import typer

from vertikal.cli._common import guarded, print_json, table

__all__ = ["show"]


def show(
    dataset: Annotated[Path, typer.Argument(help="Dataset made by `vertikal run`.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Show what is in a dataset: provenance, dimensions, variables with unit and meaning."""
    from vertikal.io import open_dataset

    with guarded():
        data = open_dataset(dataset)
    attrs = {k: v for k, v in data.attrs.items() if k not in ("parameters", "coordinate_names")}
    variables = [
        {
            "name": str(name),
            "dims": [str(d) for d in x.dims],
            "unit": x.attrs.get("units", ""),
            "says": x.attrs.get("long_name", ""),
        }
        for name, x in sorted(data.data_vars.items(), key=lambda item: str(item[0]))
    ]
    if json:
        print_json(
            {
                "dataset": str(dataset),
                "attributes": attrs,
                "sizes": {str(k): v for k, v in data.sizes.items()},
                "variables": variables,
            }
        )
        return
    typer.echo(f"{dataset}: {attrs.pop('title', '')}")
    for key, value in attrs.items():
        typer.echo(f"  {key}: {value}")
    typer.echo("  dimensions: " + ", ".join(f"{k} {v}" for k, v in data.sizes.items()) + "\n")
    rows = [[v["name"], ", ".join(v["dims"]), v["unit"], v["says"]] for v in variables]
    columns = [("variable", "left"), ("dimensions", "left"), ("unit", "left"), ("says", "left")]
    table("Variables", columns, rows)
