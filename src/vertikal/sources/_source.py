"""What a source is: a declaration of which columns of other people's tables mean what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["QUANTITIES", "Source", "marks"]

QUANTITIES = ("registered", "issued", "ballots", "valid", "invalid", "leader")
"""What one expression each may say, in the order of counting."""
LARGEST = 1_000_000
"""Largest believable count of a polling station. The largest in the known tables is the station
of Moscow's electronic votes of 2021, with 171,979 voters."""


@dataclass(frozen=True)
class Source:
    """A known table of returns, or one that a mapping describes.

    An expression is a column, or several with `+` and `-` between them; `*` stands for anything,
    as in `list_*`; a column with `?` behind it may be missing.
    """

    name: str
    title: str
    country: str = ""
    """Two letters, ISO 3166-1."""
    unit: str = "polling stations"
    """What a row is."""
    marks: tuple[str, ...] = ()
    """Columns by which the table is recognised; all must be there."""
    registered: str = ""
    issued: str = ""
    """Ballots given out, where they are told from those found in the box."""
    ballots: str = ""
    valid: str = ""
    invalid: str = ""
    leader: str = ""
    """Leader's votes, where no other candidate's are in the table."""
    votes: tuple[str | tuple[str, str], ...] = ()
    """Candidates: a column or a pattern, or (name, expression)."""
    region: str = ""
    station: tuple[str, ...] = ()
    """Columns that together name a station."""
    vote: str = ""
    """Column that tells several votes apart."""
    leaders: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Who the leader is, by vote, where the table does not say."""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What a vote was, by its label."""
    relabel: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Regions that stand under a second label: label found -> label kept."""
    blank_is_zero: tuple[str, ...] = ()
    """Quantities (`registered`, `votes`, ...) in which an empty cell means 0, not unknown."""
    beyond_roll: int = 0
    """Ballots beyond the registered voters that the law allows, e.g. of party representatives."""
    empty_roll: bool = False
    """Whether there are lawful stations with no voters of their own, e.g. for those who travel."""
    largest: int = LARGEST
    """Count above which a cell is taken for an error."""
    licence: str = ""
    origin: str = ""
    quirks: tuple[str, ...] = ()
    """What a reader of this table has to know; sentences."""


def marks(source: Source) -> int:
    """Count the columns by which a source is recognised: the more, the surer."""
    return len(source.marks)
