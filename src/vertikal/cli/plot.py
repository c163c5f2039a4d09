"""`vertikal plot`: the studio's pictures of a dataset, as files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import INPUT, guarded, make_request

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["plot"]

WHAT = ("overview", "fan", "map", "timeline", "compare", "fingerprint", "survival", "matrix")


def plot(
    dataset: Annotated[Path, typer.Argument(help="Dataset made by `vertikal run`.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="PNG, SVG or PDF to write.")],
    what: Annotated[str, typer.Option("--what", help=f"Picture: {', '.join(WHAT)}.")] = "overview",
    quantity: Annotated[
        str, typer.Option("--quantity", help="For fan, map, timeline, compare: what is drawn.")
    ] = "activism",
    region: Annotated[
        str | None, typer.Option("--region", help="For fan and compare: code or name.")
    ] = None,
    at: Annotated[str, typer.Option("--at", help="For a map: month, as 2022-01.")] = "",
    other: Annotated[
        Path | None, typer.Option("--with", help="For compare: the run that is subtracted.")
    ] = None,
    vote: Annotated[
        str | None, typer.Option("--vote", help="For a fingerprint: which national vote.")
    ] = None,
    member: Annotated[
        int, typer.Option("--member", min=0, help="For fingerprint and survival: which history.")
    ] = 0,
    tier: Annotated[
        str, typer.Option("--tier", help="For survival: tier of the units.")
    ] = "region",
    since: Annotated[
        int | None, typer.Option("--since", help="For survival: first year (default: the second).")
    ] = None,
) -> None:
    """Draw a run: an overview, or one of the studio's pictures."""
    from vertikal.io import check_figure, open_dataset, save_figure
    from vertikal.measures import MeasureError

    if what not in WHAT:
        message = f"is {what}; must be one of {', '.join(WHAT)}"
        raise typer.BadParameter(message, param_hint="--what")
    with guarded():
        data = open_dataset(dataset)
        check_figure(out)
        try:
            from vertikal import plots
        except ModuleNotFoundError:
            typer.echo("drawing needs matplotlib: pip install 'vertikal[plots]'", err=True)
            raise typer.Exit(INPUT) from None
        start = int(data.attrs["start"])
        draw: dict[str, Callable[[], Any]] = {
            "overview": lambda: plots.overview(data),
            "fan": lambda: plots.quantity_fan(data, quantity, region),
            "map": lambda: plots.quantity_map(data, quantity, at or f"{start + 1}-12"),
            "timeline": lambda: plots.timeline(data, quantity, _events(data)),
            "compare": lambda: plots.difference(data, _other(other), quantity, region),
            "fingerprint": lambda: _fingerprint(data, vote, member),
            "survival": lambda: _survival(data, tier, since or start + 1, member),
            "matrix": lambda: _matrix(data),
        }
        try:
            figure = draw[what]()
        except (plots.NoQuantityError, MeasureError) as error:
            typer.echo(f"{dataset}: {error}", err=True)
            raise typer.Exit(INPUT) from None
        save_figure(figure, out)
    typer.echo(f"{out}: {what} of {dataset}")


def _other(path: Path | None) -> "xr.Dataset":
    from vertikal.io import DatasetError, open_dataset

    if path is None:
        message = "compare needs a second run; name it with --with"
        raise DatasetError(message)
    return open_dataset(path)


def _request(data: "xr.Dataset") -> Any:  # noqa: ANN401 - lab.Request
    """The request that made a run of a scenario that ships."""
    attrs = data.attrs
    return make_request(
        str(attrs["scenario"]),
        members=int(attrs["members"]),
        seed=int(attrs["seed"]),
        sets=json.loads(str(attrs.get("overrides", "[]"))),
        without=[x for x in str(attrs.get("without", "")).split(", ") if x],
    )


def _events(data: "xr.Dataset") -> list[tuple[int, str, str]]:
    spec = _request(data).compiled.spec
    months = data.sizes["time"]
    placed = [
        ((e.date.year - spec.start) * 12 + e.date.month - 1, e.event, e.title)
        for e in spec.timeline
    ]
    return [row for row in placed if 0 <= row[0] < months]


def _fingerprint(data: "xr.Dataset", vote: str | None, member: int) -> Any:  # noqa: ANN401 - a figure
    from vertikal.instruments import stations_of
    from vertikal.measures import MeasureError
    from vertikal.observers import polling_stations
    from vertikal.plots import fingerprint_figure

    votes = [str(v) for v in data["vote"].values]
    if vote not in votes:
        message = f"a fingerprint needs --vote; the run has {', '.join(votes) or 'none'}"
        raise MeasureError(message)
    _member(data, member)
    drawn = polling_stations(data.sel(member=[member]), vote)
    return fingerprint_figure(stations_of(drawn, member=member), f"{vote}, history {member}")


def _survival(data: "xr.Dataset", tier: str, since: int, member: int) -> Any:  # noqa: ANN401 - a figure
    from vertikal.lab import survival
    from vertikal.plots import survival_figure

    _member(data, member)
    found = survival(data.sel(member=member), tier, since)
    title = f"{data.attrs.get('title', '')}: units of the ruling camp, history {member}"
    return survival_figure(found, title)


def _member(data: "xr.Dataset", member: int) -> None:
    from vertikal.measures import MeasureError

    if member >= data.sizes["member"]:
        message = f"--member is {member}; the run has 0 to {data.sizes['member'] - 1}"
        raise MeasureError(message)


def _matrix(data: "xr.Dataset") -> Any:  # noqa: ANN401 - a figure
    from vertikal.cli.score import card_of
    from vertikal.measures import MeasureError
    from vertikal.plots import matrix

    card = card_of(_request(data), data)
    if card is None:
        message = "the scenario has no published facts to draw"
        raise MeasureError(message)
    return matrix([card])
