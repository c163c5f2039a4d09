"""An archived prediction says what made it; what is forecast or held out is never fitted to."""

import json
import re
import runpy
from pathlib import Path

import pytest

from vertikal import measures
from vertikal.io import beside, read_facts, read_scenario
from vertikal.scenario import Fact, compile_scenario, validate, validate_facts

FORECASTS = ("argentina", "spain")
HELD_OUT = ("china", "germany", "vietnam")
LAST_YEAR = 2024
ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "docs" / "_forecasts.py"
FIT = ROOT / "tools" / "fit_vector.py"


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


@pytest.mark.slow
@pytest.mark.parametrize("name", FORECASTS)
def test_the_archive_is_what_this_version_says(script, name, tmp_path):
    """Made again, up to what another machine's last bits may do to a few histories of 200."""
    kept, now = archive(name), script["predict"](name, tmp_path, 200)
    assert kept["software"] == now["software"]
    assert kept["parameters"] == pytest.approx(now["parameters"])
    for old, new in zip(kept["statements"], now["statements"], strict=True):
        near = 0.1 * (old["high"] - old["low"]) + 1e-6
        assert old["median"] == pytest.approx(new["median"], abs=near), old["says"]


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


# --- what the joint fit reads ------------------------------------------------------------------


@pytest.fixture(scope="module")
def fit():
    """What the script of the joint fit defines."""
    return runpy.run_path(str(FIT))


def read_by(fit):
    """Every fact that the joint fit reads, with its scenario."""
    options = {name: measures.load(name).options for name in measures.NAMES}
    for name in fit["SEEN"]:
        listed = validate_facts(read_facts(str(beside(name, "facts.yaml"))), options)
        for fact in fit["chosen"](name, listed):
            yield name, fact


def test_the_fit_sees_no_forecast_and_nothing_held_out(fit):
    assert not set(fit["SEEN"]) & {*FORECASTS, *HELD_OUT}


def test_every_fact_that_the_fit_reads_is_in_sample(fit):
    read = list(read_by(fit))
    assert {name for name, _ in read} == set(fit["SEEN"])
    assert [f"{name}: {fact.id}" for name, fact in read if not fact.sets] == []


def test_no_fact_that_the_fit_reads_is_of_a_later_year(fit):
    late = [
        f"{name}: {fact.id}"
        for name, fact in read_by(fit)
        if any(int(year) > LAST_YEAR for year in re.findall(r"\d{4}", fact.period))
    ]
    assert late == []


@pytest.mark.parametrize(
    ("own", "says"),
    [({"sets": None}, "one is not marked"), ({"period": "2016-01/2025-06"}, "one speaks of")],
)
def test_the_fit_refuses_a_fact_that_it_must_not_read(fit, own, says):
    given = {
        "id": "one",
        "quantity": "a quantity",
        "observed": 1.0,
        "band": [0.0, 2.0],
        "unit": "1",
        "period": "2016-2024",
        "source": "a source",
        "grade": "A",
        "tolerance": "none",
        "measure": "national_turnout",
        "sets": "an input",
    }
    assert fit["chosen"]("toy", [Fact(**given)])
    with pytest.raises(ValueError, match=f"toy: {says}"):
        fit["chosen"]("toy", [Fact(**given | own)])
    assert fit["chosen"]("toy", [Fact(**given | own, unscored="for a reason")]) == []
