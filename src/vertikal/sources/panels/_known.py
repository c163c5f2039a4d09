"""Panels that are known by their columns, and panels that a mapping describes."""

from collections.abc import Mapping, Sequence
from math import inf

import polars as pl

from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources.panels._listings import BY_ALTERNATION, BY_SCORE
from vertikal.sources.panels._mexico import CODES
from vertikal.sources.panels._source import (
    NationPanel,
    ScorePanel,
    WinnerPanel,
    Yardstick,
    columns_of,
)

__all__ = ["KNOWN", "MAPPED", "NAMED", "PLAIN_NATIONS", "VDEM", "mapped", "recognised"]

COMPETITION = 30.0
"""Per cent that the largest party must leave to the others in a democracy: Vanhanen (2000), J.
Peace Research 37(2), 251-265. Recalled: his text was not read again for this."""
PARTICIPATION = 10.0
"""Per cent of the population that must have voted; same source, same reservation."""
INDEX = 5.0
"""Product of the two, in per cent; same source, same reservation."""
VANHANEN = "Vanhanen (2000), J. Peace Research 37(2), 251-265"
VOTES = (
    "It counts votes as they were counted: dishonest counts look contested, and the landslide of a "
    "head whom people like looks like a closed regime."
)


def _competition(left: pl.Expr) -> Yardstick:
    """Per cent of the vote that the largest party leaves to the others, as a score."""
    return Yardstick("competition", left, half=COMPETITION, one=60.0, highest=100.0)


ISED = ScorePanel(
    name="ised",
    title="Index of Subnational Electoral Democracy",
    tier="region",
    unit=pl.col("statecode"),
    called=pl.col("state_name"),
    country="country_name",
    year="year",
    measured="ised",
    scores=(
        _competition(pl.col("competition_i")),
        Yardstick(
            "participation", pl.col("participation_i"), half=PARTICIPATION, one=20.0, highest=100.0
        ),
        Yardstick("index", pl.col("ised_i"), half=INDEX, one=10.0, highest=100.0),
    ),
    blind=VOTES,
    refs=("Perez Sandoval (2023), Democratization 30(4), 715-740", VANHANEN),
    listings=BY_SCORE,
)

MEXICO_MUNICIPAL_VOTES = ScorePanel(
    name="mexico_municipal_votes",
    title="Mexico, elections of mayors by votes",
    tier="district",
    unit=pl.col("emm").str.replace(r"-\d+\.", "-"),
    called=pl.col("mun"),
    nation="Mexico",
    year="yr",
    holds=4,
    scores=(_competition(100.0 * (1.0 - pl.col("v01"))),),
    blind=VOTES + " Places that elect by custom, without parties, are not in it.",
    shares=(pl.col("v01"), pl.col("v02"), pl.col("v03")),
    region=pl.col("emm").str.extract(r"^([a-z]+)-"),
    refs=("Magar, github.com/emagar/reelec", VANHANEN),
)

RUSSIA_ASSEMBLIES = ScorePanel(
    name="russia_assemblies",
    title="Russia, elections of regional assemblies",
    tier="region",
    unit=pl.col("region"),
    nation="Russia",
    year="year",
    holds=5,
    scores=(_competition(100.0 - pl.col("ur_share")),),
    blind=VOTES + " An assembly does not choose the governor.",
    refs=("Harvey, github.com/colejharvey/book_project", VANHANEN),
)

MEXICO_GOVERNORS = WinnerPanel(
    name="mexico_governors",
    title="Mexico, elections of governors",
    tier="region",
    unit=pl.col("state"),
    year="year",
    winner="winner_party",
    ruling="pri",
    nation="Mexico",
    holds=6,
    since=1989,
    names=CODES,
    blind="One party that stays may be liked; one that leaves may leave the rules behind. A unit "
    "counts as free from its first alternation on, whatever comes later.",
    refs=(
        "Magar, github.com/emagar/elecRetrns",
        "Alvarez, Cheibub, Limongi & Przeworski (1996), Stud. Comp. Int. Dev. 31(2), 3-36",
    ),
    listings=BY_ALTERNATION,
)

MEXICO_MAYORS = WinnerPanel(
    name="mexico_mayors",
    title="Mexico, parties of mayors",
    tier="district",
    unit=pl.col("emm").str.replace(r"-\d+\.", "-"),
    called=pl.col("mun"),
    year="yr",
    winner="win.current",
    ruling="pri",
    nation="Mexico",
    holds=4,
    since=1989,
    unsettled=("consejoMun", "consejoMunic", "litigio", "anulada", "0"),
    blind=MEXICO_GOVERNORS.blind + " Places that elect by custom, without parties, are not in it.",
    refs=("Magar, github.com/emagar/reelec", *MEXICO_GOVERNORS.refs[1:]),
)

VDEM = NationPanel(
    name="vdem",
    title="Varieties of Democracy, nations and years",
    country="vdem_country_name",
    year="year",
    score="v2x_polyarchy",
    experts=("snlsff_0", "snlsff_1", "snlsff_2"),
    blind="It says that parts of a nation differ, not which.",
    refs=(
        "Coppedge et al., V-Dem Codebook: v2x_polyarchy, v2elsnlsff",
        "McMann et al. (2016), V-Dem Working Paper 2016:28",
    ),
)

KNOWN: tuple[ScorePanel | WinnerPanel | NationPanel, ...] = (
    ISED,
    VDEM,
    MEXICO_GOVERNORS,
    MEXICO_MAYORS,
    MEXICO_MUNICIPAL_VOTES,
    RUSSIA_ASSEMBLIES,
)
"""Panels that need no mapping; a panel is known when it is here."""
NAMED = {source.name: source for source in KNOWN}

PLAIN_NATIONS = NationPanel("nations", "Scores of nations", "nation", "year", "score")
"""What another table of nations' scores must look like."""

MAPPED = ("unit", "year", "score", "nation", "country", "name", "low", "high", "measured", "power")
"""What a mapping may say; the first three it must."""
NEEDED = MAPPED[:3]


def recognised(columns: Sequence[str]) -> ScorePanel | WinnerPanel | NationPanel | None:
    """Return the known panel whose columns a table has: the one with the most, if several fit."""
    fits = [source for source in KNOWN if set(columns_of(source)) <= set(columns)]
    return max(fits, key=lambda source: len(columns_of(source)), default=None)


def mapped(
    columns: Mapping[str, str], scale: tuple[float, float, float] | None = None
) -> ScorePanel:
    """Make a panel out of a mapping from what is wanted to the column that has it.

    Parameters
    ----------
    columns
        `unit`, `year` and `score`, and perhaps `nation` (its score), `country` (its name), `name`
        (of a unit), `low` and `high` (95 % interval of the score), `measured` (filled where
        something was measured), `power` (share of its affairs that a unit decides).
    scale
        Score that counts as 0, as half and as 1; what lies beyond the ends counts as the end. None:
        the score runs from 0 to 1 itself, and nothing may lie beyond.

    Raises
    ------
    SourceError
        If a word is unknown or lacking, or the scale does not rise or fall.
    """
    wrong = [
        Misfit(key, "is nothing that a panel has", key, MAPPED)
        for key in columns
        if key not in MAPPED
    ]
    wrong += [Misfit(key, "is not mapped; write it as =COLUMN", "", NEEDED)
              for key in NEEDED if not columns.get(key)]  # fmt: skip
    if ("low" in columns) != ("high" in columns):
        wrong.append(Misfit("low, high", "go together; map both or neither"))
    zero, half, one = scale or (0.0, 0.5, 1.0)
    if not (zero < half < one or zero > half > one):
        says = f"is {zero:g},{half:g},{one:g}; must rise or fall: what counts as 0, as half, as 1"
        wrong.append(Misfit("scale", says))
    if wrong:
        raise SourceError(wrong)
    ends = (-inf, inf) if scale else (0.0, 1.0)
    stick = Yardstick(columns["score"], pl.col(columns["score"]), zero, half, one, *ends)
    return ScorePanel(
        name="mapped",
        title="Panel",
        tier="unit",
        unit=pl.col(columns["unit"]),
        called=pl.col(columns["name"]) if "name" in columns else None,
        year=columns["year"],
        scores=(stick,),
        country=columns.get("country", ""),
        nation="the nation",
        national=columns.get("nation", ""),
        measured=columns.get("measured", ""),
        low=columns.get("low", ""),
        high=columns.get("high", ""),
        power=columns.get("power", ""),
        blind="It sees what its score sees.",
    )
