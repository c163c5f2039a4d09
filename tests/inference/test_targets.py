"""Which facts are fitted, and how large their errors are."""

import pytest

from vertikal.inference import targets_of
from vertikal.inference._targets import read_band
from vertikal.scenario import Fact


def fact(**changes):
    """An invented fact in sample."""
    given = {
        "id": "turnout",
        "quantity": "Turnout",
        "observed": 0.5,
        "band": [0.4, 0.6],
        "unit": "1",
        "period": "2004",
        "source": "invented",
        "grade": "A",
        "tolerance": "none",
        "measure": "national_turnout",
        "options": {"vote": "president_2001"},
        "sets": "this test",
    }
    return Fact.model_validate({**given, **changes})


@pytest.mark.parametrize(
    ("observed", "band", "expected"),
    [
        (0.5, [0.4, 0.6], (0.5, 0.05)),
        (0.142, [0.14, 0.18], (0.142, 0.01)),  # off centre: the band still says how wide
        (3.7, [3.0, 100.0], (3.7, 0.35)),  # "at least 3": no limit above
        (0.0, [0.0, 0.5], (0.0, 0.125)),
        ("at least 0.6", [0.6, 1.0], (0.8, 0.1)),
    ],
)
def test_half_a_band_is_two_standard_errors(observed, band, expected):
    assert read_band(fact(observed=observed, band=band)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"grade": "C"}, "is not scored"),
        ({"under": {"institutions.court_independence": 0.0}}, "changed world"),
        ({"measure": "klimek_fi"}, "too slow"),
        ({"measure": "crisis_rate"}, "all histories at once"),
        ({"sets": None}, "out of sample"),
        ({"period": "2019-2026"}, "the last year is 2024"),
        ({"band": [0.5, 0.5]}, "no width"),
    ],
)
def test_what_is_not_fitted_says_why(changes, why):
    targets, left_out = targets_of("toy", [fact(**changes)], last=2024)
    assert targets == []
    assert why in left_out["toy.turnout"]


def test_what_is_fitted_reads_the_measure_of_the_fact():
    (target,), left_out = targets_of("toy", [fact()], last=2004)
    assert left_out == {}
    assert target.name == "toy.turnout"
    assert (target.outcome.measure, target.outcome.options) == (
        "national_turnout", {"vote": "president_2001"},
    )  # fmt: skip
