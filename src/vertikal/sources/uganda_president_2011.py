"""Uganda: polling stations of the vote for president, 2011."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    ("Abed Bwanika", "abed_bwanika"),
    ("Kizza Besigye", "besigye_kifefe_kizza"),
    ("Beti Kamya", "beti_olive_kamya_namisango"),
    ("Jaberi Bidandi Ssali", "bidandi_ssali_jaberi"),
    ("Norbert Mao", "mao_norbert"),
    ("Olara Otunnu", "olara_otunnu"),
    ("Samuel Lubega", "samuel_lubega_mukaaku_walter"),
    ("Yoweri Museveni", "yoweri_museveni_kaguta"),
)

SOURCE = Source(
    name="uganda_president_2011",
    title="Uganda, president 2011",
    country="UG",
    marks=(
        "district_name",
        "registered_voters",
        "valid",
        "invalid",
        "original_station_id_2011",
        *(column for _, column in CANDIDATES),
    ),
    registered="registered_voters",
    ballots="valid+invalid",
    valid="valid",
    votes=CANDIDATES,
    region="district_name",
    station=("original_station_id_2011",),
    licence="no licence file",
    origin="github.com/bt-IRI/UEDP",
    quirks=(
        "spoilt ballots were exchanged before they reached the box and are not counted",
        "the leader's total is 0.15 % above the one that was declared",
    ),
)
