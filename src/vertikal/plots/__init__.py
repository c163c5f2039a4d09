"""Dataset to figure. Functions return matplotlib figures or draw on axes; none shows or saves."""

from vertikal.plots._overview import overview as overview

__all__ = ["overview"]
