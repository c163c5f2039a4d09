"""What observers of elections read off returns: with its uncertainty, and what it cannot see."""

from vertikal.instruments._battery import Battery as Battery
from vertikal.instruments._battery import Reading as Reading
from vertikal.instruments._battery import Region as Region
from vertikal.instruments._battery import battery as battery
from vertikal.instruments._battery import holm as holm
from vertikal.instruments._fingerprint import Fingerprint as Fingerprint
from vertikal.instruments._fingerprint import fingerprint as fingerprint
from vertikal.instruments._instrument import DRAWS as DRAWS
from vertikal.instruments._instrument import Finding as Finding
from vertikal.instruments._instrument import Instrument as Instrument
from vertikal.instruments._registry import NAMES as NAMES
from vertikal.instruments._registry import load as load
from vertikal.instruments._stations import Stations as Stations
from vertikal.instruments._stations import stations_of as stations_of
from vertikal.instruments._verdict import Verdict as Verdict
from vertikal.instruments._verdict import verdict as verdict

__all__ = [
    "DRAWS",
    "NAMES",
    "Battery",
    "Finding",
    "Fingerprint",
    "Instrument",
    "Reading",
    "Region",
    "Stations",
    "Verdict",
    "battery",
    "fingerprint",
    "holm",
    "load",
    "stations_of",
    "verdict",
]
