"""The verdict on a table, in plain words: what stands out, what it can mean, what stays unseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from vertikal.instruments._battery import Battery, Reading, holm

__all__ = ["CLEAR", "UNUSUAL", "Verdict", "verdict"]

UNUSUAL, CLEAR = 0.05, 0.001
"""Pooled p below which a table is called unusual, and clearly so."""
FEW = 500
"""Stations below which silence means little."""
NAMED = 5
"""Regions named."""


@dataclass(frozen=True)
class Verdict:
    """Level and sentences."""

    level: str
    """`nothing`, `unusual`, `clearly unusual`, or `unread`."""
    p: float
    """How often honest returns would give one reading as far out as the farthest of these."""
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """All sentences, a paragraph."""
        return " ".join(self.sentences)


def verdict(found: Battery, where: str = "These returns") -> Verdict:
    """Sum a battery up in words.

    What honest places would rarely give is called unusual; what made it so, no table can tell.
    """
    if isnan(found.p):
        why = sorted({r.finding.why_not for r in found.readings if r.finding.why_not})
        text = f"No verdict: {'; '.join(why) or 'no instrument that can raise an alarm was asked'}."
        return Verdict("unread", found.p, (text,))
    adjusted = holm([r.finding.p for r in found.alarms])
    out = [r for r, p in zip(found.alarms, adjusted, strict=True) if p < UNUSUAL]
    level = "nothing" if not out else "clearly unusual" if found.p < CLEAR else "unusual"
    said = [_first(level, found, where), *_what(out), *_places(found), *_limits(level, found)]
    return Verdict(level, found.p, tuple(said))


def _first(level: str, found: Battery, where: str) -> str:
    asked = len(found.alarms)
    if level == "nothing":
        return (
            f"{where} show nothing that honest returns of the same places would not: of {asked} "
            f"instruments, none stands out (pooled p = {found.p:.2g})."
        )
    return (
        f"{where} are {level}: honest returns of the same places would look like this "
        f"{_often(found.p)}."
    )


def _often(p: float) -> str:
    if p < CLEAR:
        return "less than once in a thousand elections"
    return f"about once in {max(round(1.0 / p), 2)} elections"


def _what(out: Sequence[Reading]) -> list[str]:
    """What stands out, and what else looks like that."""
    if not out:
        return []
    named = "; ".join(f"{r.instrument.label.lower()} ({_p(r.finding.p)})" for r in out)
    alike = dict.fromkeys(r.instrument.alike for r in out if r.instrument.alike)
    return [f"What stands out: {named}.", *alike]


def _p(p: float) -> str:
    return "p < .001" if p <= CLEAR else f"p = {p:.2g}"


def _places(found: Battery) -> list[str]:
    """Where to look first."""
    if not found.regions:
        return []
    adjusted = holm([region.p for region in found.regions])
    rows = sorted(
        (p, region.code) for p, region in zip(adjusted, found.regions, strict=True) if p < UNUSUAL
    )
    if not rows:
        return ["No single region stands out by itself."]
    names = ", ".join(code for _, code in rows[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return [f"By themselves stand out, {len(rows)} of {len(found.regions)} regions: {names}{more}."]


def _limits(level: str, found: Battery) -> list[str]:
    said = []
    if level == "nothing":
        said.append(
            "Silence is no clean bill: votes moved within usual turnout, and numbers changed above "
            "the stations, leave no trace here."
        )
        if found.stations < FEW:
            said.append(f"{found.stations} stations are few; only large changes would be noticed.")
        said.append(f"What would be noticed: `vertikal power --stations {found.stations}`.")
    else:
        said.append(
            "This says that the numbers are out of the ordinary, not how they came about. Look at "
            "the stations and minutes behind them, and at what is special about the places."
        )
    return said
