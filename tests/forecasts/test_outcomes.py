"""What happened: files of outcomes, and archives that nobody may change."""

import json

import pytest

from vertikal.forecasts import Happened, held, validate_outcomes
from vertikal.io import read_facts, read_forecast, write_forecast
from vertikal.scenario import ScenarioError

STATEMENT = {"at_least": 10.0, "at_most": None, "if_unread": "void"}
SAID = {"scenario": "toy", "from": "2001-06-30", "statements": [{"id": "one", **STATEMENT}]}


@pytest.fixture
def check(tmp_path):
    """A function that checks the text of a file of outcomes of statements `one` and `two`."""

    def action(text):
        path = tmp_path / "outcomes.yaml"
        path.write_text(text, encoding="utf-8")
        return validate_outcomes(read_facts(str(path)), ["one", "two"])

    return action


def test_a_number_is_compared_with_the_limit():
    assert held(STATEMENT, Happened(value=10.0, source="s")) is True
    assert held(STATEMENT, Happened(value=9.0, source="s")) is False
    assert held(STATEMENT, Happened(happened=False, source="s")) is False
    assert held(STATEMENT, Happened(void=True, source="s")) is None


def test_what_cannot_be_read_may_count_as_false():
    assert held({**STATEMENT, "if_unread": "false"}, Happened(void=True, source="s")) is False


def test_outcomes_are_read(check):
    found = check("outcomes:\n  one: {value: 12, source: a list}\n  two: {void: true, source: b}\n")
    assert found["one"].value == 12.0
    assert found["two"].void


def test_all_problems_at_once(check):
    with pytest.raises(ScenarioError) as caught:
        check("outcomes:\n  oen: {value: 1, source: s}\n  one: {value: 1}\n"
              "  two: {value: 1, happened: true, source: s}\n")  # fmt: skip
    said = caught.value.text()
    assert "line 2: outcomes.oen: is no statement of the archive - did you mean 'one'?" in said
    assert "outcomes.one.source: is missing" in said
    assert "line 4: outcomes.two: must say one of value, happened: true or false" in said


def test_an_archive_is_written_once(tmp_path):
    path = write_forecast(SAID, tmp_path)
    before = path.stat().st_mtime_ns
    assert write_forecast(SAID, tmp_path) == path
    assert path.stat().st_mtime_ns == before
    assert {k: v for k, v in read_forecast(path).items() if k != "hash"} == SAID
    assert write_forecast({**SAID, "seed": 1}, tmp_path) != path


def test_an_archive_that_was_changed_is_refused(tmp_path):
    path = write_forecast(SAID, tmp_path)
    said = json.loads(path.read_text())
    said["statements"][0]["at_least"] = 5.0
    path.write_text(json.dumps(said))
    with pytest.raises(ScenarioError, match="was changed after it was made"):
        read_forecast(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "is no JSON"), ("[1]", "holds no object"), ("{}", "is no forecast")],
)
def test_what_is_no_archive_is_refused(tmp_path, text, says):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ScenarioError, match=says):
        read_forecast(tmp_path / "a.json")
