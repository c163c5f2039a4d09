"""Peru: mesas of the vote for president, first round, 2021 (part of the count)."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

CANDIDATES = (
    "perulibre", "fp", "rp", "avpais", "ap", "app", "dd", "fa", "jpp", "morado", "pnp", "pp", "ppc",
    "pps", "runa", "sp", "upp", "vn",
)  # fmt: skip

SOURCE = Source(
    name="peru_president_2021",
    title="Peru, president 2021, first round (part of the count)",
    country="PE",
    unit="mesas",
    marks=("mesa", "departamento", "nnume_habilm", "emitidos", "validos", *CANDIDATES),
    registered="nnume_habilm",
    ballots="emitidos",
    valid="validos",
    votes=(("Perú Libre", "perulibre"), ("Fuerza Popular", "fp"), *CANDIDATES[2:]),
    region="departamento",
    station=("mesa",),
    licence="MIT",
    origin="github.com/jmcastagnetto/2021-elecciones-generales-peru-datos-de-onpe",
    quirks=("the count was not finished: the leader's total is 3.9 % below the final one",),
)
