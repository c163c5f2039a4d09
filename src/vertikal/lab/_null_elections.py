"""Elections of the null model: who is elected, when they vote, whether an outsider wins.

Hazards are the same for every post and year. Elections come at the end of fixed terms where these
are given, else at a constant rate, whether or not the post is elected.
"""

from dataclasses import dataclass

import numpy as np

from vertikal.fields import Mode, Origin
from vertikal.lab._null_draws import MONTHS, Frame, Variables
from vertikal.scenario import Margins

__all__ = ["elections"]


@dataclass(frozen=True)
class _Standing:
    """Which posts are elected at the end of each year, and what changed in it."""

    elected: np.ndarray
    """`(year, member, unit)`."""
    due: np.ndarray
    """1 where an election is due in the year, `(year, member, unit)`."""
    at_start: np.ndarray
    """Which posts are elected when the run begins, `(member, unit)`."""
    before: np.ndarray
    """How many of each tier, `(member, tier)`."""
    introduced: np.ndarray
    """Posts that come to be elected, `(year, member, tier)`; so the next two."""
    restored: np.ndarray
    abolished: np.ndarray


def elections(frame: Frame, m: Margins) -> Variables:
    """Draw what the margins say of elections of heads."""
    out: Variables = {}
    if m.assembly_votes_per_post_year is not None:
        rate = frame.posts * m.assembly_votes_per_post_year / MONTHS
        out["assembly_held"] = frame.counts("assembly", rate, "time", "tier")
        if m.kept_share is not None:
            kept = frame.stream("assembly_kept").binomial(out["assembly_held"], m.kept_share)
            out["assembly_kept"] = kept
    standing = None
    if m.elected_share_at_start is not None:
        standing = _standing(frame, m, m.elected_share_at_start)
        out |= _posts(frame, m, standing)
    elif m.restorations_per_year is not None:
        rate = m.restorations_per_year / MONTHS * frame.posts / frame.posts.sum()
        out["restored"] = frame.counts("restored", rate, "time", "tier")
    if m.election_years_between is not None and standing is not None:
        return out | _held(frame, m, _by_term(frame, standing), standing)
    if m.direct_elections_per_post_year is not None:
        return out | _held(frame, m, _by_rate(frame, m.direct_elections_per_post_year), standing)
    return out


def _standing(frame: Frame, m: Margins, at_start: float) -> _Standing:
    """Follow every post from year to year: it loses its election, or gets one, by hazard."""
    members, units, years = (frame.sizes[d] for d in ("member", "unit", "year"))
    shape, rng = (members, units), frame.stream("standing")
    of_tier = (frame.tier_of[:, None] == np.arange(len(frame.posts))).astype(np.float32)
    lost, gained = (
        1.0 - np.exp(-(rate or 0.0))
        for rate in (m.abolition_per_post_year, m.introduction_per_post_year)
    )
    term = m.election_years_between or 1.0
    elected = rng.random(shape, dtype=np.float32) < at_start
    following = term * rng.random(shape, dtype=np.float32)  # when the next election is due
    first = elected
    before = elected @ of_tier
    kept = np.zeros((years, *shape), bool)
    due = np.zeros((years, *shape), bool)
    moved = np.zeros((3, years, members, len(frame.posts)))
    for year in range(years):
        u = rng.random(shape, dtype=np.float32)
        waiting = np.maximum((~elected).sum(-1, keepdims=True), 1)
        again = (m.restorations_per_year or 0.0) / waiting
        introduced = ~elected & (u < gained)
        restored = ~elected & ~introduced & (u < gained + again)
        abolished = elected & (u < lost)
        for row, change in zip(moved, (introduced, restored, abolished), strict=True):
            row[year] = change @ of_tier
        elected = (elected & ~abolished) | introduced | restored
        following = np.where(introduced | restored, year, following)
        due[year] = elected & (following < year + 1)
        following += term * due[year]
        missed = ~elected & (following < year + 1)
        following += term * missed
        kept[year] = elected
    return _Standing(kept, due, first, before, *moved)


def _posts(frame: Frame, m: Margins, s: _Standing) -> Variables:
    """How many posts are elected, by unit and year and by tier and month."""
    mode = np.where(s.elected, np.uint8(Mode.FILTERED), np.uint8(Mode.APPOINTED))
    gained = _over_months(frame, "introduced", s.introduced)
    restored = _over_months(frame, "restored", s.restored)
    lost = _over_months(frame, "abolished", s.abolished)
    change = np.cumsum(gained + restored - lost, axis=1, dtype=np.int64)
    out: Variables = {
        "unit_mode": mode.swapaxes(0, 1),
        "heads_elected": np.rint(s.before).astype(np.int64)[:, None, :] + change,
    }
    if m.abolition_per_post_year is not None:
        out["abolished"] = lost
    if m.restorations_per_year is not None:
        out["restored"] = restored
    return out


def _over_months(frame: Frame, name: str, by_year: np.ndarray) -> np.ndarray:
    """Spread `(year, member, tier)` counts over the months of each year."""
    counts = np.rint(by_year).astype(np.int64)
    months = frame.stream(f"month of {name}").multinomial(counts, [1.0 / MONTHS] * MONTHS)
    return months.transpose(1, 0, 3, 2).reshape(frame.shape("time", "tier")).astype(np.int16)


def _by_term(frame: Frame, s: _Standing) -> tuple[np.ndarray, ...]:
    """Member, month and unit of the elections that are due, each in some month of its year."""
    year, member, unit = np.nonzero(s.due)
    month = frame.stream("month of election").integers(MONTHS, size=len(year))
    return member, MONTHS * year + month, unit


def _by_rate(frame: Frame, rate: float) -> tuple[np.ndarray, ...]:
    """Member, month and unit of elections that are held anywhere at any time."""
    rng, shape = frame.stream("election"), frame.shape("time", "unit")
    many = rng.poisson(rate / MONTHS * float(np.prod(shape)))
    return tuple(rng.integers(size, size=many) for size in shape)


def _held(
    frame: Frame, m: Margins, where: tuple[np.ndarray, ...], standing: _Standing | None
) -> Variables:
    """Count elections, and say who stands, who votes and who wins."""
    member, month, unit = where
    cells = (member, month, frame.tier_of[unit])
    held = frame.placed(cells, frame.shape("time", "tier"))
    by_unit = frame.placed((member, month // MONTHS, unit), frame.shape("year", "unit"))
    adults = held * frame.mean_adults
    ever = np.cumsum(by_unit, axis=1, dtype=np.int16)
    if standing is not None:  # who is elected when the run begins was elected once, as in the model
        ever += standing.at_start[:, None, :]
    out: Variables = {
        "direct_held": held,
        "election_adults": adults,
        "unit_direct_elections": ever,
    }
    if standing is None:
        out["heads_elected"] = np.minimum(np.cumsum(held, axis=1, dtype=np.int64), frame.posts)
    if m.election_turnout is not None:
        out["election_ballots"] = adults * m.election_turnout
    if m.kept_share is not None:
        out["incumbent_won"] = frame.stream("kept").binomial(held, m.kept_share)
    if m.candidates_per_race is not None:
        rivals = frame.stream("rivals").poisson(held * (m.candidates_per_race - 1.0))
        out["candidates_inside"] = held + rivals
        out["candidates_outside"] = frame.constant(0, "time", "tier")
    comes, goes = m.alternation_per_election, m.return_per_election
    if (comes is None or goes is None) and m.outsider_share is not None:
        comes, goes = m.outsider_share, 1.0 - m.outsider_share
    if comes is None or goes is None:
        return out
    sits = _outsiders(frame, by_unit > 0, standing, comes, goes)
    won = sits[month // MONTHS, member, unit]
    origin = np.where(sits, np.uint8(Origin.OUTSIDER), np.uint8(Origin.OFFICIAL))
    out["unit_origin"] = origin.swapaxes(0, 1)
    out["outsider_won"] = frame.placed(tuple(x[won] for x in cells), frame.shape("time", "tier"))
    return out


def _outsiders(
    frame: Frame, held: np.ndarray, standing: _Standing | None, comes: float, goes: float
) -> np.ndarray:
    """1 where an outsider sits at the end of the year, `(year, member, unit)`; at first none."""
    rng = frame.stream("outsider")
    members, years, units = held.shape
    sits = np.zeros((members, units), bool)
    out = np.zeros((years, members, units), bool)
    for year in range(years):
        u = rng.random((members, units), dtype=np.float32)
        sits = np.where(held[:, year], np.where(sits, u >= goes, u < comes), sits)
        if standing is not None:
            sits &= standing.elected[year] | held[:, year]
        out[year] = sits
    return out
