"""What can be read off, of simulated and observed data alike. Never imports the simulator."""

from vertikal.measures._margins import Contests as Contests
from vertikal.measures._margins import Margin as Margin
from vertikal.measures._margins import contests as contests
from vertikal.measures._margins import margins as margins
from vertikal.measures._measure import Measure as Measure
from vertikal.measures._measure import MeasureError as MeasureError
from vertikal.measures._registry import NAMES as NAMES
from vertikal.measures._registry import load as load

__all__ = [
    "NAMES",
    "Contests",
    "Margin",
    "Measure",
    "MeasureError",
    "contests",
    "load",
    "margins",
]
