"""Georgia: precincts of parliament 2012 and 2016, president 2013, local councils 2014 (lists)."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="georgia_precincts",
    title="Georgia, precincts",
    country="GE",
    unit="precincts",
    marks=("district", "precinct", "special", "registered", "special_list", "signed", "invalid"),
    registered="registered+special_list",
    ballots="signed",
    votes=("[0-9]*",),
    region="district",
    station=("district", "precinct"),
    blank_is_zero=("registered", "votes"),
    licence="MIT",
    origin="github.com/JumpStartGeorgia/Election-Map",
    quirks=(
        "ballots are signatures of voters who came; the column `ballots` counts those delivered",
        "valid ballots are the votes of all lists together, as `valid` is mostly empty",
        "registered are the ordinary and the special list; abroad there is only the latter",
    ),
)
