"""`vertikal sweep`: one scenario at many points, all with the same luck."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import (
    INPUT,
    Scenario,
    Seed,
    Sets,
    Until,
    Without,
    guarded,
    make_request,
    print_json,
    table,
    told,
)
from vertikal.cli._drawing import drawing
from vertikal.cli._outcomes import Outcomes, asked
from vertikal.cli.compare import read_worlds

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from vertikal.experiments import Outcome
    from vertikal.experiments._sweep import Axis, Design
    from vertikal.experiments._sweep import Summary as Told
    from vertikal.lab import Progress, Request
    from vertikal.scenario import Problem

__all__ = ["sweep"]

SHOWN = 50
"""Points that a table has room for."""
BESIDE = 3
"""Outcomes up to which a band stands beside its mean, and not below it."""
RANGE = re.compile(r"^[^,\[\]{}]*:[^,\[\]{}]*$")


def sweep(
    scenario: Scenario,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            help="What varies, with paths as in --set: PATH=a,b,c lists values, PATH=low:high is "
            "a range. Repeatable.",
        ),
    ] = None,
    design: Annotated[
        str | None,
        typer.Option(
            "--design",
            help="grid (every combination of listed values), latin or sobol (points spread evenly "
            "over ranges). Default: grid for values, latin for ranges.",
        ),
    ] = None,
    points: Annotated[
        int | None, typer.Option("--points", min=2, help="Points in ranges (default: 64).")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="Design file: vary, design, points, outcomes.")
    ] = None,
    outcome: Outcomes = None,
    members: Annotated[
        int, typer.Option("--members", "-m", min=1, help="Histories at each point.")
    ] = 20,
    seed: Seed = 0,
    sets: Sets = None,
    until: Until = None,
    without: Without = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="CSV to write, a row a point.")
    ] = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Draw it into a PNG, SVG or PDF.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Run one scenario at many points: a grid of values, or points spread over ranges.

    All points have the same seed and the same histories, so that differences between them are not
    luck. What was computed is kept in runs/readings: a sweep that was stopped goes on where it
    stood.
    """
    with guarded():
        from vertikal.io import check_table

        drawn = drawing(figure, "sweep", "vertikal.plots._sensitivity")
        common = {"sets": sets, "until": until, "without": without, "seed": seed}
        base, axes, plan, outcomes = _planned(scenario, vary, design, points, file, outcome, common)
        if out is not None:
            check_table(out)
        with told(quiet=json) as tell:
            found = _found(scenario, plan, outcomes, members, common, tell)
        summaries = _summed(found)
        if out is not None:
            _write(out, plan, outcomes, summaries)
        if json:
            print_json({"points": _said(plan, outcomes, summaries)})
        elif out is None:
            _print(base.scenario, plan, outcomes, summaries, members)
        else:
            typer.echo(f"{out}: {len(plan.points)} points, {members} histories each")
        same = [o.id for i, o in enumerate(outcomes) if _same(found[:, :, i])]
        if same and not json and len(plan.points) > 1:
            typer.echo(f"Exactly the same at every point: {', '.join(same)}.")
        if figure is not None and drawn is not None:
            from vertikal.io import save_figure

            series = [
                (o.label, o.unit, [row[i] for row in summaries]) for i, o in enumerate(outcomes)
            ]
            title = f"{base.scenario}: mean of {members} histories, and 5 to 95 % of them"
            joined = all(axis.bounds is None for axis in axes)
            save_figure(drawn(plan.paths, plan.points, series, title=title, grid=joined), figure)


def _planned(
    scenario: str,
    vary: Sequence[str] | None,
    design: str | None,
    points: int | None,
    file: Path | None,
    outcome: Sequence[str] | None,
    common: Mapping[str, Any],
) -> "tuple[Request, list[Axis], Design, list[Outcome]]":
    """Read what is asked, on the command line and in a file, and check all of it."""
    from vertikal.experiments._sweep import spread
    from vertikal.scenario import ScenarioError

    base = make_request(scenario, members=1, **common)
    problems: list[Problem] = []
    axes, read, kind, count = _from_file(file, problems)
    axes += _axes(vary or (), problems)
    if not axes and not problems:
        typer.echo("nothing varies: say what does with --vary PATH=a,b,c or --file", err=True)
        raise typer.Exit(INPUT)
    kind, count = design or kind, points if points is not None else count
    plan = None
    try:
        plan = spread(axes, kind, count, seed=common["seed"])
    except ScenarioError as error:
        problems.extend(error.problems)
    problems += _misfits(scenario, axes, common)
    read += asked(outcome, base, problems, default=not read)
    if problems or plan is None:
        raise ScenarioError(dict.fromkeys(problems))
    return base, axes, plan, read


def _from_file(
    file: Path | None, problems: "list[Problem]"
) -> "tuple[list[Axis], list[Outcome], str | None, int | None]":
    from vertikal.experiments import Outcome
    from vertikal.experiments._sweep import Axis, misread, validate_design
    from vertikal.io import read_facts

    if file is None:
        return [], [], None, None
    raw = read_facts(str(file))
    said = validate_design(raw)
    axes = []
    for path, value in said.vary.items():
        line = raw.line(("vary", path))
        if isinstance(value, list):
            axes.append(Axis(path, tuple(value), None, raw.file, line))
        else:
            axes.append(_axis(path, str(value), problems, file=raw.file, line=line))
    read = []
    for name, reading in said.outcomes.items():
        read.append(Outcome(name, reading.measure, reading.options))
        line = raw.line(("outcomes", name))
        problems.extend(misread(read[-1], file=raw.file, line=line))
    return [a for a in axes if a is not None], read, said.design, said.points


def _axes(vary: Sequence[str], problems: "list[Problem]") -> "list[Axis]":
    from vertikal.scenario import Problem

    axes = []
    for text in vary:
        path, equals, values = text.partition("=")
        if not equals or not path.strip():
            says = "says no values; write PATH=a,b,c or PATH=low:high"
            problems.append(Problem("--vary", None, text, says))
        elif (axis := _axis(path.strip(), values, problems)) is not None:
            axes.append(axis)
    return axes


def _axis(
    path: str,
    text: str,
    problems: "list[Problem]",
    *,
    file: str = "--vary",
    line: int | None = None,
) -> "Axis | None":
    """Parse values or a range; values are read as YAML."""
    from vertikal.experiments._sweep import Axis
    from vertikal.io import parse_value
    from vertikal.scenario import Problem

    if RANGE.match(text):
        try:
            low, high = (float(end) for end in text.split(":"))
        except ValueError:
            says = f"is {text!r}; a range is two numbers, low:high"
            problems.append(Problem(file, line, path, says))
            return None
        return Axis(path, (), (low, high), file, line)
    values = parse_value(f"[{text}]")
    if not isinstance(values, list):
        problems.append(Problem(file, line, path, f"is {text!r}; list values as a,b,c"))
        return None
    return Axis(path, tuple(values), None, file, line)


def _misfits(scenario: str, axes: "Sequence[Axis]", common: Mapping[str, Any]) -> "list[Problem]":
    """Say which values the scenario does not allow, each tried by itself."""
    from vertikal.scenario import Problem, ScenarioError

    found = []
    fixed = {text.partition("=")[0].strip() for text in common["sets"] or ()}
    for axis in axes:
        if axis.path in fixed:
            found.append(axis.blamed("is set by --set as well; leave one of the two out"))
            continue
        for value in axis.tried:
            try:
                make_request(scenario, members=1, under={axis.path: value}, **common)
            except ScenarioError as error:
                ours = [p for p in error.problems if p.file == "--set"]
                found += [Problem(axis.file, axis.line, p.path, p.says) for p in ours]
                found += [p for p in error.problems if p.file != "--set"]
    return found


def _found(
    scenario: str,
    plan: "Design",
    outcomes: "Sequence[Outcome]",
    members: int,
    common: Mapping[str, Any],
    tell: "Callable[[Progress], None]",
) -> "np.ndarray":
    """Outcomes of every history, `(point, member, outcome)`."""
    import numpy as np

    found = np.full((len(plan.points), members, len(outcomes)), np.nan)
    total, done = len(plan.points) * members, 0
    for batch in plan.batches():
        count = members * len(batch.points)
        request = make_request(scenario, members=count, under=batch.under, **common)
        draws = None
        if batch.prior is not None:
            vector = request.vector
            fixed = {k: v for k, v in vector.items() if k not in batch.prior.names}
            draws = batch.prior.draws(fixed, members)
        (read,) = read_worlds([(request, outcomes)], _of_all(tell, done, total), draws=draws)
        found[list(batch.points)] = read.reshape(len(batch.points), members, -1)
        done += count
    return found


def _of_all(
    tell: "Callable[[Progress], None]", done: int, total: int
) -> "Callable[[Progress], None]":
    """Tell of one run's progress as a part of all."""
    from dataclasses import replace

    def moved(progress: "Progress") -> None:
        if progress.phase == "running":
            progress = replace(progress, done=done + progress.done, total=total)
        tell(progress)

    return moved


def _summed(found: "np.ndarray") -> "list[list[Told]]":
    from vertikal.experiments._sweep import Summary

    return [[Summary.of(column) for column in point.T] for point in found]


def _same(values: "np.ndarray") -> bool:
    """Tell whether all points, `(point, member)`, have the same histories."""
    import numpy as np

    return bool(
        np.isfinite(values).any()
        and np.array_equal(values, values[:1].repeat(len(values), 0), equal_nan=True)
    )


def _said(
    plan: "Design", outcomes: "Sequence[Outcome]", summaries: "list[list[Told]]"
) -> list[dict[str, Any]]:
    return [
        {
            "set": plan.at(k),
            "outcomes": {o.id: s.as_json() for o, s in zip(outcomes, row, strict=True)},
        }
        for k, row in enumerate(summaries)
    ]


def _print(
    scenario: str,
    plan: "Design",
    outcomes: "Sequence[Outcome]",
    summaries: "list[list[Told]]",
    members: int,
) -> None:
    """Print a row a point: the varied values, and mean and band of each outcome."""
    columns = [(name, "left") for name in _short(plan.paths)] + [(o.id, "right") for o in outcomes]
    between = ", " if len(outcomes) <= BESIDE else "\n"
    rows = [
        [*(_word(v) for v in point), *(_band(s, between) for s in row)]
        for point, row in zip(plan.points, summaries, strict=True)
    ]
    points = "1 point" if len(rows) == 1 else f"{len(rows)} points"
    title = f"{scenario}: {points}, {members} histories each; mean, 5 % to 95 %"
    table(title, columns, rows[:SHOWN])
    if len(rows) > SHOWN:
        typer.echo(f"The first {SHOWN} of {len(rows)} points; all of them: --out FILE or --json.")


def _short(paths: Sequence[str]) -> list[str]:
    """Last step of each path, or the whole path where that would not tell them apart."""
    last = [path.rpartition(".")[2] for path in paths]
    return [
        s if last.count(s) == 1 and not s.isdigit() else p for p, s in zip(paths, last, strict=True)
    ]


def _word(value: Any) -> str:  # noqa: ANN401 - any YAML value
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value)


def _band(s: "Told", between: str) -> str:
    if s.mean is None:
        return "-"
    return f"{s.mean:.3g}{between}{s.low:.3g} to {s.high:.3g}"


def _write(
    out: Path, plan: "Design", outcomes: "Sequence[Outcome]", summaries: "list[list[Told]]"
) -> None:
    from vertikal.io import save_table

    parts = ("mean", "low", "high", "histories")
    columns = [*plan.paths, *(f"{o.id}_{part}" for o in outcomes for part in parts)]
    rows = (
        [*point, *(v for s in row for v in s.as_json().values())]
        for point, row in zip(plan.points, summaries, strict=True)
    )
    save_table(columns, rows, out)
