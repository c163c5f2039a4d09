"""Units that the literature names as enclaves, spelled as the panels spell them.

Names and years only. How each list came here is said with it: what was read, and what was not.
"""

from vertikal.sources.panels._source import Listing

__all__ = ["BY_ALTERNATION", "BY_SCORE", "LISTINGS"]

LISTINGS = (
    Listing(
        name="giraudy_argentina",
        nation="Argentina",
        kind="authoritarian",
        first=1983,
        last=2013,
        units=("Formosa", "San Luis", "La Rioja"),
        source="Giraudy, AULA blog, 6 Dec 2013: subnational undemocratic regimes 'such as'",
        read="text",
    ),
    Listing(
        name="feudos_argentina",
        nation="Argentina",
        kind="authoritarian",
        first=1983,
        last=2010,
        units=(
            "Catamarca",
            "La Rioja",
            "San Luis",
            "Santiago del Estero",
            "Formosa",
            "Santa Cruz",
        ),
        source="Gervasoni, Democracia y autoritarismo en las provincias argentinas, Aportes: "
        "p. 101",
        read="text",
    ),
    Listing(
        name="gervasoni_lowest",
        nation="Argentina",
        kind="authoritarian",
        first=1983,
        last=2015,
        units=("Formosa", "La Rioja", "Santiago del Estero", "San Luis", "Santa Cruz"),
        source="Gervasoni (2018), Hybrid Regimes within Democracies: lowest of his index",
        read="memory",
    ),
    Listing(
        name="gibson_argentina",
        nation="Argentina",
        kind="authoritarian",
        first=2004,
        last=2004,
        units=("Santiago del Estero",),
        source="Gibson (2005), World Politics 58(1), 101-132",
        read="abstract",
    ),
    Listing(
        name="gibson_mexico",
        nation="Mexico",
        kind="authoritarian",
        first=2004,
        last=2004,
        units=("Oaxaca",),
        source="Gibson (2005), World Politics 58(1), 101-132",
        read="abstract",
    ),
    Listing(
        name="cornelius_mexico",
        nation="Mexico",
        kind="authoritarian",
        first=1996,
        last=1999,
        units=("Puebla", "Tabasco", "Guerrero", "Oaxaca", "Chiapas", "Yucatan"),
        source="Cornelius, Eisenstadt & Hindley (1999), Subnational Politics and Democratization "
        "in Mexico: 'states like'",
        read="abstract",
    ),
    Listing(
        name="giraudy_mexico",
        nation="Mexico",
        kind="authoritarian",
        first=2000,
        last=2009,
        units=("Oaxaca", "Puebla", "Tabasco"),
        source="Giraudy, AULA blog, 6 Dec 2013: subnational undemocratic regimes 'such as'",
        read="text",
    ),
    Listing(
        name="petersen_mexico",
        nation="Mexico",
        kind="authoritarian",
        first=2009,
        last=2009,
        units=("Durango", "Hidalgo", "Oaxaca", "Puebla", "Sinaloa"),
        source="Petersen (2018), Latin American Politics and Society: states with authoritarian "
        "features before the elections of 2010",
        read="abstract",
    ),
    Listing(
        name="never_alternated_2015",
        nation="Mexico",
        kind="authoritarian",
        first=2015,
        last=2015,
        units=(
            "Campeche",
            "Colima",
            "Estado de Mexico",
            "Quintana Roo",
            "Veracruz",
            "Hidalgo",
            "Coahuila",
            "Tamaulipas",
            "Durango",
        ),
        source="vertigopolitico.com: states without alternation in a century, in "
        "comparative.md S3.1",
        read="facts",
        whole=True,
    ),
    Listing(
        name="giraudy_brazil",
        nation="Brazil",
        kind="authoritarian",
        first=1990,
        last=2013,
        units=("Goias",),
        source="Giraudy, AULA blog, 6 Dec 2013: subnational undemocratic regimes 'such as'",
        read="text",
    ),
    Listing(
        name="gilley_mexico",
        nation="Mexico",
        kind="democratic",
        first=1988,
        last=1995,
        units=("Baja California", "Chihuahua", "Nuevo Leon", "San Luis Potosi", "Michoacan"),
        source="Gilley (2010), Democratization 17(3), in comparative.md S6.1 fact 9: 'Mexico's "
        "electoral body -> sub-national enclaves'",
        read="facts",
    ),
)
"""Every list of units with a place where it was read, and one from memory, which says so."""

BY_SCORE = tuple(x for x in LISTINGS if x.name != "never_alternated_2015")
"""Lists that speak of regimes, for panels of scores."""
BY_ALTERNATION = tuple(x for x in LISTINGS if x.nation == "Mexico" and x.kind == "authoritarian")
"""Lists of places where one party has stayed, for panels of winners."""
