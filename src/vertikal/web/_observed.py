"""Published facts that can stand in the same frame as a simulated quantity."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vertikal.lab import Request
    from vertikal.scenario import Fact

__all__ = ["observed"]

YEAR = 12
"""Months."""
PLAIN = {
    "national_turnout": "turnout",
    "protests_per_month": "protests",
    "slowed_share": "slowed",
    "shunned_share": "shunned",
    "litigated_share": "sued",
    "dismissals_per_year": "dismissals",
}
"""Quantity that a measure reads for the whole country."""


def observed(facts: "Sequence[Fact]", request: "Request") -> list[dict[str, Any]]:
    """Facts as the page shows them; those that a chart can hold have a place and months."""
    votes = {name: month for name, _, month in request.compiled.labels.votes}
    start, months = request.compiled.spec.start, request.compiled.labels.months
    return [
        {
            "id": fact.id,
            "quantity": fact.quantity,
            "observed": fact.observed,
            "band": list(fact.band),
            "unit": fact.unit,
            "period": fact.period,
            "source": fact.source,
            "grade": fact.grade,
            "at": None if fact.under else _place(fact, votes, start, months),
        }
        for fact in facts
    ]


def _place(fact: "Fact", votes: Mapping[str, int], start: int, months: int) -> Any:  # noqa: ANN401 - JSON
    """Quantity and first and last month of a fact; None if no chart shows what it is about."""
    options = fact.options
    if isinstance(fact.observed, str):
        return None
    if fact.measure == "elected_share" and "kind" not in options:
        at = (int(options["year"]) - start) * YEAR + YEAR - 1
        return _inside(f"elected_{options['tier']}", at, at, months)
    name = PLAIN.get(str(fact.measure))
    if name is None or not set(options) <= {"vote", "start", "end"}:
        return None
    if "vote" in options:
        at = votes.get(str(options["vote"]))
        return None if at is None else _inside(name, at, at, months)
    first = _month(options.get("start"), start, 0)
    last = _month(options.get("end"), start, months - 1)
    return _inside(name, first, last, months)


def _month(text: object, start: int, otherwise: int) -> int:
    if text is None:
        return otherwise
    year, _, month = str(text).partition("-")
    return (int(year) - start) * YEAR + int(month) - 1


def _inside(name: str, first: int, last: int, months: int) -> dict[str, Any] | None:
    if last < 0 or first >= months:
        return None
    return {"quantity": name, "first": max(first, 0), "last": min(last, months - 1)}
