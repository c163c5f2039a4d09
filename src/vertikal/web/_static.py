"""Runs as files: a site that any file server can host, or one page that holds everything."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from vertikal import __version__
from vertikal.experiments._quantities import UNIT_QUANTITIES
from vertikal.io import DatasetError, bundle, embedded, write_files, write_page
from vertikal.lab import Progress
from vertikal.web._borders import borders_of
from vertikal.web._runs import NoSuch, Runs
from vertikal.web._tasks import scored, told

__all__ = ["write_report", "write_site"]

TOLD = 3
"""Histories that are told."""
Tell = Callable[[str], None]
Files = Iterator[tuple[str, bytes]]


def write_site(
    folder: Path, out: Path, boundaries: Path | None = None, *, tell: Tell = lambda says: None
) -> str:
    """Write all runs of a folder, and what is known of them, as files.

    Differences are written for each run to the first of its scenario that changes nothing.

    Raises
    ------
    DatasetError
        If there is no run, or the folder cannot be written.
    """
    runs = _looked(folder)
    page = _page()
    names = [line["id"] for line in runs.listed()]
    total = write_files(out, (*page.items(), *_site(runs, names, boundaries, tell)))
    return f"{len(names)} runs, {total / 1e6:.1f} MB"


def write_report(
    run: Path, out: Path, boundaries: Path | None = None, *, tell: Tell = lambda says: None
) -> int:
    """Write one run as a page that holds its numbers; return its bytes.

    Raises
    ------
    DatasetError
        If there is no such run, or the page cannot be written.
    """
    runs = _looked(run)
    page = _page()
    (name, *_) = (line["id"] for line in runs.listed())
    held = embedded(_site(runs, [name], boundaries, tell))
    text = _one_page(page, held)
    write_page(out, text)
    return len(text.encode())


def _looked(folder: Path) -> Runs:
    runs = Runs(folder)
    if not runs.listed():
        message = f"{folder}: holds no finished run; make one with `vertikal run SCENARIO`"
        raise DatasetError(message)
    return runs


def _page() -> dict[str, bytes]:
    page = bundle()
    if "studio.js" not in page:
        message = "the page is missing from this installation; in a checkout: make studio"
        raise DatasetError(message, 4)
    return page


def _site(runs: Runs, names: list[str], boundaries: Path | None, tell: Tell) -> Files:
    """Every file that the page may ask for, by its address."""
    borders = borders_of(boundaries)
    said = {"mode": "static", "version": __version__, "borders": borders is not None}
    yield "api/studio.json", _json(said)
    if borders is not None:
        yield "api/borders.json", borders
    lines = runs.listed()
    yield "api/runs.json", _json([line for line in lines if line["id"] in names])
    pairs = list(_pairs([line for line in lines if line["id"] in names]))
    for line in lines:
        if line["id"] in names:
            tell(f"{line['title']} {line['changes']} ...".replace("  ", " "))
            yield from _run(
                runs, line["id"], [here for here, there in pairs if there == line["id"]]
            )
    for here, there in pairs:
        for quantity in _quantities(runs, there):
            try:
                content = runs.difference(here, there, quantity)
            except NoSuch:
                break
            yield f"api/runs/{there}/less/{here}/{quantity}.bin", content
    from vertikal.web._claims import listed  # noqa: PLC0415 - slow to import

    yield "api/claims.json", _json(listed(runs.answers.get))


def _run(runs: Runs, name: str, less: list[str]) -> Files:
    yield f"api/runs/{name}/about.json", runs.about(name)
    yield f"api/runs/{name}/units.json", runs.units(name)
    for quantity in _quantities(runs, name):
        yield f"api/runs/{name}/cubes/{quantity}.bin", runs.cube(name, quantity)
    for quantity in UNIT_QUANTITIES:
        yield f"api/runs/{name}/units/{quantity}.bin", runs.unit_cube(name, quantity)
    card = _kept(runs, f"score-{name}", lambda: scored(runs, {"run": name}, _quiet))
    if card is not None:
        yield f"api/runs/{name}/score.json", _json(card)
    made: list[int] = []
    for member in range(TOLD):
        key = f"chronicle-{name}-{member}"
        tale = _kept(runs, key, lambda m=member: told(runs, {"run": name, "member": m}, _quiet))
        if tale is not None:
            made.append(member)
            yield f"api/runs/{name}/chronicle/{member}.json", _json(tale)
    there = {"score": card is not None, "chronicles": made, "less": less}
    yield f"api/runs/{name}/kept.json", _json(there)


def _kept(runs: Runs, key: str, make: Callable[[], object]) -> Any:  # noqa: ANN401 - JSON
    """An answer that is kept, or is made now; None if it cannot be made."""
    if runs.answers.get(key) is None:
        try:
            make()
        except DatasetError:
            return None
    return runs.answers.get(key)


def _quiet(progress: Progress) -> None:
    del progress


def _pairs(lines: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Runs to subtract: each run, and the first of its scenario that changes nothing."""
    for line in lines:
        like = [
            other for other in lines
            if all(other[k] == line[k] for k in ("scenario", "seed", "start", "months"))
            and not other["changes"] and not other["without"]
        ]  # fmt: skip
        if like:
            yield like[0]["id"], line["id"]


def _quantities(runs: Runs, name: str) -> list[str]:
    return [q["id"] for q in json.loads(runs.about(name))["quantities"]]


def _one_page(page: dict[str, bytes], held: str) -> str:
    """Script and style within the page, each allowed by its hash and nothing else."""
    script = page["studio.js"].decode().replace("</script", "<\\/script")
    style = page["studio.css"].decode()
    icon = base64.b64encode(page["icon.svg"]).decode()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Vertikal report</title>\n"
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<div id="app"></div>\n<script type="application/json" id="held">{held}</script>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
