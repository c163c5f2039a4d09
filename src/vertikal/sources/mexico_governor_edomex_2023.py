"""Mexico: casillas of the vote for governor of the State of Mexico, 2023."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

COMMON = (
    "pan", "pri", "prd", "naem", "pan_pri_prd_naem", "pan_pri_prd", "pan_pri_naem", "pan_prd_naem",
    "pri_prd_naem", "pan_pri", "pan_prd", "pan_naem", "pri_prd", "pri_naem", "prd_naem",
)  # fmt: skip
"""Ways to mark a ballot for the common candidate of four parties."""

SOURCE = Source(
    name="mexico_governor_edomex_2023",
    title="Mexico, governor of the State of Mexico 2023",
    country="MX",
    unit="casillas",
    marks=(
        "cabecera_distrital_local",
        "id_seccion",
        "casilla",
        *COMMON,
        "pvem_pt_morena",
        "votos_válidos",
        "total",
        "lista_nominal",
    ),
    registered="lista_nominal",
    ballots="total",
    valid="votos_válidos",
    votes=(("Delfina Gómez", "pvem_pt_morena"), ("Alejandra del Moral", "+".join(COMMON))),
    region="cabecera_distrital_local",
    station=("id_seccion", "casilla"),
    beyond_roll=20,
    empty_roll=True,
    licence="MIT",
    origin="github.com/Guallasamin/Casillas_Zapato_Mexico",
    quirks=(
        "special casillas serve travellers and have no voters of their own",
        "representatives of parties, two each, may vote where they sit: up to 20 ballots beyond "
        "the roll are taken as lawful (10 parties)",
        "13 rows are tables of voters abroad, in prison and in advance, not places",
    ),
)
