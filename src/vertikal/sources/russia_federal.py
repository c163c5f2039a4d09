"""Russia: polling stations of nine federal votes, 2004 to 2021."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="russia_federal",
    title="Russia, federal votes 2004-2021",
    country="RU",
    marks=(
        *("year", "region", "tik", "uik", "oik"),
        *("registered", "issued", "received", "invalid", "leader"),
    ),
    registered="registered",
    issued="issued",
    ballots="received",
    invalid="invalid",
    leader="leader",
    region="region",
    station=("region", "tik", "uik", "oik"),
    vote="year",
    leaders={
        "2004": "Vladimir Putin",
        "2007": "United Russia",
        "2008": "Dmitry Medvedev",
        "2011": "United Russia",
        "2012": "Vladimir Putin",
        "2016": "United Russia",
        "2018": "Vladimir Putin",
        "2020": "Yes",
        "2021": "United Russia",
    },
    titles={
        "2004": "Russia, president 2004",
        "2007": "Russia, Duma 2007 (lists)",
        "2008": "Russia, president 2008",
        "2011": "Russia, Duma 2011 (lists)",
        "2012": "Russia, president 2012",
        "2016": "Russia, Duma 2016 (lists)",
        "2018": "Russia, president 2018",
        "2020": "Russia, constitutional vote 2020",
        "2021": "Russia, Duma 2021 (lists)",
    },
    licence="no licence file; data of the Central Election Commission",
    origin="github.com/dkobak/elections, data/",
    quirks=(
        "ballots are those found in the boxes; those issued are read beside them",
        "stations of electronic voting (2021) are single rows with up to 172,000 voters",
    ),
)
