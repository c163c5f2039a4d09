"""The list of instruments: an instrument exists when it is here."""

import importlib

from vertikal.instruments._instrument import Instrument

__all__ = ["NAMES", "load"]

NAMES: tuple[str, ...] = (
    # those that raise alarms
    "integer_excess",
    "coarse_shares",
    "last_digit",
    "second_digit",
    "klimek_padded",
    "klimek_made_up",
    # those that describe
    "anomalous_votes",
    "turnout_slope",
    "full_stations",
    "turnout_moments",
    "share_moments",
)


def load(name: str) -> Instrument:
    """Return the instrument `name`."""
    return importlib.import_module(f"vertikal.instruments.{name}").INSTRUMENT
