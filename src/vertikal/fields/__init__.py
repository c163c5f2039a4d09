"""The vocabulary: every quantity the project speaks of, declared once. Imports nothing."""

from vertikal.fields._catalogue import FIELDS as FIELDS
from vertikal.fields._catalogue import TIERS as TIERS
from vertikal.fields._field import Field as Field
from vertikal.fields._modes import Mode as Mode
from vertikal.fields._modes import Origin as Origin
from vertikal.fields._modes import Stage as Stage
from vertikal.fields._modes import Vote as Vote
from vertikal.fields._residents import RESIDENT_FIELDS as RESIDENT_FIELDS

__all__ = ["FIELDS", "RESIDENT_FIELDS", "TIERS", "Field", "Mode", "Origin", "Stage", "Vote"]
