"""Four votes that Rozenas (2017) studies: Russia 2003, 2011, 2012, Canada 2011."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="rozenas_2017",
    title="Files of Rozenas 2017",
    marks=("election", "N", "turnout", "votes"),
    registered="N",
    ballots="turnout",
    leader="votes",
    vote="election",
    leaders={
        "russia2003": "United Russia",
        "russia2011": "United Russia",
        "russia2012": "Vladimir Putin",
        "canada2011": "Conservative Party",
    },
    titles={
        "russia2003": "Russia, Duma 2003 (Rozenas 2017)",
        "russia2011": "Russia, Duma 2011 (Rozenas 2017)",
        "russia2012": "Russia, president 2012 (Rozenas 2017)",
        "canada2011": "Canada, House of Commons 2011 (Rozenas 2017)",
    },
    licence="GPL-2 (package qss); package spikes: see CRAN",
    origin="github.com/kosukeimai/qss-package and CRAN package spikes",
    quirks=(
        "stations bear no names and no regions: duplicates cannot be told",
        "invalid ballots are not given: all ballots are counted as valid",
    ),
)
