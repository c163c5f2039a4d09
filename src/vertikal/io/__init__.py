"""The only package that opens files."""

from vertikal.io._scenario import read_facts as read_facts
from vertikal.io._scenario import read_scenario as read_scenario
from vertikal.io._scenario import shipped as shipped

__all__ = ["read_facts", "read_scenario", "shipped"]
