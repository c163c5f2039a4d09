"""A lever that nothing is tied to moves nothing: not a bit of any number."""

import numpy as np
import pytest

from vertikal.lab import simulate
from vertikal.mechanisms import NAMES, load

INPUTS = {
    "court_independence": 0.95,
    "regional_veto": 0.9,
    "candidate_filter": 0.9,
    "observation": 0.9,
    "media_freedom": 0.9,
    "state_capacity": 0.9,
    "pilot_selection": 0.1,
}
"""Institutions that mechanisms read. Openness is left out: it also sets where a history begins."""
PARAMETERS = {
    "elections_shield_heads.premium": 0.0,  # cost of removing an elected head
    "elites_roll_back.by_entrenchment": 0.0,  # cost of rollback
    "reforms_tell_a_story.announcement": 0.5,  # reward of the narrative
    "activism_cascades.threshold": 0.25,  # activism
    "circles_falsify_counts.by_observers": 0.2,  # observers
}


MANY = 40
BUSY = {
    "institutions.court_independence": 0.0,
    "offices.town.selection": "filtered",
    "offices.county.selection": "filtered",
    "parameters.centre_answers_incidents.threshold": 4.0,
    "parameters.misrule_breeds_incidents.rate": 1.0,
    "parameters.elites_roll_back.start": -1.0,
}
"""A world in which elected heads are removed and elections rolled back: else what that costs shows
nowhere."""


def histories(request, store):
    parts = [records for _, records in simulate(request, store=store)]
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def carriers(field):
    return tuple(m for m in NAMES if field in load(m).reads or load(m).only_if == field)


LEVERS = [
    *((f"institutions.{name}", value, carriers(name)) for name, value in INPUTS.items()),
    *((f"parameters.{name}", value, (name.split(".")[0],)) for name, value in PARAMETERS.items()),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "value", "without"), LEVERS, ids=[p for p, _, _ in LEVERS])
def test_a_lever_whose_carriers_are_left_out_leaves_every_number_as_it_is(
    path, value, without, world, store
):
    assert without
    as_is, pulled = (
        histories(world({**BUSY, **c}, without=without), store) for c in ({}, {path: value})
    )
    for name, values in as_is.items():
        np.testing.assert_array_equal(values, pulled[name], err_msg=name)


def test_with_their_carriers_they_move_something(world, store):
    """In the toy country as it is, or where elected heads are removed."""
    as_is = [histories(world(common, members=MANY), store) for common in ({}, BUSY)]
    for path, value, _ in LEVERS:
        pulled = (
            histories(world({**common, path: value}, members=MANY), store) for common in ({}, BUSY)
        )
        pairs = zip(as_is, pulled, strict=True)
        assert any(not np.array_equal(a[k], b[k]) for a, b in pairs for k in a), path
