"""Help is fast because it imports little; a scenario cannot set what is structural."""

import subprocess
import sys

import pytest

from vertikal.mechanisms import NAMES
from vertikal.scenario import ScenarioError, default_parameters, validate
from vertikal.scenario._spec import Institutions, ScenarioSpec

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
    structural = {name for params in default_parameters().values() for name in vars(params)}
    sections = {*NAMES, "parameters", "mechanisms", "structural"}
    assert not sections & set(ScenarioSpec.model_fields)
    assert not (sections | structural) & set(Institutions.model_fields)


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
