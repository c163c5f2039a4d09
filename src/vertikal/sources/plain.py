"""Any table whose columns bear the names of this project, such as one that an observer drew."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="plain",
    title="Table of returns",
    marks=("registered", "ballots", "valid", "leader"),
    registered="registered",
    ballots="ballots",
    valid="valid",
    invalid="invalid?",
    leader="leader",
    region="region?",
    station=("station?",),
    vote="vote?",
)
