"""`vertikal studio`: the explorer in a browser, or as a folder of files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vertikal.cli._common import INPUT, guarded

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["report", "studio"]

NEEDS = "the studio needs FastAPI and uvicorn: pip install 'vertikal[studio]'"


def studio(
    runs: Annotated[
        Path, typer.Argument(help="Folder of runs, or one run (default: runs).")
    ] = Path("runs"),
    host: Annotated[
        str,
        typer.Option("--host", help="Address to listen on; others than this machine need a token."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port; 0: any that is free.")
    ] = 8000,
    static: Annotated[
        Path | None,
        typer.Option("--static", help="Write a site into this folder instead of serving."),
    ] = None,
    boundaries: Annotated[
        Path | None,
        typer.Option("--boundaries", help="GeoJSON with borders; a property holds region codes."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Explore runs in a browser: map, histories, levers, facts, claims, your own returns.

    Everything stays on this machine. With --static the runs become a folder of files that any file
    server can host.
    """
    with guarded():
        web = _web()
        if static is not None:
            told = web.write_site(
                runs, static, boundaries, tell=lambda says: typer.echo(says, err=True)
            )
            typer.echo(f"{static}: {told}; host it with any file server")
            return
        token = "" if web.is_local(host) else web.new_token()
        app = web.create_app(
            runs, token=token, hosts=(*web.LOCAL, host.lower()) if not token else ("*",),
            boundaries=boundaries,
        )  # fmt: skip

        def ready(address: str) -> None:
            typer.echo(f"{address}\nCtrl+C ends it.", err=True)
            if browser and not token:
                typer.launch(address)

        web.serve(app, host, port, token=token, ready=ready)


def report(
    run: Annotated[Path, typer.Argument(help="Dataset made by `vertikal run`.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="HTML page to write.")],
    boundaries: Annotated[
        Path | None,
        typer.Option("--boundaries", help="GeoJSON with borders; a property holds region codes."),
    ] = None,
) -> None:
    """Write a run as one page that holds everything: send it, open it, no server."""
    with guarded():
        web = _web()
        size = web.write_report(run, out, boundaries, tell=lambda says: typer.echo(says, err=True))
    typer.echo(f"{out}: {size / 1e6:.1f} MB, opens without a server")


def _web() -> "ModuleType":
    """Return the package of the studio; leave, with words, if what it needs is not installed."""
    try:
        from vertikal import web
    except ModuleNotFoundError as error:
        if error.name not in ("fastapi", "starlette", "uvicorn"):
            raise
        typer.echo(NEEDS, err=True)
        raise typer.Exit(INPUT) from None
    return web
