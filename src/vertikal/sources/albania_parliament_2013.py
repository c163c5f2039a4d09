"""Albania: precincts of the vote for parliament, 2013."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="albania_parliament_2013",
    title="Albania, parliament 2013",
    country="AL",
    unit="precincts",
    marks=("Prefectures", "Communes", "Precincts", "Ballots", "Registered", "C035", "C050", "C032"),
    registered="Registered",
    ballots="Ballots",
    votes=(
        ("Socialist Party", "C035"),
        ("Democratic Party", "C050"),
        ("Socialist Movement for Integration", "C032"),
        "C0[0-9][0-9]",
    ),
    region="Prefectures",
    blank_is_zero=("votes",),
    licence="GPL-3",
    origin="github.com/kkalininMI/EFToolkit, extdata/Albania2013.csv",
    quirks=(
        "numbers of precincts are not unique: rows of one precinct's parts cannot be told from "
        "duplicates",
        "valid ballots are the votes of all lists together",
        "lists are known by their number only; the three largest were named by their totals",
    ),
)
