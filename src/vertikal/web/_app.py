"""The application: the page, its API, the gate in front, and how it is served."""

import contextlib
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from vertikal import __version__
from vertikal.io import DatasetError, bundle
from vertikal.web._api import LARGE, router
from vertikal.web._borders import borders_of
from vertikal.web._guard import LOCAL, Guard
from vertikal.web._jobs import Jobs
from vertikal.web._runs import NoSuch, Runs

WARM = 3
"""Runs that are read when the server starts: the newest."""

__all__ = ["create_app", "is_local", "new_token", "serve"]

KINDS = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}
"""Content type by the end of a file's name."""


def create_app(
    folder: Path,
    *,
    token: str = "",
    hosts: tuple[str, ...] = LOCAL,
    boundaries: Path | None = None,
) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    folder
        Where runs lie, and are made.
    token
        Asked of every request; empty: nothing is asked.
    hosts
        Names to which it answers.
    boundaries
        GeoJSON file with borders to draw in place of tiles.

    Raises
    ------
    DatasetError
        If the page was never built.
    """
    page = bundle()
    if "index.html" not in page:
        message = "the page is missing from this installation; in a checkout: make studio"
        raise DatasetError(message, 4)
    runs, jobs = Runs(folder), Jobs(folder)
    borders = borders_of(boundaries)

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        del app
        closing = threading.Event()
        warm = threading.Thread(target=_warm, args=(runs, closing))
        warm.start()
        yield
        closing.set()
        warm.join()
        jobs.close()

    app = FastAPI(
        title="Vertikal studio", version=__version__, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", lifespan=life,
    )  # fmt: skip
    app.state.runs, app.state.jobs = runs, jobs
    app.include_router(router(runs, jobs, borders))
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _misfit)
    _pages(app, page)
    app.add_middleware(Guard, hosts=hosts, token=token, large=LARGE)
    return app


def _warm(runs: Runs, closing: threading.Event) -> None:
    """Read what a first visitor will see, before he comes."""
    for line in runs.listed()[:WARM]:
        if closing.is_set():
            return
        try:
            runs.about(line["id"])
            runs.cube(line["id"], "activism")
            runs.unit_cube(line["id"], "activism")
        except (NoSuch, DatasetError, OSError, KeyError, ValueError):
            continue  # a page that asks for it is told why


def _pages(app: FastAPI, page: dict[str, bytes]) -> None:
    """Serve the files of the page by their names; no other name exists."""

    @app.get("/", include_in_schema=False)
    def index() -> Response:
        return Response(page["index.html"], media_type=KINDS["html"])

    for name, content in page.items():
        kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")

        def one(content: bytes = content, kind: str = kind) -> Response:
            return Response(content, media_type=kind)

        app.add_api_route(f"/{name}", lambda one=one: one(), include_in_schema=False)


async def _told(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)
    said = error.detail if isinstance(error.detail, list) else [{"says": str(error.detail)}]
    return JSONResponse({"problems": said}, error.status_code)


async def _misfit(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, RequestValidationError)
    said = [
        {"path": ".".join(str(x) for x in one["loc"][1:]), "says": str(one["msg"])}
        for one in error.errors()
    ]
    return JSONResponse({"problems": said}, 422)


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_local(host: str) -> bool:
    """Whether an address is this machine's own, which others cannot reach."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return all(info[4][0] in ("127.0.0.1", "::1") for info in found)


def serve(
    app: FastAPI,
    host: str,
    port: int,
    *,
    token: str = "",
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until interrupted; `ready` is told the address.

    Raises
    ------
    DatasetError
        If the port cannot be had.
    """
    import uvicorn  # noqa: PLC0415 - only where something is served

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        taken = socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"{host}:{port} cannot be had ({error.strerror}); choose another --port"
        raise DatasetError(message, 4) from error
    with taken:
        name = f"[{host}]" if ":" in host else host
        asked = f"?token={token}" if token else ""
        ready(f"http://{name}:{taken.getsockname()[1]}/{asked}")
        config = uvicorn.Config(app, log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[taken])
