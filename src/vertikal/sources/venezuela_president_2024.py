"""Venezuela: tallies of polling tables published by the opposition, president 2024."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = ("eg", "nm", "lm", "jabe", "jobr", "ae", "cf", "dc", "em", "bera")

SOURCE = Source(
    name="venezuela_president_2024",
    title="Venezuela, president 2024 (tallies published by the opposition)",
    country="VE",
    unit="polling tables",
    marks=("edo", "centro", "mesa", "votos_validos", "votos_nulos", *CANDIDATES),
    ballots="votos_validos+votos_nulos",
    valid="votos_validos",
    votes=(("Edmundo González", "eg"), ("Nicolás Maduro", "nm"), *CANDIDATES[2:]),
    region="edo",
    station=("centro", "mesa"),
    licence="no licence file",
    origin="github.com/Enyer182/analisis-votaciones-venezuela-2024",
    quirks=(
        "a partisan source, about four fifths of all tables; not the official result",
        "there are no registered voters in the table, so nothing can be said of turnout",
    ),
)
