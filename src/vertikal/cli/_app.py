"""The application: its commands."""

import typer

from vertikal import __version__
from vertikal.cli.calibrate import calibrate
from vertikal.cli.check import check
from vertikal.cli.chronicle import chronicle
from vertikal.cli.cite import cite
from vertikal.cli.compare import compare
from vertikal.cli.enclaves import enclaves
from vertikal.cli.export import export
from vertikal.cli.forecast import forecast
from vertikal.cli.judge import judge
from vertikal.cli.listing import listing
from vertikal.cli.measure import measure
from vertikal.cli.plot import plot
from vertikal.cli.power import power
from vertikal.cli.rerun import rerun
from vertikal.cli.resolve import resolve
from vertikal.cli.run import run
from vertikal.cli.score import score
from vertikal.cli.sensitivity import sensitivity
from vertikal.cli.show import show
from vertikal.cli.studio import report, studio
from vertikal.cli.sweep import sweep
from vertikal.cli.verify import verify

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A simulation laboratory for centre-region politics.",
)
app.command("run")(run)
app.command("score")(score)
app.command("compare")(compare)
app.command("judge")(judge)
app.command("sweep")(sweep)
app.command("sensitivity")(sensitivity)
app.command("calibrate")(calibrate)
app.command("forecast")(forecast)
app.command("resolve")(resolve)
app.command("chronicle")(chronicle)
app.command("measure")(measure)
app.command("enclaves")(enclaves)
app.command("power")(power)
app.command("studio")(studio)
app.command("report")(report)
app.command("show")(show)
app.command("plot")(plot)
app.command("check")(check)
app.command("verify")(verify)
app.command("rerun")(rerun)
app.command("cite")(cite)
app.command("export")(export)
app.command("list")(listing)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"vertikal {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and leave."
    ),
) -> None:
    """A simulation laboratory for centre-region politics."""
