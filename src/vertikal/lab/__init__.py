"""What a user asks, in memory: run, score, tell. No files, no printing; progress is a callback."""

from vertikal.lab._agreement import Agreement as Agreement
from vertikal.lab._agreement import agreement as agreement
from vertikal.lab._chronicle import KINDS as KINDS
from vertikal.lab._chronicle import Happening as Happening
from vertikal.lab._chronicle import chronicle as chronicle
from vertikal.lab._cite import Citation as Citation
from vertikal.lab._cite import bibtex as bibtex
from vertikal.lab._cite import citations as citations
from vertikal.lab._describe import Description as Description
from vertikal.lab._describe import describe as describe
from vertikal.lab._enclaves import Contrast as Contrast
from vertikal.lab._enclaves import Enclaves as Enclaves
from vertikal.lab._enclaves import EnclaveTier as EnclaveTier
from vertikal.lab._enclaves import EnclaveUnit as EnclaveUnit
from vertikal.lab._enclaves import enclaves as enclaves
from vertikal.lab._findings import findings as findings
from vertikal.lab._memory import in_memory as in_memory
from vertikal.lab._null import null_dataset as null_dataset
from vertikal.lab._panels import PanelEnclaves as PanelEnclaves
from vertikal.lab._panels import PanelUnit as PanelUnit
from vertikal.lab._panels import panel_enclaves as panel_enclaves
from vertikal.lab._request import Request as Request
from vertikal.lab._rerun import Moved as Moved
from vertikal.lab._rerun import Rerun as Rerun
from vertikal.lab._rerun import rerun as rerun
from vertikal.lab._run import Draws as Draws
from vertikal.lab._run import Progress as Progress
from vertikal.lab._run import simulate as simulate
from vertikal.lab._score import ScoreCard as ScoreCard
from vertikal.lab._score import ScoredFact as ScoredFact
from vertikal.lab._score import Tally as Tally
from vertikal.lab._score import score as score
from vertikal.lab._score import tally as tally
from vertikal.lab._survival import Survival as Survival
from vertikal.lab._survival import survival as survival
from vertikal.lab._uneven import UnevenNations as UnevenNations
from vertikal.lab._uneven import uneven_nations as uneven_nations

__all__ = [
    "KINDS",
    "Agreement",
    "Citation",
    "Contrast",
    "Description",
    "Draws",
    "EnclaveTier",
    "EnclaveUnit",
    "Enclaves",
    "Happening",
    "Moved",
    "PanelEnclaves",
    "PanelUnit",
    "Progress",
    "Request",
    "Rerun",
    "ScoreCard",
    "ScoredFact",
    "Survival",
    "Tally",
    "UnevenNations",
    "agreement",
    "bibtex",
    "chronicle",
    "citations",
    "describe",
    "enclaves",
    "findings",
    "in_memory",
    "null_dataset",
    "panel_enclaves",
    "rerun",
    "score",
    "simulate",
    "survival",
    "tally",
    "uneven_nations",
]
