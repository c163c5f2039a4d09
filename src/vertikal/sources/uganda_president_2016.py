"""Uganda: polling stations of the vote for president, 2016."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    ("Abed Bwanika", "a_bwanika"),
    ("Amama Mbabazi", "a_mbabazi"),
    ("Venansius Baryamureeba", "b_venansius"),
    ("Benon Biraaro", "b_b_biraaro"),
    ("Kizza Besigye", "k_besigye_k"),
    ("Joseph Mabirizi", "j_mabirizi"),
    ("Maureen Kyalya Waluube", "m_f_k_waluube"),
    ("Yoweri Museveni", "y_k_museveni"),
)

SOURCE = Source(
    name="uganda_president_2016",
    title="Uganda, president 2016",
    country="UG",
    marks=(
        "dist_name_2016",
        "reg_voters",
        "t_votes",
        "v_votes",
        "original_station_id_2016",
        *(column for _, column in CANDIDATES),
    ),
    registered="reg_voters",
    ballots="t_votes",
    valid="v_votes",
    votes=CANDIDATES,
    region="dist_name_2016",
    station=("original_station_id_2016",),
    licence="no licence file",
    origin="github.com/bt-IRI/UEDP",
)
