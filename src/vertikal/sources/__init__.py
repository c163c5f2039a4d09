"""Tables of other people: known formats and mappings, checked row by row. Opens no file."""

from vertikal.sources._collect import MOST_STATIONS as MOST_STATIONS
from vertikal.sources._collect import Batch as Batch
from vertikal.sources._collect import Collector as Collector
from vertikal.sources._finish import finish as finish
from vertikal.sources._finish import leads as leads
from vertikal.sources._guess import suggest as suggest
from vertikal.sources._mapping import MappingSpec as MappingSpec
from vertikal.sources._mapping import parse_map as parse_map
from vertikal.sources._mapping import source_of as source_of
from vertikal.sources._numbers import is_number as is_number
from vertikal.sources._plan import Plan as Plan
from vertikal.sources._plan import plan as plan
from vertikal.sources._problems import Misfit as Misfit
from vertikal.sources._problems import Row as Row
from vertikal.sources._problems import SourceError as SourceError
from vertikal.sources._recognise import recognise as recognise
from vertikal.sources._registry import NAMES as NAMES
from vertikal.sources._registry import load as load
from vertikal.sources._returns import LISTED as LISTED
from vertikal.sources._returns import Kept as Kept
from vertikal.sources._returns import Returns as Returns
from vertikal.sources._source import Source as Source

__all__ = [
    "LISTED",
    "MOST_STATIONS",
    "NAMES",
    "Batch",
    "Collector",
    "Kept",
    "MappingSpec",
    "Misfit",
    "Plan",
    "Returns",
    "Row",
    "Source",
    "SourceError",
    "finish",
    "is_number",
    "leads",
    "load",
    "parse_map",
    "plan",
    "recognise",
    "source_of",
    "suggest",
]
