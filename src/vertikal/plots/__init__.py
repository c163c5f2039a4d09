"""Dataset to figure. Functions return matplotlib figures or draw on axes; none shows or saves."""

from vertikal.plots._contrast import contrast as contrast
from vertikal.plots._dial import dial as dial
from vertikal.plots._enclaves import enclave_years as enclave_years
from vertikal.plots._matrix import matrix as matrix
from vertikal.plots._overview import overview as overview
from vertikal.plots._returns import returns_page as returns_page

__all__ = ["contrast", "dial", "enclave_years", "matrix", "overview", "returns_page"]
