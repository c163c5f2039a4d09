"""An archived prediction says what made it, and belongs to the scenario that ships."""

import json
from pathlib import Path

import pytest

from vertikal.io import beside, read_scenario
from vertikal.scenario import compile_scenario, validate

FORECASTS = ("argentina", "spain")


def archive(name):
    return json.loads(Path(str(beside(name, "predicted.json"))).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FORECASTS)
def test_the_archive_says_what_made_it(name):
    made = archive(name)
    assert made["software"].startswith("vertikal ")
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
