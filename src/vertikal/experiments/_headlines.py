"""The headline outcomes of a country: what a comparison shows, year by year and in all."""

from collections.abc import Iterator

from vertikal.experiments._outcome import Outcome
from vertikal.scenario import Compiled

__all__ = ["headlines"]

WHOLE = (
    ("quiet", "quiet_share", {}),
    ("open_conflict", "open_conflict_share", {}),
    ("litigated", "litigated_share", {}),
    ("centre_prevails", "centre_prevails_share", {}),
    ("dismissals", "dismissals_per_year", {}),
    ("protests", "protests_per_month", {}),
    *((mood, "national_mood", {"of": mood}) for mood in ("activism", "trust", "grievance", "fear")),
    *((s, "centre_state", {"state": s}) for s in ("narrative", "risk", "approval", "openness")),
)
"""Outcomes of the whole country: id, measure, options."""
BY_TIER = (
    ("removals", "removals_per_year"),
    ("turnout", "election_turnout"),
    ("outsiders", "outsider_won_share"),
    ("false_ballots", "falsified_share"),
    ("rollbacks", "rollbacks"),
)
"""Outcomes of each tier, by period."""
AT_END = (("elected", "elected_share", {}),)
"""Outcomes of each tier at the end of a year."""
ENCLAVES = ("democratic", "authoritarian")


def headlines(compiled: Compiled, tiers: tuple[str, ...]) -> Iterator[tuple[str, Outcome]]:
    """Yield time (a year, or the whole run as `first-last`) and outcome, whole runs first."""
    years = [int(y) for y in compiled.labels.years]
    whole = f"{years[0]}-{years[-1]}"
    spans = [(whole, years[0], years[-1]), *((str(y), y, y) for y in years)]
    for name, measure, options in WHOLE:
        for time, first, last in spans:
            yield time, Outcome(name, measure, {**options, **_months(first, last)})
    for tier in tiers:
        for name, measure in BY_TIER:
            for time, first, last in spans:
                options = {"tier": tier, **_months(first, last)}
                yield time, Outcome(f"{name}_{tier}", measure, options)
        for name, measure, options in AT_END:
            for time, _, last in spans:
                chosen = {"tier": tier, "year": last, **options}
                yield time, Outcome(f"{name}_{tier}", measure, chosen)
        for which in ENCLAVES:
            chosen = {"which": which, "tier": tier, "year": years[-1]}
            yield whole, Outcome(f"{which}_enclaves_{tier}", "enclave_count", chosen)


def _months(first: int, last: int) -> dict[str, str]:
    return {"start": f"{first}-01", "end": f"{last}-12"}
