"""What the commands share: options, requests, errors, tables, progress."""

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._failures import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from vertikal.io import Programs
    from vertikal.lab import Progress, Request

__all__ = [
    "FAILED",
    "INPUT",
    "STRICT",
    "Members",
    "Scenario",
    "Seed",
    "Sets",
    "Until",
    "Without",
    "console",
    "guarded",
    "make_request",
    "print_json",
    "programs",
    "saved_run",
    "table",
    "told",
    "workers",
]

INPUT, FAILED, STRICT = 3, 4, 5
"""Exit codes: the input will not do; the run failed; a check did not hold."""

Scenario = Annotated[
    str, typer.Argument(help="Scenario that ships (see `vertikal list`), or a scenario file.")
]
Members = Annotated[int, typer.Option("--members", "-m", min=1, help="Histories to simulate.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, help="Same seed, same numbers.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="Replace a value: institutions.court_independence=0.9, or a structural parameter: "
        "parameters.heads_are_rotated.rate=0.5, or an event by its date: "
        "timeline.2022-06-05=null. Repeatable.",
    ),
]
Until = Annotated[int | None, typer.Option("--until", help="Last year (default: the scenario's).")]
Without = Annotated[
    list[str] | None, typer.Option("--without", help="Leave a mechanism out. Repeatable.")
]


def workers() -> int:
    """Cores that this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def programs() -> "Programs | None":
    """Where compiled programs are kept, if anywhere."""
    from vertikal.io import Programs, cache_folder

    folder = cache_folder()
    return None if folder is None else Programs(folder)


SAVED = (".zarr", ".zip")
"""Ends of the name of a dataset; anything else may be the name of a scenario, or a table."""


def saved_run(name: str) -> bool:
    """Whether a name is that of a dataset that `vertikal run` has made."""
    from vertikal.io import request_hash

    return name.endswith(SAVED) or request_hash(Path(name)) is not None


def _split(sets: Sequence[str]) -> dict[str, Any]:
    """Parse `path=value`; values are read as YAML."""
    from vertikal.io import parse_value
    from vertikal.scenario import Problem, ScenarioError

    parsed: dict[str, Any] = {}
    problems = []
    for text in sets:
        path, equals, value = text.partition("=")
        if not equals or not path:
            says = "is no assignment; write path=value"
            problems.append(Problem("--set", None, text, says))
            continue
        parsed[path.strip()] = parse_value(value)
    if problems:
        raise ScenarioError(problems)
    return parsed


def make_request(
    scenario: str,
    *,
    members: int,
    seed: int,
    sets: Sequence[str] | None = None,
    until: int | None = None,
    without: Sequence[str] | None = None,
    under: Mapping[str, Any] | None = None,
    residents_per: int | None = None,
) -> "Request":
    """Read, override, validate and compile a scenario; `under` is set after `sets`."""
    from vertikal.io import read_scenario, scenario_files, source_hash
    from vertikal.lab import Request
    from vertikal.scenario import Problem, ScenarioError, changed, compile_scenario, written

    changes = {**_split(sets or ()), **(under or {})}
    raw = read_scenario(scenario)
    spec, parameters = changed(raw, changes)
    if until is not None and not spec.start <= until <= spec.until:
        says = f"is {until}; must lie in {spec.start} to {spec.until}"
        raise ScenarioError([Problem("--until", None, "", says)])
    compiled = compile_scenario(spec, until=until)
    path = Path(scenario)
    name = path.resolve().parent.name if path.name == "scenario.yaml" else path.stem
    return Request(
        name,
        compiled,
        parameters,
        members,
        seed,
        tuple(without or ()),
        source_hash(),
        scenario,
        (*(sets or ()), *written(under or {})),
        scenario_files(scenario, raw),
        residents_per,
    )


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False, default=float))


def console(*, err: bool = False) -> Any:  # noqa: ANN401 - rich is imported inside
    """A rich console that respects NO_COLOR and pipes."""
    from rich.console import Console

    return Console(stderr=err, highlight=False, width=None if sys.stdout.isatty() else 124)


def table(title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; `columns` are (heading, justification)."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for k, (heading, justify) in enumerate(columns):  # names stay whole: they are searched for
        made.add_column(heading, justify=justify, overflow="fold", no_wrap=k == 0)  # type: ignore[arg-type]
    for row in rows:
        made.add_row(*row)
    console().print(made)


@contextlib.contextmanager
def told(*, quiet: bool = False) -> "Iterator[Callable[[Progress], None]]":
    """Show progress on standard error: a bar on a terminal, a line a phase elsewhere."""
    if quiet or not sys.stderr.isatty():
        seen: set[str] = set()

        def line(progress: "Progress") -> None:
            if progress.phase not in seen and not quiet:
                typer.echo(f"{progress.phase} ...", err=True)
            seen.add(progress.phase)

        yield line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console(err=True),
    ) as bars:
        tasks: dict[str, Any] = {}

        def move(progress: "Progress") -> None:
            if progress.phase not in tasks:
                tasks[progress.phase] = bars.add_task(progress.phase, total=None)
            bars.update(
                tasks[progress.phase], completed=progress.done, total=progress.total or None
            )

        yield move
