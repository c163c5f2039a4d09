"""France: communes in the vote for president, 23 April 2017."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

COUNTED = ("code_department", "code_commune", "Inscrits", "Votants", "Exprimés")
CANDIDATES = (
    "MACRON", "LE PEN", "FILLON", "MÉLENCHON", "HAMON", "DUPONT-AIGNAN", "LASSALLE", "POUTOU",
    "ASSELINEAU", "ARTHAUD", "CHEMINADE",
)  # fmt: skip

SOURCE = Source(
    name="france_president_2017_round1",
    title="France, president 2017, first round",
    country="FR",
    unit="communes",
    marks=(*COUNTED, *CANDIDATES),
    registered="Inscrits",
    ballots="Votants",
    valid="Exprimés",
    votes=CANDIDATES,
    region="code_department",
    station=("code_commune",),
    licence="no licence file; Etalab open data",
    origin="github.com/fraba/french_pres_election_17",
    quirks=("rows are communes, not polling stations; instruments for stations mean little here",),
)
