"""The verdict on a table, in plain words: what stands out, what it can mean, what stays unseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from vertikal.instruments._battery import Battery, Reading, holm

__all__ = ["CLEAR", "UNUSUAL", "Verdict", "verdict"]

UNUSUAL, CLEAR = 0.05, 0.001
"""Pooled p below which a table is called unusual, and clearly so."""
NOT_HOW = (
    "That says that the numbers are out of the ordinary, not how they came about. Look at the "
    "stations and minutes behind them, and at what is special about the places."
)
FEW = 500
"""Stations below which silence means little."""
MANY = 2000
"""Stations for which power is suggested, at most: more take long, and change little."""
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
    said = [_first(level, found, where)]
    said += [] if level == "nothing" else [NOT_HOW]
    return Verdict(
        level, found.p, (*said, *_what(out), *_places(found, level), *_limits(level, found))
    )


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
    named = "; ".join(f"{_lower(r.tested[0])} ({_p(r.finding.p)})" for r in out)
    alike = dict.fromkeys(r.instrument.alike for r in out if r.instrument.alike)
    alike = [f"Honest places may look like it: {_lower(one)}" for one in alike]
    return [f"What stands out: {named}.", *alike]


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _p(p: float) -> str:
    return "p < .001" if p < CLEAR else f"p = {p:.2g}"


def _places(found: Battery, level: str) -> list[str]:
    """Where to look first."""
    read = [region for region in found.regions if not isnan(region.p)]
    if len(read) < 2:  # noqa: PLR2004 - one region is the whole
        return []
    adjusted = holm([region.p for region in read])
    pairs = zip(adjusted, read, strict=True)
    rows = sorted((p, region.code) for p, region in pairs if p < UNUSUAL)
    if not rows:
        return ["No single region stands out by itself."]
    names = ", ".join(code for _, code in rows[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    yet = "Yet by" if level == "nothing" else "By"
    return [f"{yet} themselves stand out, {len(rows)} of {len(read)} regions: {names}{more}."]


def _limits(level: str, found: Battery) -> list[str]:
    if level != "nothing":
        return []
    said = [
        "Silence is no clean bill: votes moved within usual turnout, and numbers changed above the "
        "stations, leave no trace here."
    ]
    if found.stations < FEW:
        said.append(f"{found.stations} stations are few; only large changes would be noticed.")
    tried = min(found.stations, MANY)
    said.append(f"What would be noticed: `vertikal power --stations {tried} --repeats 20`.")
    return said
