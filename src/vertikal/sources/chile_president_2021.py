"""Chile: mesas of the vote for president, first round, 2021."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    ("José Antonio Kast", "kast"),
    ("Gabriel Boric", "boric"),
    ("Franco Parisi", "parisi"),
    ("Sebastián Sichel", "sichel"),
    ("Yasna Provoste", "provoste"),
    ("Marco Enríquez-Ominami", "enriquez_ominami"),
    ("Eduardo Artés", "artes"),
)

SOURCE = Source(
    name="chile_president_2021",
    title="Chile, president 2021, first round",
    country="CL",
    unit="mesas",
    marks=(
        "region",
        "electoral_district",
        "ballot_box",
        "blank_votes",
        "null_votes",
        *(column for _, column in CANDIDATES),
    ),
    invalid="blank_votes+null_votes",
    votes=CANDIDATES,
    region="region",
    station=("region", "electoral_district", "ballot_box"),
    licence="MIT",
    origin="github.com/DanielHermosilla/ecological-inference-elections",
    quirks=(
        "there are no registered voters in the table, so nothing can be said of turnout",
        "about 99 % of all mesas",
    ),
)
