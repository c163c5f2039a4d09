"""The list of mechanisms, in order of phase: a mechanism exists when it is here."""

import importlib
from collections.abc import Iterable

from vertikal.engine import Mechanism, Model, Slot
from vertikal.fields import FIELDS, RESIDENT_FIELDS
from vertikal.mechanisms import residents as of_residents
from vertikal.mechanisms._phases import PHASES

__all__ = ["CASES", "DOCKET_MONTHS", "NAMES", "build", "load", "says"]

NAMES = (
    "institutions_open_or_close",
    "shocks_arrive",
    "elections_shield_heads",
    "centre_sees_what_is_near",
    "residents_know_what_is_near",
    "centre_weighs_reform",
    "ministries_issue_directives",
    "regions_answer_directives",
    "ministries_slow_down",
    "centre_has_last_word",
    "courts_decide",
    "residents_hold_heads_to_account",
    "heads_serve_two_masters",
    "heads_serve_terms",
    "heads_build_circles",
    "capacity_erodes_autonomy",
    "misrule_breeds_incidents",
    "centre_answers_incidents",
    "heads_are_rotated",
    "burdens_breed_grievance",
    "fear_settles",
    "habits_wear_off",
    "activism_cascades",
    "activists_protest",
    "candidates_enter",
    "circles_mobilise_voters",
    "residents_vote_nationally",
    "residents_choose_leader",
    "residents_choose_heads",
    "assemblies_choose_heads",
    "circles_falsify_counts",
    "winners_take_office",
    "voting_forms_habit",
    "counts_move_trust",
    "centre_orders_reform",
    "centre_introduces_elections",
    "pilots_go_to_safe_places",
    "pilots_spread",
    "centre_evaluates_pilots",
    "elites_roll_back",
    "superiors_take_elections_away",
    "decisions_age",
    "rollout_follows_terms",
    "reforms_tell_a_story",
    "elites_sense_risk",
    "streets_overturn_rules",
    "crisis_opens_or_closes",
)

DOCKET_MONTHS = 60
"""Horizon of a court's docket: a suit that would take longer is decided in the last month."""

CASES = 2
"""Attention budget of the centre: cases it can look at in a month."""


def load(name: str, *, residents: bool = False) -> Mechanism:
    """Return the mechanism `name`; with `residents`, the form that takes them one by one."""
    one_by_one = residents and name in of_residents.NAMES
    folder = "vertikal.mechanisms.residents" if one_by_one else "vertikal.mechanisms"
    return importlib.import_module(f"{folder}.{name}").MECHANISM


def says(name: str) -> str:
    """Return the sentence a mechanism implements: the first line of its file."""
    doc = importlib.import_module(f"vertikal.mechanisms.{name}").__doc__ or ""
    return doc.strip().splitlines()[0]


def build(without: Iterable[str] = (), *, residents: bool = False) -> Model:
    """Put the mechanisms together, leaving out those in `without`.

    Parameters
    ----------
    without
        Names of mechanisms to leave out.
    residents
        True: every adult is somebody, in a tree that has residents; False: only shares are known.
    """
    left_out = frozenset(without)
    fields = (*FIELDS.values(), *(RESIDENT_FIELDS.values() if residents else ()))
    names = (name for name in NAMES if name not in left_out)
    return Model(
        phases=PHASES,
        mechanisms=tuple(load(name, residents=residents) for name in names),
        slots={f.name: Slot(f.kind, f.dims, f.support, f.dtype) for f in fields},
        sizes={"horizon": DOCKET_MONTHS, "case": CASES, "vote": 3},
    )
