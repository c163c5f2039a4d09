"""What happens: one theory per file. Imports the engine and the fields, nothing else."""

from vertikal.mechanisms._initial import initial as initial
from vertikal.mechanisms._phases import PHASES as PHASES
from vertikal.mechanisms._registry import CASES as CASES
from vertikal.mechanisms._registry import DOCKET_MONTHS as DOCKET_MONTHS
from vertikal.mechanisms._registry import NAMES as NAMES
from vertikal.mechanisms._registry import build as build
from vertikal.mechanisms._registry import load as load
from vertikal.mechanisms._registry import says as says

__all__ = ["CASES", "DOCKET_MONTHS", "NAMES", "PHASES", "build", "initial", "load", "says"]
