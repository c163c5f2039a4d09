"""Uganda: polling stations of the vote for president, 2021."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

PLACE = ("district", "constituency", "subcounty", "parish", "polling_station")
CANDIDATES = (
    ("Patrick Amuriat", "amuriat_oboi_patrick"),
    ("Joseph Kabuleta", "kabuleta_kiiza_joseph"),
    ("Nancy Kalembe", "kalembe_nancy_linda"),
    ("John Katumba", "katumba_john"),
    ("Robert Kyagulanyi", "kyagulanyi_ssentamu_robert"),
    ("Norbert Mao", "mao_norbert"),
    ("Willy Mayambala", "mayambala_willy"),
    ("Gregg Mugisha Muntu", "mugisha_muntu_gregg"),
    ("Fred Mwesigye", "mwesigye_fred"),
    ("Henry Tumukunde", "tumukunde_henry_kakurugu"),
    ("Yoweri Museveni", "yoweri_museveni_tibuhaburwa_kaguta"),
)

SOURCE = Source(
    name="uganda_president_2021",
    title="Uganda, president 2021",
    country="UG",
    marks=(
        *PLACE,
        "reg_voters",
        "total_votes",
        "valid_votes",
        *(column for _, column in CANDIDATES),
    ),
    registered="reg_voters",
    ballots="total_votes",
    valid="valid_votes",
    votes=CANDIDATES,
    region="district",
    station=PLACE,
    licence="no licence file",
    origin="github.com/bt-IRI/UEDP",
)
