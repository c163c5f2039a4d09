"""What is seen of it: latent state turned into the records that real data have."""

from vertikal.observers._votes import month_of as month_of
from vertikal.observers.court_docket import court_docket as court_docket
from vertikal.observers.court_docket import suits_by_year as suits_by_year
from vertikal.observers.expert_index import expert_index as expert_index
from vertikal.observers.polling_stations import TRUTH as TRUTH
from vertikal.observers.polling_stations import polling_stations as polling_stations
from vertikal.observers.protest_tracker import Tracker as Tracker
from vertikal.observers.protest_tracker import protest_tracker as protest_tracker
from vertikal.observers.turnover_table import turnover_table as turnover_table

__all__ = [
    "TRUTH",
    "Tracker",
    "court_docket",
    "expert_index",
    "month_of",
    "polling_stations",
    "protest_tracker",
    "suits_by_year",
    "turnover_table",
]
