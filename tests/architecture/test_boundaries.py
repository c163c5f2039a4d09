"""Help is fast because it imports little; a scenario cannot set what is structural."""

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vertikal.cli._common import make_request
from vertikal.io import read_scenario, shipped
from vertikal.mechanisms import NAMES
from vertikal.scenario import ScenarioError, default_parameters, validate
from vertikal.scenario._spec import Institutions, ScenarioSpec

TOY = Path(__file__).parent.parent / "data" / "toy"

SECTIONS = ("parameters", "mechanisms", "structural", *NAMES)
"""Keys under which a scenario might hope to set parameters."""
STRUCTURAL = sorted({name for params in default_parameters().values() for name in vars(params)})
"""Names of the structural parameters."""
HEAVY = ("jax", "numpy", "pydantic", "rich", "xarray", "zarr")

EIGHT = {
    "court_independence",
    "regional_veto",
    "candidate_filter",
    "observation",
    "media_freedom",
    "state_capacity",
    "openness",
    "pilot_selection",
}


def test_the_command_line_imports_nothing_heavy():
    code = (
        "import sys, vertikal.cli; "
        f"print([m for m in {HEAVY!r} if m in sys.modules], callable(vertikal.cli.main))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"


def test_help_lists_the_commands():
    code = "import sys; sys.argv = ['vertikal', '--help']; import vertikal.cli as c; c.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for command in ("run", "score", "chronicle", "enclaves", "show", "plot", "check", "list"):
        assert command in done.stdout


def test_there_are_eight_institutional_inputs():
    assert set(Institutions.model_fields) == EIGHT


def test_no_key_of_a_scenario_is_a_structural_parameter():
    assert not set(SECTIONS) & set(ScenarioSpec.model_fields)
    assert not {*SECTIONS, *STRUCTURAL} & set(Institutions.model_fields)


def test_every_part_of_a_scenario_forbids_unknown_keys():
    from vertikal.scenario import _spec

    models = [
        x
        for x in vars(_spec).values()
        if isinstance(x, type) and issubclass(x, _spec.BaseModel) and x is not _spec.BaseModel
    ]
    assert len(models) > 10
    assert [m.__name__ for m in models if m.model_config.get("extra") != "forbid"] == []


@pytest.mark.parametrize(
    ("where", "key"),
    [((), "parameters"), ((), "shocks_arrive"), (("institutions",), "premium")],
)
def test_a_scenario_that_sets_a_parameter_is_refused(make_raw, where, key):
    raw = make_raw()
    inner = raw.values
    for step in where:
        inner = inner[step]
    inner[key] = 0.5
    with pytest.raises(ScenarioError, match=key):
        validate(raw)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_shipped_scenario_could_set_a_parameter(name):
    raw = read_scenario(name)
    values = {**raw.values, **dict.fromkeys(SECTIONS, 0.5)}
    values["institutions"] = {**values["institutions"], **dict.fromkeys(STRUCTURAL, 0.5)}
    with pytest.raises(ScenarioError) as caught:
        validate(dataclasses.replace(raw, values=values))
    refused = {problem.path for problem in caught.value.problems}
    assert refused == {*SECTIONS, *(f"institutions.{key}" for key in STRUCTURAL)}


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_scenario_is_run_with_the_same_vector(name):
    assert make_request(name, members=1, seed=0).parameters == default_parameters()


def test_a_file_with_parameters_is_refused_at_their_line(tmp_path):
    file = Path(shutil.copytree(TOY, tmp_path / "toy")) / "scenario.yaml"
    text = file.read_text(encoding="utf-8").rstrip() + "\n"
    added = "parameters:\n  shocks_arrive: {rate: 1.0}\n"
    file.write_text(text + added, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        make_request(str(file), members=1, seed=0)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("parameters", len(text.splitlines()) + 1)


def test_a_table_with_a_column_named_like_a_parameter_is_refused(tmp_path):
    folder = Path(shutil.copytree(TOY, tmp_path / "toy"))
    table = folder / "regions.csv"
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    wider = [f"{header},premium", *(f"{row},0.5" for row in rows)]
    table.write_text("\n".join(wider) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="premium"):
        make_request(str(folder), members=1, seed=0)
