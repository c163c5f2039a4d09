"""What is given bad input, and how a case of each kind is made."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _good import DESIGN, MAPPING, VALUES, WORDS, bomb, returns_table
from _mutate import NASTY, Maker

__all__ = ["ACCEPT", "SHARES", "TARGETS", "ready", "refused"]

ROOT = Path(__file__).resolve().parent.parent
TOY = ROOT / "tests" / "data" / "toy"
SHIPPED = ROOT / "src" / "vertikal"
Case = tuple[Callable[[], Any], list[Path]]
GOOD: dict[str, Any] = {}
"""What is good before it is damaged."""


def refused() -> tuple[type[BaseException], ...]:
    """Errors that are meant for users."""
    from vertikal.io import DatasetError
    from vertikal.measures import MeasureError
    from vertikal.scenario import ScenarioError

    return ScenarioError, DatasetError, MeasureError


class Reached(SystemExit):
    """A command was accepted, and would begin to work."""

    def __init__(self) -> None:
        super().__init__(0)


def ready() -> None:
    """Import what cases need, read what is good, and leave the simulating out."""
    import vertikal.cli._app
    import vertikal.engine
    import vertikal.experiments
    import vertikal.experiments._power
    import vertikal.inference
    import vertikal.io
    import vertikal.lab
    from vertikal import measures

    for name in measures.NAMES:
        measures.load(name)

    def reached(*_args: object, **_options: object) -> None:
        raise Reached

    for module, name in (
        (vertikal.engine.Ensemble, "compile"),
        (vertikal.experiments._power, "power"), (vertikal.experiments._power, "false_alarms"),
    ):  # fmt: skip
        setattr(module, name, reached)
    for name in ("scenario.yaml", "regions.csv", "districts.csv", "facts.yaml", "null.yaml"):
        GOOD[name] = (TOY / name).read_text(encoding="utf-8")
    GOOD["claims"] = [p.read_text() for p in sorted((SHIPPED / "claims").glob("*.yaml"))]
    GOOD["shipped"] = [
        (p.parent.name, p.read_text()) for p in (SHIPPED / "scenarios").glob("*/scenario.yaml")
    ]
    GOOD["returns"] = returns_table()
    GOOD["options"] = {n: measures.load(n).options for n in measures.NAMES}
    GOOD["app"] = vertikal.cli._app.app


# --- kinds ---------------------------------------------------------------------------------------


def scenario(maker: Maker) -> Case:
    """A scenario and its tables; one of them, or the values set, are damaged."""
    names = ("scenario.yaml", "regions.csv", "districts.csv")
    bad = maker.draw.choice((*names, "scenario.yaml", "scenario.yaml", "--set"))
    files = [
        maker.file(name, maker.text(GOOD[name]) if name == bad else GOOD[name]) for name in names
    ]
    sets: list[str] = []
    if bad == "--set":
        paths = ("institutions.court_independence", "title", "units.tables", "timeline", "start",
                 "timeline.2001-04-01.size", "parameters.heads_are_rotated.rate", "offices", "",
                 "institutions.openness", "timeline.+", "a.b.c", "units.localities",
                 maker.nasty())  # fmt: skip
        sets = [f"{maker.draw.choice(paths)}={maker.nasty()}"
                for _ in range(maker.draw.randint(1, 3))]  # fmt: skip
    if maker.draw.random() < 0.02:  # noqa: PLR2004
        files[1].unlink()
        target = maker.draw.choice(("/etc/passwd", "/dev/zero", "regions.csv", str(files[2])))
        files[1].symlink_to(target)
    return lambda: _made(str(maker.folder), sets), files


def _made(folder: str, sets: list[str]) -> None:
    from vertikal.cli._common import make_request
    from vertikal.lab import describe

    describe(make_request(folder, members=1, seed=0, sets=sets))


def shipped(maker: Maker) -> Case:
    """A scenario that ships, damaged, with its tables beside it."""
    name, text = maker.draw.choice(GOOD["shipped"])
    for table in (SHIPPED / "scenarios" / name).glob("*.csv"):
        maker.file(table.name, table.read_bytes())
    file = maker.file("scenario.yaml", maker.text(text, 2))
    return lambda: _made(str(maker.folder), []), [file]


def facts(maker: Maker) -> Case:
    """Facts."""
    file = maker.file("facts.yaml", maker.text(GOOD["facts.yaml"]))

    def call() -> None:
        from vertikal.io import read_facts
        from vertikal.scenario import validate_facts

        validate_facts(read_facts(str(file)), GOOD["options"])

    return call, [file]


def margins(maker: Maker) -> Case:
    """Margins of the null model."""
    file = maker.file("null.yaml", maker.text(GOOD["null.yaml"]))

    def call() -> None:
        from vertikal.io import read_facts
        from vertikal.scenario import validate_margins

        validate_margins(read_facts(str(file)))

    return call, [file]


def claims(maker: Maker) -> Case:
    """Claims."""
    file = maker.file("claims.yaml", maker.text(maker.draw.choice(GOOD["claims"])))

    def call() -> None:
        from vertikal.experiments import validate_claims
        from vertikal.io import read_facts

        validate_claims(read_facts(str(file)), GOOD["options"])

    return call, [file]


def design(maker: Maker) -> Case:
    """A design of a sweep."""
    file = maker.file("design.yaml", maker.text(DESIGN))

    def call() -> None:
        from vertikal.cli.sweep import _planned

        common = {"sets": None, "until": None, "without": None, "seed": 0}
        _planned(str(TOY), None, None, None, file, None, common)

    return call, [file]


def mapping(maker: Maker) -> Case:
    """A mapping of columns, as a file or on the command line."""
    table = maker.file("returns.csv", GOOD["returns"])
    if maker.draw.random() < 0.5:  # noqa: PLR2004
        file = maker.file("map.yaml", maker.text(MAPPING))
        return lambda: _read(table, file), [file, table]
    line = maker.text("registered=registered,ballots=ballots,votes=leader+second,region=region")
    text = line.decode("utf-8", "replace")
    return lambda: _read(table, text), [maker.file("map.txt", text), table]


def _read(table: Path, how: Any = None, **options: Any) -> None:  # noqa: ANN401
    from vertikal.io import read_returns

    read_returns(table, mapping=how, **options)


def returns(maker: Maker) -> Case:
    """A table of returns: text, Parquet, or what pretends to be one."""
    kind = maker.draw.random()
    if kind < 0.75:  # noqa: PLR2004
        data = maker.text(GOOD["returns"]) if kind < 0.4 else maker.bytes(GOOD["returns"].encode())  # noqa: PLR2004
        if kind < 0.1:  # noqa: PLR2004
            data = data.decode("utf-8", "replace").encode("utf-16")
        file = maker.file("returns.csv", data)
    elif kind < 0.9:  # noqa: PLR2004
        import polars as pl

        buffer = io.BytesIO()
        pl.read_csv(GOOD["returns"].encode()).write_parquet(buffer)
        file = maker.file("returns.parquet", maker.bytes(buffer.getvalue()))
    else:
        file = maker.file("returns.csv", bomb(maker.draw, GOOD["returns"].encode()))
    how = "ballots=ballots,votes=leader" if maker.draw.random() < 0.5 else None  # noqa: PLR2004
    return lambda: _read(file, how), [file]


PANEL = "unit,country,year,score\n" + "".join(
    f"u{u},n,{2000 + y},{(u * 7 + y) % 10 / 10}\n" for u in range(8) for y in range(10)
)


def panel(maker: Maker) -> Case:
    """A panel of units and years."""
    damaged = maker.text(PANEL) if maker.draw.random() < 0.6 else maker.bytes(PANEL.encode())  # noqa: PLR2004
    file = maker.file("panel.csv", damaged)
    columns = "unit=unit,year=year,score=score,country=country"
    if maker.draw.random() < 0.3:  # noqa: PLR2004
        columns = maker.text(columns).decode("utf-8", "replace")
    scale = maker.nasty() if maker.draw.random() < 0.2 else None  # noqa: PLR2004

    def call() -> None:
        from vertikal.io import read_panel
        from vertikal.lab import panel_enclaves

        read = read_panel(file, columns=columns, scale=scale)
        if "experts" not in read.data:
            panel_enclaves(read.data, draws=10, seed=0)

    return call, [file]


def vector(maker: Maker) -> Case:
    """A file of `calibrate`."""
    good = json.dumps({"vector": {"heads_are_rotated.rate": 0.3, "courts_decide.spread": 0.6}})
    file = maker.file("p.json", maker.text(good))

    def call() -> None:
        from vertikal.io import read_vector

        sets = [f"parameters.{name}={value!r}" for name, value in read_vector(file).items()]
        _made(str(TOY), sets)

    return call, [file]


def dataset(maker: Maker) -> Case:
    """A dataset of which one file was changed, with checksums that say nothing of it."""
    store = maker.folder / "d.zarr"
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(_store(), store)
    shutil.rmtree(store / "checksums")
    files = [p for p in store.rglob("*") if p.is_file() and "inputs" not in str(p)]
    files += [store / "zarr.json", store / "inputs" / "zarr.json"] * 20
    path = maker.draw.choice(sorted(files))
    data = path.read_bytes()
    text = path.suffix == ".json" and maker.draw.random() < 0.7  # noqa: PLR2004
    path.write_bytes(maker.text(data.decode()) if text else maker.bytes(data))

    def call() -> None:
        from vertikal.cli.cite import bibliography
        from vertikal.io import open_dataset, read_inputs, verified

        list(verified(store))
        read_inputs(store)
        open_dataset(store)
        bibliography(str(store))

    return call, [path]


def _store() -> Path:
    """A small dataset, written once a process."""
    if "store" not in GOOD:
        import tempfile

        import numpy as np

        from vertikal.cli._common import make_request
        from vertikal.io import Writer
        from vertikal.lab import describe

        request = make_request(str(TOY), members=2, seed=0)
        description = describe(request)
        place = Path(tempfile.mkdtemp(prefix="fuzz-store-", dir=Path.cwd())) / "d.zarr"
        writer = Writer(place, description, 2)
        writer.begin()
        sizes = {**description.sizes, "member": 2}
        writer.write((0, 2), {
            name: np.ones([sizes[d] for d in column.dims], column.dtype)
            for name, column in description.variables.items()
        })  # fmt: skip
        GOOD["store"] = writer.publish()
    return GOOD["store"]


# --- command lines -------------------------------------------------------------------------------


def command(maker: Maker) -> Case:
    """A command line: arguments and options that exist, with values of all kinds."""
    maker.file("returns.csv", GOOD["returns"])
    maker.file("panel.csv", PANEL)
    draw = maker.draw
    name = draw.choice(sorted(WORDS))
    words = [name, *(w if draw.random() < 0.8 else _word(maker) for w in WORDS[name])]  # noqa: PLR2004
    flags = _options(name)
    for flag, takes in draw.sample(flags, min(len(flags), draw.randint(0, 4))):
        words.append(flag if draw.random() < 0.97 else flag + "x")  # noqa: PLR2004
        if takes:
            words.append(_word(maker))
    words = [str(TOY) if w == "TOY" else w.replace("\0", "") for w in words]
    if name == "measure":
        words += ["--draws", "39"]
    if name == "enclaves":
        words += ["--draws", "10"]
    for path in ("d.zarr",):
        (maker.folder / path).symlink_to(_store()) if not (maker.folder / path).exists() else None
    file = maker.file("words.json", json.dumps(words))
    return lambda: _invoked(words, maker.folder), [file]


def _word(maker: Maker) -> str:
    return maker.draw.choice(VALUES) if maker.draw.random() < 0.5 else maker.draw.choice(NASTY)  # noqa: PLR2004


def _options(name: str) -> list[tuple[str, bool]]:
    """Options of a command, and whether each takes a value."""
    if ("options", name) not in GOOD:
        import typer

        known = typer.main.get_command(GOOD["app"]).commands[name]  # type: ignore[attr-defined]
        GOOD["options", name] = [
            (p.opts[0], not getattr(p, "is_flag", False))
            for p in known.params
            if p.param_type_name == "option"
        ]
    return GOOD["options", name]


def _invoked(words: list[str], folder: Path) -> None:
    import os

    os.chdir(folder)
    sys.argv = ["vertikal", *words]
    GOOD["app"](words)


TARGETS: dict[str, Callable[[Maker], Case]] = {
    "scenario": scenario, "shipped": shipped, "facts": facts, "margins": margins, "claims": claims,
    "design": design, "mapping": mapping, "returns": returns, "panel": panel, "vector": vector,
    "dataset": dataset, "command": command,
}  # fmt: skip
SHARES = {
    "scenario": 5, "shipped": 2, "facts": 24, "margins": 18, "claims": 22, "design": 1,
    "mapping": 14, "returns": 9, "panel": 2, "vector": 2, "dataset": 0.1, "command": 0.9,
}  # fmt: skip
"""How the cases are shared out."""


def _guided(kind: str, name: str) -> Callable[[Path, bytes], None]:
    """Give bytes as they are to what reads a file."""

    def call(folder: Path, data: bytes) -> None:
        from vertikal.io import read_facts, read_panel

        path = folder / name
        path.write_bytes(data)
        if kind == "yaml":
            read_facts(str(path))
        elif kind == "returns":
            _read(path)
        elif kind == "mapping":
            (folder / "t.csv").write_text("a,b,c\n1,2,3\n4,5,6\n")
            _read(folder / "t.csv", data.decode("utf-8", "replace"))
        else:
            read_panel(path, columns="unit=unit,year=year,score=score")

    return call


ACCEPT = {
    "yaml": _guided("yaml", "x.yaml"), "returns": _guided("returns", "x.csv"),
    "mapping": _guided("mapping", "map.txt"), "panel": _guided("panel", "p.csv"),
}  # fmt: skip
"""What atheris may steer."""
