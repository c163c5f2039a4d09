"""Vertikal: a simulation laboratory for centre-region politics."""

__all__ = ["__version__"]

__version__ = "0.5.0"
