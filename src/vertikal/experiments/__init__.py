"""Questions to the laboratory: paired contrasts, claims on trial. No files, no printing."""

from vertikal.experiments._claim import Claim as Claim
from vertikal.experiments._claim import Reading as Reading
from vertikal.experiments._claim import World as World
from vertikal.experiments._claim import validate_claims as validate_claims
from vertikal.experiments._contrast import Effect as Effect
from vertikal.experiments._contrast import effect_of as effect_of
from vertikal.experiments._headlines import headlines as headlines
from vertikal.experiments._judge import Trial as Trial
from vertikal.experiments._judge import arms as arms
from vertikal.experiments._judge import judged as judged
from vertikal.experiments._judge import measured as measured
from vertikal.experiments._outcome import Outcome as Outcome
from vertikal.experiments._prior import Prior as Prior
from vertikal.experiments._readings import readings as readings

__all__ = [
    "Claim",
    "Effect",
    "Outcome",
    "Prior",
    "Reading",
    "Trial",
    "World",
    "arms",
    "effect_of",
    "headlines",
    "judged",
    "measured",
    "readings",
    "validate_claims",
]
