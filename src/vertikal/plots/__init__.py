"""Dataset to figure. Functions return matplotlib figures or draw on axes; none shows or saves."""

from vertikal.plots._contrast import contrast as contrast
from vertikal.plots._dial import dial as dial
from vertikal.plots._enclaves import enclave_years as enclave_years
from vertikal.plots._held import fingerprint_figure as fingerprint_figure
from vertikal.plots._held import survival_figure as survival_figure
from vertikal.plots._matrix import matrix as matrix
from vertikal.plots._overview import overview as overview
from vertikal.plots._quantity import NoQuantityError as NoQuantityError
from vertikal.plots._quantity import difference as difference
from vertikal.plots._quantity import quantity_fan as quantity_fan
from vertikal.plots._quantity import quantity_map as quantity_map
from vertikal.plots._quantity import timeline as timeline
from vertikal.plots._returns import returns_page as returns_page

__all__ = [
    "NoQuantityError",
    "contrast",
    "dial",
    "difference",
    "enclave_years",
    "fingerprint_figure",
    "matrix",
    "overview",
    "quantity_fan",
    "quantity_map",
    "returns_page",
    "survival_figure",
    "timeline",
]
