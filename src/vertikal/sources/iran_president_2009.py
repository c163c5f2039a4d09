"""Iran: counties in the vote for president, 2009."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    ("Mahmoud Ahmadinejad", "ahmadinejad"),
    ("Mir-Hossein Mousavi", "mousavi"),
    ("Mohsen Rezai", "rezai"),
    ("Mehdi Karroubi", "karrubi"),
)

SOURCE = Source(
    name="iran_president_2009",
    title="Iran, president 2009",
    country="IR",
    unit="counties",
    marks=(
        "province",
        "city",
        "total_votes_cast",
        "legitimate_votes",
        *(column for _, column in CANDIDATES),
    ),
    ballots="total_votes_cast",
    valid="legitimate_votes",
    votes=CANDIDATES,
    region="province",
    station=("province", "city"),
    largest=10_000_000,
    licence="GPL-3",
    origin="github.com/OpenIntroStat/openintro",
    quirks=(
        "rows are counties, not polling stations; instruments for stations mean little here",
        "there are no registered voters in the table, so nothing can be said of turnout",
    ),
)
