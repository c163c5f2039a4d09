"""Poland: precincts of the vote for president, 28 June 2020."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

COUNTED = ("teryt", "precinct", "voivodeship", "registered", "ballots_in_box", "valid_votes")
CANDIDATES = (
    ("Robert Biedroń", "Robert BIEDROŃ"),
    ("Krzysztof Bosak", "Krzysztof BOSAK"),
    ("Andrzej Duda", "Andrzej Sebastian DUDA"),
    ("Szymon Hołownia", "Szymon Franciszek HOŁOWNIA"),
    ("Marek Jakubiak", "Marek JAKUBIAK"),
    ("Władysław Kosiniak-Kamysz", "Władysław Marcin KOSINIAK-KAMYSZ"),
    ("Mirosław Piotrowski", "Mirosław Mariusz PIOTROWSKI"),
    ("Paweł Tanajno", "Paweł Jan TANAJNO"),
    ("Rafał Trzaskowski", "Rafał Kazimierz TRZASKOWSKI"),
    ("Waldemar Witkowski", "Waldemar Włodzimierz WITKOWSKI"),
    ("Stanisław Żółtek", "Stanisław Józef ŻÓŁTEK"),
)

SOURCE = Source(
    name="poland_president_2020_round1",
    title="Poland, president 2020, first round",
    country="PL",
    unit="precincts",
    marks=(*COUNTED, *(column for _, column in CANDIDATES)),
    registered="registered",
    ballots="ballots_in_box",
    valid="valid_votes",
    votes=CANDIDATES,
    region="voivodeship",
    station=("teryt", "precinct"),
    licence="CC BY-SA 4.0",
    origin="github.com/ip413/presidential-election-poland-2020-research",
    quirks=("ballots are those found in the boxes, voting by post included",),
)
