"""France: communes in the vote for president, 7 May 2017."""

from dataclasses import replace

from vertikal.sources import france_president_2017_round1 as first

__all__ = ["SOURCE"]

CANDIDATES = ("MACRON", "LE PEN")

SOURCE = replace(
    first.SOURCE,
    name="france_president_2017_round2",
    title="France, president 2017, second round",
    marks=(*first.COUNTED, *CANDIDATES),
    votes=CANDIDATES,
)
