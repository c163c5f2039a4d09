"""Poland: precincts of the vote for president, 12 July 2020."""

from dataclasses import replace

from vertikal.sources import poland_president_2020_round1 as first

__all__ = ["SOURCE"]

CANDIDATES = tuple(x for x in first.CANDIDATES if x[0] in ("Andrzej Duda", "Rafał Trzaskowski"))

SOURCE = replace(
    first.SOURCE,
    name="poland_president_2020_round2",
    title="Poland, president 2020, second round",
    marks=(*first.COUNTED, *(column for _, column in CANDIDATES)),
    votes=CANDIDATES,
)
