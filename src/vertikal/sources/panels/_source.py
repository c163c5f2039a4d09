"""What a panel of units and years is: a declaration of which columns mean what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

__all__ = ["Listing", "NationPanel", "ScorePanel", "WinnerPanel", "Yardstick", "columns_of"]


@dataclass(frozen=True)
class Yardstick:
    """How a column becomes a score: 0 at `zero`, .5 at `half`, 1 at `one`, straight lines between.

    Half is where democracy and its absence part, on the column's own scale; so scores of different
    panels mean the same there.
    """

    name: str
    of: pl.Expr
    zero: float = 0.0
    half: float = 0.5
    one: float = 1.0
    lowest: float = 0.0
    highest: float = 1.0
    """Values that can be."""


@dataclass(frozen=True)
class Listing:
    """Units that somebody has named as enclaves, and where that can be read."""

    name: str
    nation: str
    kind: str
    """`democratic` or `authoritarian`."""
    first: int
    last: int
    """Years that the source speaks of."""
    units: tuple[str, ...]
    source: str
    read: str
    """How the list came here: `abstract`, `text`, `facts` (../shared/facts), or `memory`."""
    whole: bool = False
    """Whether a unit that it does not name is none, rather than not spoken of."""


@dataclass(frozen=True)
class ScorePanel:
    """A table of scores of units, a row a unit and year."""

    name: str
    title: str
    tier: str
    unit: pl.Expr
    year: str
    scores: tuple[Yardstick, ...]
    """The weakest of them is the unit's score."""
    blind: str
    """What the score does not see; a sentence or two."""
    country: str = ""
    """Column with the nation's name, where the table holds several."""
    nation: str = ""
    """The nation, where it holds one."""
    called: pl.Expr | None = None
    """Name of a unit, where `unit` is a code."""
    measured: str = ""
    """Column that is filled where something was measured; the other years lie between."""
    holds: int = 0
    """Years for which a measurement stands until the next; 0: only its own year."""
    national: str = ""
    """Column with the nation's score on its way from 0 to 1."""
    low: str = ""
    high: str = ""
    """Columns with a 95 % interval of the first score."""
    power: str = ""
    """Column with the share of its affairs that a unit decides."""
    shares: tuple[pl.Expr, ...] = ()
    """Shares of the valid vote of those who came first, second, third."""
    region: pl.Expr | None = None
    """What a unit is part of."""
    refs: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class WinnerPanel:
    """A table of elections of heads: which party won where and when, and which one ruled before."""

    name: str
    title: str
    tier: str
    unit: pl.Expr
    year: str
    winner: str
    ruling: str
    nation: str
    blind: str
    holds: int
    """Years for which a result stands where no later one is in the table."""
    since: int
    """First year in which elections could end the ruling party's hold."""
    unsettled: tuple[str, ...] = ()
    """Values of `winner` that name no party: annulled, in court."""
    called: pl.Expr | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    refs: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class NationPanel:
    """A table of nations and years: the nation's score, and what experts say of its parts."""

    name: str
    title: str
    country: str
    year: str
    score: str
    blind: str = ""
    experts: tuple[str, ...] = ()
    """Columns that count experts by answer: parts differ much, somewhat, not at all."""
    refs: tuple[str, ...] = ()


def columns_of(source: ScorePanel | WinnerPanel | NationPanel) -> tuple[str, ...]:
    """Columns that a table must have to be read as this source, in order of mention."""
    if isinstance(source, NationPanel):
        return (source.country, source.year, source.score, *source.experts)
    named = list(source.unit.meta.root_names())
    if source.called is not None:
        named += source.called.meta.root_names()
    if isinstance(source, WinnerPanel):
        return tuple(dict.fromkeys((*named, source.year, source.winner)))
    for stick in source.scores:
        named += stick.of.meta.root_names()
    for share in source.shares:
        named += share.meta.root_names()
    if source.region is not None:
        named += source.region.meta.root_names()
    more = (source.country, source.measured, source.national, source.low, source.high, source.power)
    return tuple(dict.fromkeys((*named, source.year, *(c for c in more if c))))
