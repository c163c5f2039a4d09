"""`vertikal judge`: every claim on trial, with effect, robustness, and what flips it."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vertikal.cli._common import (
    INPUT,
    STRICT,
    Seed,
    guarded,
    make_request,
    print_json,
    table,
    told,
)
from vertikal.cli.compare import read_worlds

if TYPE_CHECKING:
    from vertikal.experiments import Claim, Outcome, Prior, Trial
    from vertikal.lab import Request

__all__ = ["judge"]

MINUTE = 60.0


def judge(
    scenario: Annotated[
        str | None,
        typer.Argument(help="Where the claims are tried (default: each in its own country)."),
    ] = None,
    claims: Annotated[
        Path | None, typer.Option("--claims", help="Your own claims, in the shipped format.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Id of a claim to try. Repeatable.")
    ] = None,
    members: Annotated[
        int, typer.Option("--members", "-m", min=2, help="Histories with the vector as it is.")
    ] = 100,
    draws: Annotated[
        int, typer.Option("--draws", min=40, help="Draws from the prior of all parameters.")
    ] = 256,
    repeat: Annotated[int, typer.Option("--repeat", min=1, help="Histories with each draw.")] = 2,
    seed: Seed = 0,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 5 unless every claim holds.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Put claims on trial: does the sentence hold, compared with what, and how surely.

    Each claim is tried with the vector as it is, and again with every draw from the joint prior of
    all structural parameters; worlds share their luck. What was computed is kept in runs/readings:
    a trial that was stopped goes on where it stood.
    """
    with guarded():
        try:
            from vertikal.experiments import Prior

            prior = Prior.draw(draws, seed=seed)
        except ModuleNotFoundError:
            says = "trials need SALib and ema-workbench: pip install 'vertikal[robustness]'"
            typer.echo(says, err=True)
            raise typer.Exit(INPUT) from None
        chosen = _chosen(scenario, claims, only)
        trials = _tried(chosen, prior, members=members, repeat=repeat, seed=seed, quiet=json)
        if json:
            print_json({"claims": [trial.as_json() for trial in trials]})
        else:
            _print(trials, draws)
        if strict and any(trial.verdict != "holds" for trial in trials):
            raise typer.Exit(STRICT)


def _chosen(
    scenario: str | None, own: Path | None, only: Sequence[str] | None
) -> "list[tuple[Claim, str]]":
    """Read the claims, and say where each is tried; a user's own file takes the place of ours."""
    from vertikal import measures
    from vertikal.experiments import validate_claims
    from vertikal.io import claim_files, read_facts
    from vertikal.scenario import Problem, ScenarioError, did_you_mean

    options = {name: measures.load(name).options for name in measures.NAMES}
    files = claim_files() if own is None else [own]
    claims: list[Claim] = []
    problems: list[Problem] = []
    for file in files:
        try:
            claims += validate_claims(
                read_facts(str(file)), options, taken=[c.id for c in claims], make=_made
            )
        except ScenarioError as error:
            problems.extend(error.problems)
    known = [c.id for c in claims]
    for name in only or ():
        if name not in known and not problems:
            says = f"no such claim - {did_you_mean(name, known)}"
            problems.append(Problem("--only", None, name, says))
    if problems:
        raise ScenarioError(problems)
    kept = [c for c in claims if not only or c.id in only]
    if scenario is None:
        return [(c, c.scenarios[0]) for c in kept]
    here = [(c, scenario) for c in kept if scenario in c.scenarios or own is not None]
    if not here:
        places = sorted({s for c in kept for s in c.scenarios})
        says = f"no claim is tried there - {did_you_mean(scenario, places)}"
        raise ScenarioError([Problem(scenario, None, "", says)])
    return here


def _made(scenario: str, changes: Mapping[str, Any]) -> "Request":
    return make_request(scenario, members=1, seed=0, under=changes)


def _tried(
    chosen: "Sequence[tuple[Claim, str]]",
    prior: "Prior",
    *,
    members: int,
    repeat: int,
    seed: int,
    quiet: bool,
) -> "list[Trial]":
    """Simulate every world once, read what its claims ask, and judge."""
    from vertikal.experiments import arms, judged

    worlds: dict[tuple[str, str], tuple[Mapping[str, Any], dict[str, Outcome]]] = {}
    for claim, scenario in chosen:
        for changes in arms(claim):
            key = (scenario, repr(sorted(changes.items())))
            worlds.setdefault(key, (changes, {}))[1][claim.id] = claim.read
    found = {}
    begun = time.monotonic()
    for number, (key, (changes, outcomes)) in enumerate(worlds.items(), 1):
        if not quiet:
            passed = (time.monotonic() - begun) / MINUTE
            says = ", ".join(changes) or "as it is"
            typer.echo(
                f"world {number} of {len(worlds)} ({passed:.1f} min): {key[0]}, {says}", err=True
            )
        found[key] = _read(key[0], changes, outcomes, prior, members, repeat, seed, quiet=quiet)
    trials = []
    for claim, scenario in chosen:
        read = [found[scenario, repr(sorted(c.items()))][claim.id] for c in arms(claim)]
        trials.append(
            judged(claim, scenario, prior, read[0], read[1] if claim.contrasted else None)
        )
    return trials


def _read(
    scenario: str,
    changes: Mapping[str, Any],
    outcomes: "Mapping[str, Outcome]",
    prior: "Prior",
    members: int,
    repeat: int,
    seed: int,
    *,
    quiet: bool,
) -> dict[str, tuple[Any, Any]]:
    """Each outcome in `(member,)` and in `(draw, history)`."""
    import dataclasses

    as_is = make_request(scenario, members=members, seed=seed, under=changes)
    many = dataclasses.replace(as_is, members=len(prior.values) * repeat)
    fixed = {
        path.removeprefix("parameters."): value
        for path, value in changes.items()
        if path.startswith("parameters.")
    }
    asked = list(outcomes.values())
    with told(quiet=True) as tell:
        (plain,) = read_worlds([(as_is, asked)], tell)
    with told(quiet=quiet) as tell:
        (drawn,) = read_worlds([(many, asked)], tell, draws=prior.draws(fixed, repeat))
    return {name: (plain[:, i], drawn[:, i].reshape(-1, repeat)) for i, name in enumerate(outcomes)}


def _print(trials: "Sequence[Trial]", draws: int) -> None:
    columns = [("claim", "left"), ("says", "left"), ("verdict", "left")]
    columns += [("effect", "right"), ("95 % interval", "right"), ("smallest", "right")]
    columns += [("robust", "right")]
    marks = {"up": "> ", "down": "< -", "none": "within "}
    rows = [
        [
            t.claim.id,
            t.claim.sentence,
            t.verdict,
            f"{t.effect.effect:+.3g}",
            f"{t.effect.low:+.3g} to {t.effect.high:+.3g}",
            f"{marks[t.claim.direction]}{t.claim.smallest_effect:g}",
            "-" if t.robustness is None else f"{100 * t.robustness:.0f} %",
        ]
        for t in trials
    ]
    table("Claims on trial", columns, rows)
    verdicts = [t.verdict for t in trials]
    counts = ", ".join(
        f"{verdicts.count(v)} {v}" for v in ("holds", "fails", "depends", "cannot tell")
    )
    typer.echo(f"{counts}. Robust: share of {draws} draws of all parameters in which it holds.")
    for t in trials:
        if t.flips.parameters or t.flips.box:
            names = ", ".join(f"{n} ({i:.2f})" for n, i in t.flips.parameters) or "no single one"
            box = f"; {t.flips.box}" if t.flips.box else ""
            typer.echo(f"  {t.claim.id}: moved by {names}{box}")
