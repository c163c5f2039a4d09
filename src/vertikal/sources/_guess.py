"""What an unknown table's columns may be, to suggest a mapping. A guess is never acted upon."""

from collections.abc import Sequence

__all__ = ["suggest"]

WORDS = {
    "registered": (
        "registered", "electors", "electorate", "eligible", "roll", "inscrit",
        "electores", "lista_nominal", "padron", "habil", "uprawni", "зарегистр", "включенн",
        "избирателей", "berechtigt", "seçmen",
    ),
    "ballots": (
        "ballots", "turnout", "votes_cast", "total_votes", "voted", "votants", "votantes", "emitid",
        "comparecimento", "oddan", "бюллетеней", "abgegeben", "oy_kullanan", "cast", "total",
    ),
    "valid": ("valid", "exprim", "gültig", "ważn", "действит", "geçerli", "legitimate"),
    "invalid": (
        "invalid", "spoil", "rejected", "nulos", "nuls", "nulls", "ungültig", "nieważn",
        "недейств", "geçersiz", "void",
    ),
    "region": (
        "region", "province", "provinc", "state", "estado", "departament", "prefect", "oblast",
        "voivodeship", "canton", "kanton", "bezirk", "регион", "область", "il",
    ),
    "station": (
        "station", "precinct", "polling", "casilla", "mesa", "uik", "bureau", "section", "booth",
        "уик", "участ", "sandik", "wahllokal", "wahlbezirk",
    ),
}  # fmt: skip
"""Parts of names by which columns of returns are known in several languages."""
SHORT = 3
"""Words up to this length must be a whole part of the name."""
SURE = ("invalid", "registered")
"""Told first: `invalid` contains `valid`."""


def suggest(columns: Sequence[str]) -> str:
    """Mapping that the columns' names suggest, or nothing; votes are left to the user."""
    left = [c for c in columns if c.strip()]
    found: dict[str, str] = {}
    for quantity in (*SURE, *(q for q in WORDS if q not in SURE)):
        for word in WORDS[quantity]:
            fits = [c for c in left if _fits(word, c)]
            if fits:
                found[quantity] = fits[0]
                left.remove(fits[0])
                break
    if not {"registered", "ballots", "valid"} & set(found):
        return ""
    return ",".join(
        f"{quantity}={_quoted(found[quantity])}" for quantity in WORDS if quantity in found
    )


def _fits(word: str, column: str) -> bool:
    name = column.casefold()
    if len(word) > SHORT:
        return word in name
    return word in "".join(c if c.isalnum() else " " for c in name).split()


def _quoted(column: str) -> str:
    """Column as it may stand in a mapping."""
    plain = not any(sign in column for sign in ",=+-*\"'` ")
    return column if plain else f'"{column}"' if '"' not in column else f"`{column}`"
