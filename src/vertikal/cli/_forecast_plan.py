"""What a forecast is about: a world as it was known on a day, and what is asked of it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from vertikal.cli._common import make_request
from vertikal.cli.score import facts_of

if TYPE_CHECKING:
    import numpy as np

    from vertikal.experiments import Outcome
    from vertikal.forecasts import Past, Statement, Statements
    from vertikal.inference import Target
    from vertikal.lab import Request
    from vertikal.scenario import Fact

__all__ = ["Plan", "columns_of", "planned"]

DAY = "--from"
ADDED = "timeline.+"
"""Where events that are assumed are added to a scenario."""


@dataclass(frozen=True)
class Plan:
    """A world as it was known on a day, and what is asked of it."""

    request: "Request"
    date: datetime.date
    changes: Mapping[str, Any]
    targets: "Sequence[Target]"
    asked: "Sequence[Outcome]"
    statements: "Sequence[Statement]"
    past: "Sequence[Past]"


def planned(
    scenario: str,
    day: str | None,
    statements: Path | None,
    parameters: Path | None,
    *,
    backtest: bool,
    given: bool,
    histories: int,
    seed: int,
) -> Plan:
    """Read and check all of it before anything is simulated.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    from vertikal.forecasts import later, vote_days
    from vertikal.scenario import known_on

    whole = make_request(scenario, members=histories, seed=seed)
    facts = facts_of(whole)
    date = _day(day, whole)
    if backtest and date is None:
        raise typer.BadParameter("--backtest needs a day: --from 2018-12-31")  # noqa: EM101
    said = None if backtest else _statements(whole, statements, date)
    date = date if said is None else said.date
    assert date is not None  # for the type checker: asked for above
    votes = vote_days(whole.compiled.labels)
    read = [fact for fact in facts if not _missing(whole, fact.options)]
    past = later(read, date, votes) if said is None else []
    if said is None and not past:
        raise _wrong(DAY, f"no scored fact of {whole.scenario} speaks of what came later")
    changes = {} if given else known_on(whole.compiled.spec, date)
    request = _request(scenario, histories, seed, changes, said)
    targets = _known_facts(request, read, votes, date, parameters)
    listed = () if said is None else said.listed
    asked = [s.outcome for s in listed] or [p.outcome for p in past]
    return Plan(request, date, changes, targets, asked, listed, past)


def _request(
    scenario: str,
    histories: int,
    seed: int,
    changes: dict[str, Any],
    said: "Statements | None",
) -> "Request":
    """Make the world as it was known, with what is assumed, up to the last year asked about."""
    from vertikal.scenario import Problem, ScenarioError

    if said is None:
        return make_request(scenario, members=histories, seed=seed, under=changes)
    if said.assumes:
        changes[ADDED] = [dict(event) for event in said.assumes]
    until = max(s.by.year for s in said.listed)
    try:
        made = make_request(scenario, members=histories, seed=seed, under=changes, until=until)
    except ScenarioError as error:  # the world by itself was in order: it is what is assumed
        raise ScenarioError(
            Problem(said.file, None, p.path.replace(ADDED, "assumes"), p.says)
            for p in error.problems
        ) from None
    problems = [
        Problem(said.file, None, f"{one.id}.options.{name}", says)
        for one in said.listed
        for name, says in _missing(made, one.options)
    ]
    if problems:
        raise ScenarioError(problems)
    return made


def _missing(request: "Request", options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Votes and years that are asked for and that the run does not have."""
    from vertikal.scenario import unread

    spec, votes = request.compiled.spec, [name for name, *_ in request.compiled.labels.votes]
    found = unread(options, votes, spec.start, request.compiled.labels.years[-1])
    return [(str(steps[-1]), says) for steps, says in found]


def _wrong(where: str, says: str) -> Exception:
    from vertikal.scenario import Problem, ScenarioError

    return ScenarioError([Problem(where, None, "", says)])


def _day(text: str | None, request: "Request") -> datetime.date | None:
    """Read the day, which must lie within the scenario."""
    if text is None:
        return None
    spec = request.compiled.spec
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise _wrong(DAY, f"is {text!r}; write a day, 2024-11-15") from None
    if not spec.start <= day.year <= spec.until:
        raise _wrong(DAY, f"is {day}; must lie in {spec.start} to {spec.until}")
    return day


def _statements(request: "Request", own: Path | None, date: datetime.date | None) -> "Statements":
    """Statements of a user, or those beside the scenario; their day must be the one asked for."""
    from vertikal import measures
    from vertikal.forecasts import validate_statements
    from vertikal.io import beside, read_facts

    name = beside(request.source, "statements.yaml") if own is None else str(own)
    if name is None:
        says = (
            "no statements.yaml lies beside it; name yours with --statements, or ask about facts "
            "that came later with --backtest"
        )
        raise _wrong(request.scenario, says)
    options = {m: measures.load(m).options for m in measures.NAMES}
    found = validate_statements(read_facts(name), options, last=request.compiled.spec.until)
    if date is not None and date != found.date:
        says = f"is {date}; the statements of {name} are made from {found.date}"
        raise _wrong(DAY, says)
    return found


def _known_facts(
    request: "Request",
    facts: "Sequence[Fact]",
    votes: Mapping[str, datetime.date],
    date: datetime.date,
    parameters: Path | None,
) -> "list[Target]":
    """Facts that speak of nothing after the day, less those that the posterior has used."""
    from vertikal.forecasts import last_day
    from vertikal.inference import targets_of
    from vertikal.io import read_draws

    known = [fact for fact in facts if last_day(fact, votes) <= date]
    targets, _ = targets_of(request.scenario, known, last=date.year, held_out=True)
    used = () if parameters is None else read_draws(parameters).facts
    return [t for t in targets if t.name not in used]


def columns_of(
    histories: int, seed: int, parameters: Path | None, shape: str
) -> "dict[str, np.ndarray]":
    """Vectors, `(history,)` by parameter: of a prior of some shape, or of a posterior.

    What a posterior has no draws of keeps the prior it was fitted with.
    """
    import numpy as np

    from vertikal.inference import JointPrior
    from vertikal.io import read_draws

    found = None if parameters is None else read_draws(parameters)
    prior = JointPrior.declared((), shape if found is None else found.shape)
    latent = prior.draw(histories, (seed, 11))
    columns = dict(zip(prior.names, prior.values(latent).T, strict=True))
    if found is None:
        return columns
    if strange := sorted(set(found.samples) - set(columns)):
        raise _wrong(str(parameters), f"has draws of {', '.join(strange)}, which no mechanism has")
    count = len(next(iter(found.samples.values())))
    rows = np.random.default_rng([seed, 12]).choice(count, histories)
    return {**columns, **{name: np.asarray(x)[rows] for name, x in found.samples.items()}}
