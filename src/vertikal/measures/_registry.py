"""The list of measures: a measure exists when it is here."""

import importlib

from vertikal.measures._measure import Measure

__all__ = ["NAMES", "load"]

NAMES = (
    "assembly_kept_share",
    "autonomy_fall",
    "autonomy_remoteness",
    "candidates_per_race",
    "centre_prevails_share",
    "coverage_rise_years",
    "crowd_share",
    "decision_days",
    "dismissals_per_year",
    "elected_fall",
    "election_turnout",
    "elections_held",
    "event_study_effect",
    "event_study_t",
    "first_election_share",
    "governor_share_of_dismissals",
    "litigated_share",
    "longest_tenure",
    "national_turnout",
    "new_heads_share",
    "openness_change",
    "outsider_won_share",
    "peaceful_share",
    "pilot_balance",
    "pilot_selection_share",
    "pilot_size",
    "posts_ever_elected",
    "protest_growth",
    "protests_per_month",
    "quiet_share",
    "region_win_share",
    "regions_protesting",
    "removals_per_dispute",
    "replaced_in_month",
    "replacement_clustering",
    "replacement_rate",
    "reversal_speed_ratio",
    "service_did",
    "slowest_decision_days",
    "state_share_of_suits",
    "street_reversals",
    "suit_years",
    "suits_peak_ratio",
    "suits_per_region_year",
    "suits_period_ratio",
    "turnout_order",
    "turnout_rank_correlation",
    "turnout_ratio",
    "turnout_spread",
)


def load(name: str) -> Measure:
    """Return the measure `name`."""
    return importlib.import_module(f"vertikal.measures.{name}").MEASURE
