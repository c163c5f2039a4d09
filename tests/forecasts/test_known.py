"""What was known on a day: of a scenario, and of facts."""

import datetime

import pytest

from vertikal.cli._common import make_request
from vertikal.forecasts import last_day, vote_days
from vertikal.io import read_scenario
from vertikal.scenario import Fact, changed, known_on

DAY = datetime.date(2018, 12, 31)


@pytest.fixture(scope="module")
def spec():
    """Kazakhstan as it ships."""
    return changed(read_scenario("kazakhstan"), {})[0]


@pytest.fixture(scope="module")
def known(spec):
    """The same as it was known at the end of 2018."""
    return changed(read_scenario("kazakhstan"), known_on(spec, DAY))[0]


def test_later_events_are_taken_out_and_votes_stay(spec, known):
    later = [e for e in spec.timeline if e.date > DAY]
    assert {e.event for e in later} > {"national_vote", "reform"}
    left = [e for e in known.timeline if e.date > DAY]
    assert left == [e for e in later if e.event == "national_vote"]
    assert [e for e in known.timeline if e.date <= DAY] == [
        e for e in spec.timeline if e.date <= DAY
    ]


def test_institutions_stay_where_they_were(spec, known):
    """Observation goes from .15 in 2013 to .25 in 2019: .233 in 2018, and no further."""
    assert spec.institutions.observation == {2013: 0.15, 2019: 0.25, 2024: 0.2}
    path = known.institutions.observation
    assert path == {2013: 0.15, 2018: pytest.approx(0.15 + 0.1 * 5 / 6)}
    assert known.institutions.court_independence == spec.institutions.court_independence


def test_what_is_over_stays_as_it_is(spec):
    assert known_on(spec, datetime.date(2031, 1, 1)) == {}


@pytest.mark.parametrize(
    ("options", "period", "day"),
    [
        ({"vote": "referendum_2024"}, "2024", datetime.date(2024, 10, 31)),
        ({"votes": ["president_2019", "referendum_2022"]}, "2019-2022", datetime.date(2022, 6, 30)),
        ({"start": "2013-01", "end": "2024-11"}, "2013-2024", datetime.date(2024, 11, 30)),
        ({"early": ["2018-01", "2020-08"], "late": ["2021-01", "2021-06"]}, "2018-2021",
         datetime.date(2021, 6, 30)),
        ({"at": "2023-12"}, "2023", datetime.date(2023, 12, 31)),
        ({"tier": "district"}, "2004-2009", datetime.date(2009, 12, 31)),
    ],
)  # fmt: skip
def test_the_last_day_of_a_fact(options, period, day):
    votes = vote_days(make_request("kazakhstan", members=1, seed=0).compiled.labels)
    fact = Fact(
        id="f", quantity="q", observed=0.5, band=[0.4, 0.6], unit="1", period=period, source="s",
        grade="A", tolerance="t", measure="national_turnout", options=options,
    )  # fmt: skip
    assert last_day(fact, votes) == day
