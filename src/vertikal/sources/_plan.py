"""A source bound to one table's columns: what is read, and how each count comes about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vertikal.sources._expression import Term, Unknown, terms
from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources._source import QUANTITIES, Source

__all__ = ["Candidate", "Plan", "plan"]


@dataclass(frozen=True)
class Candidate:
    """A candidate or a list, and the columns whose sum is its votes."""

    label: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Plan:
    """What to read from a table."""

    source: Source
    quantities: dict[str, tuple[Term, ...]]
    """Counts that the table gives, by name; the rest is derived or absent."""
    candidates: tuple[Candidate, ...]
    region: str
    station: tuple[str, ...]
    vote_column: str
    vote: str | None
    """Label of the vote to read; None: the only one there is."""
    leader: int | None
    """Position of the leader; None: who has most votes."""
    notes: tuple[str, ...]

    @property
    def counts(self) -> tuple[str, ...]:
        """Columns that hold counts, each once."""
        own = (t.column for terms in self.quantities.values() for t in terms)
        votes = (t.column for c in self.candidates for t in c.terms)
        return tuple(dict.fromkeys((*own, *votes)))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns to read, each once."""
        labels = (c for c in (self.region, *self.station, self.vote_column) if c)
        return tuple(dict.fromkeys((*self.counts, *labels)))


def plan(
    source: Source,
    columns: Sequence[str],
    *,
    vote: str | None = None,
    leader: str | None = None,
    region: str | None = None,
) -> Plan:
    """Bind a source to the columns of a table.

    Raises
    ------
    SourceError
        If a column is missing, counts are too few, or an option asks for what is not there; all
        problems at once.
    """
    columns = tuple(columns)
    problems: list[Misfit] = []
    quantities: dict[str, tuple[Term, ...]] = {}
    for name in QUANTITIES:
        text = getattr(source, name)
        if text and (bound := _bound(name, text, columns, problems)):
            quantities[name] = bound
    used = {t.column for own in quantities.values() for t in own}
    labels = {
        "region": _column("region", source.region if region is None else region, columns, problems),
        "vote": _column("vote", source.vote, columns, problems),
    }
    named = [t.column for x in source.station for t in _bound("station", x, columns, problems)]
    station = tuple(dict.fromkeys(named))
    taken = {*used, *labels.values(), *station}
    candidates = _candidates(source, columns, taken, problems)
    if vote is not None and not labels["vote"]:
        says = "is asked for, but no column tells votes apart; leave it out, or name that column"
        problems.append(Misfit("vote", f"{vote!r} {says}"))
    if candidates and "leader" in quantities:
        problems.append(Misfit("leader", "is given beside `votes`; give one of them"))
    place = _leader(source, candidates, leader, problems)
    if not problems:
        problems.extend(_enough(quantities, candidates))
    if problems:
        raise SourceError(problems)
    return Plan(
        source,
        quantities,
        candidates,
        region=labels["region"],
        station=station,
        vote_column=labels["vote"],
        vote=vote,
        leader=place,
        notes=_derived(quantities, candidates),
    )


def _bound(
    path: str, text: str, columns: Sequence[str], problems: list[Misfit]
) -> tuple[Term, ...]:
    try:
        return terms(text, columns)
    except Unknown as lost:
        if not lost.names:
            problems.append(Misfit(path, lost.says))
        problems.extend(_missing(path, name, columns) for name in lost.names)
        return ()


def _missing(path: str, name: str, columns: Sequence[str]) -> Misfit:
    what = "fits no column" if "*" in name else "is no column"
    return Misfit(path, f"{name!r} {what} of the table", name, tuple(columns))


def _column(path: str, text: str, columns: Sequence[str], problems: list[Misfit]) -> str:
    """One column by name; empty if it is optional and missing."""
    if not text:
        return ""
    bound = _bound(path, text, columns, problems)
    if len(bound) > 1:
        problems.append(Misfit(path, f"{text!r} is more than one column; name one"))
    return bound[0].column if len(bound) == 1 else ""


def _candidates(
    source: Source, columns: Sequence[str], taken: Iterable[str], problems: list[Misfit]
) -> tuple[Candidate, ...]:
    """Candidates in the order declared; a column belongs to one of them."""
    found: list[Candidate] = []
    seen = set(taken)
    for k, entry in enumerate(source.votes):
        label, text = (str(k), entry) if isinstance(entry, str) else entry
        path = "votes" if len(source.votes) == 1 else f"votes.{label}"
        bound = _bound(path, text, columns, problems)
        if isinstance(entry, str):  # a candidate a column
            if any(t.sign < 0 for t in bound):
                problems.append(Misfit(path, f"{text!r} takes votes away; give names to sums"))
            loose = text not in columns and any(sign in text for sign in "*[")
            bound = tuple(t for t in bound if not (loose and t.column in seen))
            found.extend(Candidate(t.column, (t,)) for t in bound)
        elif bound:
            found.append(Candidate(label, bound))
        seen.update(t.column for t in bound)
    names = [c.label for c in found]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        problems.append(Misfit("votes", f"names {', '.join(map(repr, twice))} twice; say it once"))
    return tuple(found)


def _leader(
    source: Source, candidates: Sequence[Candidate], leader: str | None, problems: list[Misfit]
) -> int | None:
    """Position of the candidate who was named, by label, column, or an unmistakable part of it."""
    if leader is None:
        return None
    if not candidates:
        if leader.casefold() not in {x.casefold() for x in ("leader", *source.leaders.values())}:
            says = "cannot be chosen: the table gives one candidate's votes only; leave it out"
            problems.append(Misfit("leader", f"{leader!r} {says}"))
        return None
    names = [(c.label, *(t.column for t in c.terms[: len(c.terms) == 1])) for c in candidates]
    asked = leader.strip().casefold()
    for fits in (
        lambda name: name == leader,
        lambda name: name.strip().casefold() == asked,
        lambda name: bool(asked) and asked in name.casefold(),
    ):
        places = [k for k, both in enumerate(names) if any(map(fits, both))]
        if len(places) == 1:
            return places[0]
        if places:
            several = ", ".join(repr(candidates[k].label) for k in places)
            problems.append(Misfit("leader", f"{leader!r} may be {several}; say which"))
            return None
    labels = tuple(c.label for c in candidates)
    problems.append(Misfit("leader", f"{leader!r} is no candidate of this table", leader, labels))
    return None


def _enough(
    quantities: dict[str, tuple[Term, ...]], candidates: Sequence[Candidate]
) -> list[Misfit]:
    """What is missing of the least that a table must have."""
    if not candidates and "leader" not in quantities:
        says = "is missing: say which column holds the leader's votes, or each candidate's"
        return [Misfit("votes", says)]
    if len(candidates) < 2 and not {"ballots", "valid"} & set(quantities):  # noqa: PLR2004
        says = "is missing: give `valid` or `ballots`, the whole of which the votes are a share"
        return [Misfit("valid", says)]
    return []


def _derived(
    quantities: dict[str, tuple[Term, ...]], candidates: Sequence[Candidate]
) -> tuple[str, ...]:
    """Sentences on the counts that are not in the table, in the words of the chain of counting."""
    said = []
    if "registered" not in quantities:
        said.append("registered voters are not given: nothing can be said of turnout")
    several = len(candidates) > 1
    if "valid" not in quantities:
        if {"ballots", "invalid"} <= set(quantities):
            said.append("valid ballots are ballots less invalid ones")
        elif several:
            said.append(f"valid ballots are the votes of all {len(candidates)} candidates together")
        else:
            said.append("valid ballots are not given: all ballots are counted as valid")
    if "ballots" not in quantities:
        if "invalid" in quantities:
            said.append("ballots are the valid and the invalid ones together")
        else:
            said.append("ballots are not given: the valid ones stand for them")
    return tuple(said)
