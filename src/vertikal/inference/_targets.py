"""What a calibration is fitted to: facts, the readings that stand for them, and their errors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vertikal.experiments import Outcome
from vertikal.experiments._outcome import POOLED
from vertikal.scenario import Fact

__all__ = ["SLOW", "Target", "read_band", "targets_of"]

SLOW = ("klimek_fi", "klimek_fe")
"""Measures that take longer than the history they read: scored, but not fitted to."""
FAR = 3.0
"""A band is open on a side that lies further from the observed value than this many times it."""
PER_HALF = 2.0
"""Standard errors in half a band: the band is read as about a 95 % interval."""


@dataclass(frozen=True)
class Target:
    """A fact as inference sees it: the observed value is a reading plus a normal error."""

    scenario: str
    fact: str
    outcome: Outcome
    observed: float
    """Published value; the middle of the band where the source gives words."""
    error: float
    """Standard error, from the tolerance of the fact."""
    band: tuple[float, float]

    @property
    def name(self) -> str:
        """Name among the facts of several scenarios."""
        return f"{self.scenario}.{self.fact}"


def targets_of(
    scenario: str, facts: Iterable[Fact], *, last: int, held_out: bool = False
) -> tuple[list[Target], dict[str, str]]:
    """Sort the facts of a scenario into those that are fitted and those that are not, and why.

    Parameters
    ----------
    scenario
        Its name.
    facts
        Its facts.
    last
        Last year of which a fact may speak.
    held_out
        Take facts too that fits leave alone (those without `sets`): for a forecast they are known.

    Returns
    -------
    The targets; and, by id, why each of the other facts is left out.
    """
    targets, left_out = [], {}
    for fact in facts:
        if why := _refused(fact, last, held_out=held_out):
            left_out[f"{scenario}.{fact.id}"] = why
            continue
        observed, error = read_band(fact)
        outcome = Outcome(fact.id, str(fact.measure), fact.options)
        band = (fact.band[0], fact.band[1])
        targets.append(Target(scenario, fact.id, outcome, observed, error, band))
    return targets, left_out


def _refused(fact: Fact, last: int, *, held_out: bool) -> str:
    """Why a fact is not fitted, the first reason of several; empty if it is."""
    latest = max(map(int, re.findall(r"\d{4}", fact.period)), default=0)
    reasons = (
        (not fact.scored, "is not scored"),
        (bool(fact.under), "is read in a changed world"),
        (fact.measure in SLOW, f"{fact.measure} is too slow to read from every history"),
        (fact.measure in POOLED, f"{fact.measure} is read over all histories at once"),
        (
            not fact.sets and not held_out,
            "is out of sample: it does not say in `sets` that it is fitted",
        ),
        (latest > last, f"speaks of {fact.period}, and the last year is {last}"),
        (fact.band[0] == fact.band[1], "has a band of no width: no room for an error"),
    )
    return next((why for holds, why in reasons if holds), "")


def read_band(fact: Fact) -> tuple[float, float]:
    """Observed value and its standard error, from the band.

    Half a band is two standard errors. Where one end is no limit (it lies more than three times
    the value away: *at least 3*, written `[3, 100]`), the distance to the other end is.
    """
    low, high = fact.band
    if isinstance(fact.observed, str):
        return (low + high) / 2.0, (high - low) / 2.0 / PER_HALF
    value = float(fact.observed)
    near, far = sorted((value - low, high - value))
    half = (high - low) / 2.0
    if near > 0.0 and value != 0.0 and far > FAR * abs(value):
        half = near
    return value, half / PER_HALF
