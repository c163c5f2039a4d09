"""Tables of simulations: independent histories, chunks that are kept, budgets that grow."""

import numpy as np
import pytest

from vertikal.experiments import Outcome
from vertikal.inference import JointPrior, Table, Target, tables

TURNOUT = Outcome("turnout", "national_turnout", {"vote": "president_2001"})
PROTESTS = Outcome("protests", "protests_per_month", {"start": "2002-01", "end": "2002-12"})
TARGETS = [
    Target("toy", o.id, o, 0.5, 0.05, (0.4, 0.6)) for o in (TURNOUT, PROTESTS)
]  # fmt: skip
PRIOR = JointPrior.declared(["residents_vote_nationally.start"])


class Kept:
    """Readings kept in memory."""

    def __init__(self):
        self.found = {}

    def get(self, key):
        return self.found.get(key)

    def put(self, key, values):
        self.found[key] = values


@pytest.fixture
def simulated(request_toy, store):
    def run(budget, prior=PRIOR, **changes):
        return list(
            tables(prior, {"toy": request_toy}, TARGETS, budget, chunk=20, store=store,
                   **{"seed": 1, **changes})
        )  # fmt: skip

    return run


def test_a_larger_budget_begins_with_the_smaller_one(simulated):
    kept = Kept()
    (small,) = simulated(20, keep=kept)
    assert len(kept.found) == 1
    large = simulated(40, keep=kept)
    assert len(kept.found) == 2
    np.testing.assert_array_equal(large[0].readings, small.readings)
    np.testing.assert_array_equal(large[0].latent, small.latent)
    assert len(Table.joined(large)) == 40


def test_what_was_kept_is_the_same_on_any_number_of_workers(simulated):
    (one,) = simulated(20)
    (two,) = simulated(20, workers=2)
    np.testing.assert_array_equal(one.readings, two.readings)


def test_every_draw_has_a_history_of_its_own(simulated):
    """With one value for all draws, only chance is left: it must differ from draw to draw."""
    still = JointPrior(PRIOR.names, PRIOR.bounds, PRIOR.defaults)
    object.__setattr__(still, "bounds", np.array([[-1.0, -1.0 + 1e-9]]))
    object.__setattr__(still, "defaults", np.array([-1.0]))
    (table,) = simulated(20, still)
    assert len(np.unique(table.readings[:, 0])) == 20


def test_another_seed_is_another_table(simulated):
    (one,), (two,) = simulated(20), simulated(20, seed=2)
    assert not np.array_equal(one.readings, two.readings)


@pytest.mark.statistical
def test_readings_follow_the_parameter_that_moves_them(simulated):
    """Turnout rises with its intercept, r > 0.9 in this country: below 0.5 never by chance."""
    table = Table.joined(simulated(40))
    assert np.corrcoef(table.latent[:, 0], table.readings[:, 0])[0, 1] > 0.5
