"""The list of instruments: an instrument exists when it is here."""

import importlib

from vertikal.instruments._instrument import Instrument

__all__ = ["NAMES", "load"]

NAMES: tuple[str, ...] = (
    "anomalous_votes",
    "coarse_shares",
    "full_stations",
    "integer_excess",
    "klimek_made_up",
    "klimek_padded",
    "last_digit",
    "second_digit",
    "share_moments",
    "turnout_moments",
    "turnout_slope",
)


def load(name: str) -> Instrument:
    """Return the instrument `name`."""
    return importlib.import_module(f"vertikal.instruments.{name}").INSTRUMENT
