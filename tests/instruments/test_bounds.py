"""Where no draw of a null comes near a sum, a bound says how far out it is."""

import numpy as np
import pytest
from scipy import stats

from vertikal.instruments._bounds import at_least


def test_draws_speak_first():
    assert at_least(4, 99, 10.0, 1.0, 1.0) == 0.05
    assert at_least(0, 99, -1.0, 1.0, 1.0) == 0.01


@pytest.mark.parametrize("n", [20, 200, 2000])
def test_the_bound_is_never_below_the_chance(n):
    """Heads of n coins: Bernstein lies above the binomial tail, and falls with it."""
    last = 1.0
    for z in (5.0, 6.0, 8.0):
        excess = z * np.sqrt(n) / 2.0
        bound = at_least(0, 99, excess, n / 4.0, 1.0)
        assert bound >= stats.binom.sf(np.ceil(n / 2.0 + excess) - 1, n, 0.5)
        assert bound < last
        last = bound


def test_without_draws_beyond_a_verdict_can_be_clear():
    assert at_least(0, 999, 100.0, 100.0, 1.0) < 1e-10
