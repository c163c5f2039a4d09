"""The list of known tables: a source exists when it is here."""

import importlib

from vertikal.sources._source import Source

__all__ = ["NAMES", "load"]

NAMES = (
    "afghanistan_president_2009",
    "albania_parliament_2013",
    "argentina_deputies",
    "chile_president_2021",
    "france_president_2017_round1",
    "france_president_2017_round2",
    "georgia_precincts",
    "iran_president_2009",
    "mexico_casillas",
    "mexico_governor_edomex_2023",
    "peru_president_2021",
    "plain",
    "poland_president_2020_round1",
    "poland_president_2020_round2",
    "rozenas_2017",
    "russia_federal",
    "uganda_president_2006",
    "uganda_president_2011",
    "uganda_president_2016",
    "uganda_president_2021",
    "venezuela_president_2024",
)


def load(name: str) -> Source:
    """Return the source `name`."""
    return importlib.import_module(f"vertikal.sources.{name}").SOURCE
