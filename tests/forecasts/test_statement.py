"""Statements: what they say of a reading, and what is wrong with a file of them."""

import datetime

import numpy as np
import pytest

from vertikal import measures
from vertikal.forecasts import true_of, validate_statements
from vertikal.io import read_facts
from vertikal.scenario import ScenarioError

OPTIONS = {name: measures.load(name).options for name in measures.NAMES}
GOOD = """\
from: 2001-06-30
statements:
  - id: one
    says: Something is seen.
    measure: national_turnout
    options: {vote: president_2002}
    at_least: 0.5
    by: 2002-12-31
    resolved_by: somebody
    because: a half is plain
"""


@pytest.fixture
def check(tmp_path):
    """A function that reads and checks the text of a file of statements."""

    def action(text, last=2003):
        path = tmp_path / "statements.yaml"
        path.write_text(text, encoding="utf-8")
        return validate_statements(read_facts(str(path)), OPTIONS, last=last)

    return action


@pytest.fixture
def told(check):
    """A function that returns what the error says of a text."""

    def action(text, **more):
        with pytest.raises(ScenarioError) as caught:
            check(text, **more)
        return caught.value.text()

    return action


def test_a_good_file_is_read(check):
    found = check(GOOD)
    assert found.date == datetime.date(2001, 6, 30)
    assert [s.id for s in found.listed] == ["one"]
    assert found.listed[0].outcome.options == {"vote": "president_2002"}


def test_limits_are_inclusive_and_may_be_two():
    values = np.array([0.1, 0.2, 0.5, 0.6, np.nan])
    assert true_of(values, 0.2, None, "false").tolist() == [0, 1, 1, 1, 0]
    assert true_of(values, 0.2, 0.5, "false").tolist() == [0, 1, 1, 0, 0]
    assert np.isnan(true_of(values, None, 0.5, "void")[-1])


def test_every_problem_is_told_with_its_line(told):
    text = GOOD + (
        "  - id: one\n    says: Again.\n    measure: national_turnot\n    at_most: 0.5\n"
        "    by: 2001-01-01\n    resolved_by: nobody\n    because: none\n"
        "  - id: two\n    says: No limit.\n    measure: national_turnout\n    by: 2009-12-31\n"
        "    resolved_by: nobody\n    because: none\n    colour: red\n"
        "  - id: three\n    says: Options.\n    measure: national_turnout\n"
        "    options: {ballot: president_2002}\n    at_least: .5\n    by: 2009-12-31\n"
        "    resolved_by: nobody\n    because: none\nmore: 1\n"
    )
    said = told(text)
    assert "line 11: statements.1.id: 'one' is the id of another statement" in said
    assert "line 13: statements.1.measure: is 'national_turnot'" in said
    assert "line 15: statements.1.by: is 2001-01-01, which is not after 2001-06-30" in said
    assert "statements.2.colour: no such key" in said
    assert "statements.3.options.ballot: national_turnout takes no such option" in said
    assert "statements.3.by: is 2009-12-31; the scenario ends with 2003" in said
    assert "more: no such key - " in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("    at_least: 0.5\n", "has no limit; add at_least or at_most"),
        ("from: 2001-06-30\n", "write the day from which it is said"),
        ("    measure: national_turnout\n", "statements.0.measure: is missing"),
    ],
)
def test_what_is_left_out_is_told(told, change, says):
    assert says in told(GOOD.replace(change, ""))


def test_a_floor_above_the_ceiling_is_told(told):
    said = told(GOOD.replace("    at_least: 0.5\n", "    at_least: 0.5\n    at_most: 0.2\n"))
    assert "at_least (0.5) is more than at_most (0.2)" in said


def test_a_measure_of_all_histories_at_once_is_refused(told):
    said = told(
        GOOD.replace("national_turnout", "crisis_rate").replace("{vote: president_2002}", "{}")
    )
    assert "is true or false of none" in said


def test_the_shipped_statements_are_in_order():
    """At least twenty, on all that the account says can be seen, each about what comes after."""
    from vertikal.io import beside

    path = beside("kazakhstan", "statements.yaml")
    assert path is not None
    found = validate_statements(read_facts(path), OPTIONS, last=2030)
    assert found.date == datetime.date(2024, 11, 15)
    assert len(found.listed) >= 20
    assert all(s.by.year >= 2025 for s in found.listed)
    seen = {s.measure for s in found.listed}
    assert {
        "elections_held", "rollbacks", "posts_ever_elected", "turnout_ratio", "outsider_won_share",
        "replacement_rate", "removals_per_year", "protests_per_month", "decision_days",
    } <= seen  # fmt: skip
