"""What is seen of it: latent state turned into the records that real data have."""

from vertikal.observers._votes import month_of as month_of
from vertikal.observers.polling_stations import TRUTH as TRUTH
from vertikal.observers.polling_stations import polling_stations as polling_stations

__all__ = ["TRUTH", "month_of", "polling_stations"]
