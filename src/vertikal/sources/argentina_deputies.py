"""Argentina: mesas of the votes for deputies, 2009 to 2019, provisional count."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="argentina_deputies",
    title="Argentina, deputies (provisional count)",
    country="AR",
    unit="mesas",
    marks=(
        "provincia_file",
        "codprov",
        "coddepto",
        "circuito",
        "mesa",
        "electores",
        "blancos",
        "nulos",
    ),
    registered="electores",
    invalid="blancos+nulos",
    votes=("l_*",),
    region="provincia_file",
    leader_by_region=True,
    station=("codprov", "coddepto", "circuito", "mesa"),
    relabel={"sluis": "sanluis"},
    blank_is_zero=("invalid", "votes"),
    beyond_roll=20,
    empty_roll=True,
    licence="MIT",
    origin="github.com/PoliticaArgentina/data_warehouse",
    quirks=(
        "lists differ by province, so the leader is the list that is first in each; a blank cell "
        "means that a list did not run there",
        "blank ballots are counted as invalid, though Argentine law counts them as valid",
        "ballots are the sum of lists, blank and null ones; where a province gives no null ones "
        "(seven in 2019) they are counted as none",
        "officials and party agents may vote where they sit: up to 20 ballots beyond the roll are "
        "taken as lawful",
        "San Luis 2019 gives no registered voters for part of its mesas",
    ),
)
