"""Uganda: polling stations of the vote for president, 2006."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    ("Abed Bwanika", "abed_bwanika"),
    ("Miria Obote", "miria_obote"),
    ("Ssebaana Kizito", "ssebaana_kizito"),
    ("Kizza Besigye", "kizza_besigye"),
    ("Yoweri Museveni", "yoweri_museveni"),
)

SOURCE = Source(
    name="uganda_president_2006",
    title="Uganda, president 2006",
    country="UG",
    marks=(
        "district",
        "reg_voters",
        "total_votes",
        "valid_votes",
        "modified_station_id",
        *(column for _, column in CANDIDATES),
    ),
    registered="reg_voters",
    ballots="total_votes",
    valid="valid_votes",
    votes=CANDIDATES,
    region="district",
    station=("modified_station_id",),
    licence="no licence file",
    origin="github.com/bt-IRI/UEDP",
    quirks=("the original header gave candidates wrong names; here they have been put right",),
)
