"""Panels of units and years: known ones, mapped ones, and what is wrong with them. No files."""

from vertikal.sources.panels._cells import ROW as ROW
from vertikal.sources.panels._known import KNOWN as KNOWN
from vertikal.sources.panels._known import MAPPED as MAPPED
from vertikal.sources.panels._known import NAMED as NAMED
from vertikal.sources.panels._known import PLAIN_NATIONS as PLAIN_NATIONS
from vertikal.sources.panels._known import VDEM as VDEM
from vertikal.sources.panels._known import mapped as mapped
from vertikal.sources.panels._known import recognised as recognised
from vertikal.sources.panels._nations import nation_panel as nation_panel
from vertikal.sources.panels._nations import nation_scores as nation_scores
from vertikal.sources.panels._read import score_panel as score_panel
from vertikal.sources.panels._source import Listing as Listing
from vertikal.sources.panels._source import NationPanel as NationPanel
from vertikal.sources.panels._source import ScorePanel as ScorePanel
from vertikal.sources.panels._source import WinnerPanel as WinnerPanel
from vertikal.sources.panels._source import Yardstick as Yardstick
from vertikal.sources.panels._source import columns_of as columns_of
from vertikal.sources.panels._winners import winner_panel as winner_panel

__all__ = [
    "KNOWN",
    "MAPPED",
    "NAMED",
    "PLAIN_NATIONS",
    "ROW",
    "VDEM",
    "Listing",
    "NationPanel",
    "ScorePanel",
    "WinnerPanel",
    "Yardstick",
    "columns_of",
    "mapped",
    "nation_panel",
    "nation_scores",
    "recognised",
    "score_panel",
    "winner_panel",
]
