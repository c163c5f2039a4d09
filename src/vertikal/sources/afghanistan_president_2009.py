"""Afghanistan: polling centres in the vote for president, 2009, preliminary count."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    ("Hamid Karzai", "karzai_prelim"),
    ("Abdullah Abdullah", "abdullah_prelim"),
    ("Ramazan Bashardost", "bashardost_prelim"),
    ("others", "others_prelim"),
)

SOURCE = Source(
    name="afghanistan_president_2009",
    title="Afghanistan, president 2009 (preliminary count)",
    country="AF",
    unit="polling centres",
    marks=("pc_code", "province_name_eng", *(column for _, column in CANDIDATES)),
    votes=CANDIDATES,
    region="province_name_eng",
    station=("pc_code",),
    licence="GPL-3",
    origin="github.com/colincookman/afghanistan_presidential_election_2019",
    quirks=(
        "the columns of the final count are incomplete (16.6 % below the certified result) and "
        "are not read",
        "there were no voter rolls; `est_voters` is an estimate and is not read",
        "rows are polling centres of up to 20 stations",
    ),
)
