"""What can be read off, of simulated and observed data alike. Never imports the simulator."""

from vertikal.measures._measure import Measure as Measure
from vertikal.measures._measure import MeasureError as MeasureError
from vertikal.measures._registry import NAMES as NAMES
from vertikal.measures._registry import load as load

__all__ = ["NAMES", "Measure", "MeasureError", "load"]
