"""An archived prediction says what made it, and belongs to the scenario that ships."""

import json
import re
import runpy
from pathlib import Path

import pytest

from vertikal import measures
from vertikal.io import beside, read_scenario
from vertikal.scenario import compile_scenario, validate

FORECASTS = ("argentina", "spain")
SCRIPT = Path(__file__).parent.parent.parent / "docs" / "_forecasts.py"


def archive(name):
    return json.loads(Path(str(beside(name, "predicted.json"))).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FORECASTS)
def test_the_archive_says_what_made_it(name):
    made = archive(name)
    assert re.fullmatch(r"vertikal \d+\.\d+\.\d+", made["software"])
    assert made["members"] >= 200
    assert made["seed"] == 0
    assert made["scenario_hash"] == compile_scenario(validate(read_scenario(name))).hash
    assert len(made["parameters"]) > 100


@pytest.mark.parametrize("name", FORECASTS)
def test_every_statement_can_be_checked(name):
    for row in archive(name)["statements"]:
        assert row["low"] <= row["median"] <= row["high"], row["says"]
        assert row["says"].endswith(".")
        assert "{" not in row["says"]


@pytest.mark.parametrize("name", FORECASTS)
def test_no_outcome_is_used(name):
    assert beside(name, "facts.yaml") is None


@pytest.fixture(scope="module")
def script():
    """What the script that makes the archives defines."""
    return runpy.run_path(str(SCRIPT))


@pytest.mark.parametrize("arguments", [(), ("--agian",), ("somewhere",), ("somewhere", "few")])
def test_an_archive_is_not_overwritten_unasked(script, arguments):
    paths = [Path(str(beside(name, "predicted.json"))) for name in FORECASTS]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(SystemExit, match=r"not overwritten|usage"):
        script["main"](*arguments)
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.parametrize("name", FORECASTS)
def test_every_statement_asks_a_measure_for_what_it_can_read(script, name):
    for statement in script["STATEMENTS"][name]():
        measure = measures.load(statement.measure)
        given = set(statement.options)
        assert set(measure.required) <= given <= set(measure.options), statement.says
        assert statement.says.count("{}") == 1
        assert "{" not in statement.says.format("1"), statement.says
