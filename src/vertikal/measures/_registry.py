"""The list of measures: a measure exists when it is here."""

import importlib

from vertikal.measures._measure import Measure

__all__ = ["NAMES", "load"]

NAMES = (
    "assembly_kept_share",
    "candidates_per_race",
    "crowd_share",
    "decision_days",
    "dismissals_per_year",
    "election_turnout",
    "elections_held",
    "governor_share_of_dismissals",
    "longest_tenure",
    "national_turnout",
    "new_heads_share",
    "openness_change",
    "outsider_won_share",
    "peaceful_share",
    "pilot_size",
    "posts_ever_elected",
    "protest_growth",
    "protests_per_month",
    "regions_protesting",
    "replaced_in_month",
    "replacement_clustering",
    "replacement_rate",
    "reversal_speed_ratio",
    "slowest_decision_days",
    "street_reversals",
    "turnout_order",
    "turnout_rank_correlation",
    "turnout_ratio",
    "turnout_spread",
)


def load(name: str) -> Measure:
    """Return the measure `name`."""
    return importlib.import_module(f"vertikal.measures.{name}").MEASURE
