"""What several commands ask alike: which outcomes are read, and a figure of them."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from vertikal.experiments import Outcome
    from vertikal.lab import Request
    from vertikal.scenario import Problem

__all__ = ["Outcomes", "asked"]

ASKED = re.compile(r"^(?:(?P<id>[^=:{]*)=)?(?P<measure>[^=:{]*)(?::(?P<options>.*))?$", re.DOTALL)

Outcomes = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        help="What to read: a measure (`vertikal list measures`), with options and a name of its "
        "own if you like: 'late=elected_share:{tier: district, year: 2030}'. Repeatable; by "
        "default a few headlines over the whole run.",
    ),
]


def asked(
    outcomes: Sequence[str] | None,
    request: "Request",
    problems: "list[Problem]",
    *,
    default: bool = True,
) -> "list[Outcome]":
    """Parse and check outcomes, `id=measure:{option: value}`; add what is wrong to `problems`."""
    from vertikal.experiments import Outcome
    from vertikal.experiments._sweep import few_headlines, misread
    from vertikal.io import parse_value
    from vertikal.scenario import Problem

    if not outcomes:
        return few_headlines(request.compiled) if default else []
    read: list[Outcome] = []
    for text in outcomes:
        parts = ASKED.match(text.strip())
        options = parse_value(parts["options"] or "{}") if parts else None
        if parts is None or not parts["measure"].strip() or not isinstance(options, Mapping):
            says = "is no outcome; write measure, or 'id=measure:{option: value}'"
            problems.append(Problem("--outcome", None, text, says))
            continue
        measure = parts["measure"].strip()
        made = Outcome((parts["id"] or measure).strip(), measure, dict(options))
        problems.extend(misread(made))
        if made.id in [o.id for o in read]:
            says = f"is the name of two outcomes; name one of them: other={measure}"
            problems.append(Problem("--outcome", None, made.id, says))
        read.append(made)
    return read
