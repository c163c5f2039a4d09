"""The only package that opens files."""

from vertikal.io._cache import Programs as Programs
from vertikal.io._cache import cache_folder as cache_folder
from vertikal.io._cache import source_hash as source_hash
from vertikal.io._changelog import moved_since as moved_since
from vertikal.io._crate import save_crate as save_crate
from vertikal.io._dataset import damaged as damaged
from vertikal.io._dataset import open_dataset as open_dataset
from vertikal.io._dataset import request_hash as request_hash
from vertikal.io._figure import check_figure as check_figure
from vertikal.io._figure import save_figure as save_figure
from vertikal.io._forecasts import read_draws as read_draws
from vertikal.io._forecasts import read_forecast as read_forecast
from vertikal.io._forecasts import write_forecast as write_forecast
from vertikal.io._inputs import read_inputs as read_inputs
from vertikal.io._inputs import scenario_files as scenario_files
from vertikal.io._inputs import unpack as unpack
from vertikal.io._kept import check_place as check_place
from vertikal.io._kept import check_table as check_table
from vertikal.io._kept import save_rows as save_rows
from vertikal.io._kept import save_table as save_table
from vertikal.io._kept import save_text as save_text
from vertikal.io._panel import Panel as Panel
from vertikal.io._panel import read_panel as read_panel
from vertikal.io._posterior import read_vector as read_vector
from vertikal.io._posterior import write_posterior as write_posterior
from vertikal.io._readings import KeptReadings as KeptReadings
from vertikal.io._scenario import beside as beside
from vertikal.io._scenario import claim_files as claim_files
from vertikal.io._scenario import parse_scenario as parse_scenario
from vertikal.io._scenario import read_facts as read_facts
from vertikal.io._scenario import read_margins as read_margins
from vertikal.io._scenario import read_scenario as read_scenario
from vertikal.io._scenario import shipped as shipped
from vertikal.io._studio import KeptAnswers as KeptAnswers
from vertikal.io._studio import bundle as bundle
from vertikal.io._studio import embedded as embedded
from vertikal.io._studio import find_runs as find_runs
from vertikal.io._studio import nameless as nameless
from vertikal.io._studio import read_geojson as read_geojson
from vertikal.io._studio import write_files as write_files
from vertikal.io._studio import write_page as write_page
from vertikal.io._table import read_returns as read_returns
from vertikal.io._verify import Verified as Verified
from vertikal.io._verify import verified as verified
from vertikal.io._writer import DatasetError as DatasetError
from vertikal.io._writer import Writer as Writer
from vertikal.io._yaml import parse_value as parse_value

__all__ = [
    "DatasetError",
    "KeptAnswers",
    "KeptReadings",
    "Panel",
    "Programs",
    "Verified",
    "Writer",
    "beside",
    "bundle",
    "cache_folder",
    "check_figure",
    "check_place",
    "check_table",
    "claim_files",
    "damaged",
    "embedded",
    "find_runs",
    "moved_since",
    "nameless",
    "open_dataset",
    "parse_scenario",
    "parse_value",
    "read_draws",
    "read_facts",
    "read_forecast",
    "read_geojson",
    "read_inputs",
    "read_margins",
    "read_panel",
    "read_returns",
    "read_scenario",
    "read_vector",
    "request_hash",
    "save_crate",
    "save_figure",
    "save_rows",
    "save_table",
    "save_text",
    "scenario_files",
    "shipped",
    "source_hash",
    "unpack",
    "verified",
    "write_files",
    "write_forecast",
    "write_page",
    "write_posterior",
]
