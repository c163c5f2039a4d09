"""Every command: help, exit codes, messages."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vertikal import __version__
from vertikal.cli._app import app
from vertikal.io import shipped

COMMANDS = (
    "run", "score", "compare", "judge", "sweep", "sensitivity", "calibrate", "forecast", "resolve",
    "chronicle", "measure", "power", "enclaves", "studio", "report", "show", "plot", "check",
    "verify", "rerun", "cite", "export", "list",
)  # fmt: skip


def test_every_command_is_tested_here():
    assert {c.name for c in app.registered_commands} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help(command, name):
    done = command(name, "--help")
    assert done.code == 0
    assert f"Usage: root {name}" in done.out or f" {name} " in done.out
    assert done.err == ""


def test_version(command):
    assert command("--version").out == f"vertikal {__version__}\n"


def test_the_entry_point_answers():
    ask = [str(Path(sys.executable).parent / "vertikal"), "--version"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"vertikal {__version__}\n")


# --- usage: 2 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "kazakhstan", "--members", "0"),
        ("run", "kazakhstan", "--members", "many"),
        ("run", "kazakhstan", "--seed", "-1"),
        ("run", "kazakhstan", "--seeed", "1"),
        ("score",),
        ("score", "kazakhstan", "--all"),
        ("calibrate",),
        ("calibrate", "kazakhstan", "--budget", "10"),
        ("chronicle", "kazakhstan", "--member", "-1"),
        ("list", "planets"),
        ("walk",),
    ],
)
def test_wrong_usage_is_2(command, words):
    done = command(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err


# --- input: 3 --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["run", "score", "chronicle", "check"])
def test_no_such_scenario(command, name):
    done = command(name, "kazakstan")
    assert done.code == 3
    assert done.out == ""
    assert done.err == (
        "kazakstan: 1 problem\n"
        f"  no such file, and no scenario of that name ships; shipped: {', '.join(shipped())}\n"
    )


@pytest.mark.parametrize("name", ["run", "score", "chronicle", "check"])
def test_override_that_leads_nowhere(command, toy, name):
    done = command(name, toy, "--set", "institutions.observaton=0.1", "--set", "nonsense")
    assert done.code == 3
    assert done.err == "--set: 1 problem\n  nonsense: is no assignment; write path=value\n"
    done = command(name, toy, "--set", "institutions.observaton=0.1")
    assert done.code == 3
    assert done.err == (
        "--set: 1 problem\n  institutions.observaton: leads nowhere at 'observaton' - "
        "did you mean 'observation'?\n"
    )


@pytest.mark.parametrize("name", ["run", "score", "chronicle", "check"])
def test_structural_parameter_out_of_bounds(command, toy, name):
    done = command(name, toy, "--set", "parameters.heads_are_rotated.rate=-1")
    assert done.code == 3
    assert done.err.startswith(
        "--set: 1 problem\n  parameters.heads_are_rotated.rate: is -1; must lie in 0.1 to "
    )


def test_override_out_of_bounds_is_blamed_on_the_override(command, toy):
    done = command("check", toy, "--set", "institutions.openness=2")
    assert done.code == 3
    assert done.err.startswith("--set: 1 problem\n  institutions.openness: is 2; ")


@pytest.mark.parametrize("name", ["run", "score", "chronicle"])
def test_leaving_out_what_is_not_there(command, toy, name):
    done = command(name, toy, "--without", "heads_are_rotatd")
    assert done.code == 3
    assert done.err == (
        "--without: 1 problem\n"
        "  heads_are_rotatd: no such mechanism - did you mean 'heads_are_rotated'?\n"
    )


@pytest.mark.parametrize("name", ["run", "chronicle"])
@pytest.mark.parametrize("until", [1999, 2000, 2006])
def test_until_outside_the_scenario(command, toy, name, until):
    done = command(name, toy, "--until", until)
    assert done.code == 3
    assert done.err == f"--until: 1 problem\n  is {until}; must lie in 2001 to 2005\n"


def test_unknown_kind_of_event(command, toy):
    done = command("chronicle", toy, "--kind", "protst")
    assert done.code == 3
    assert done.err == "--kind: 1 problem\n  protst: no such kind - did you mean 'protest'?\n"


@pytest.mark.parametrize("words", [("show",), ("plot", "--out", "x.png")])
def test_no_such_dataset(command, words):
    done = command(words[0], "none.zarr", *words[1:])
    assert done.code == 3
    assert done.err == (
        "none.zarr: no such dataset; make one with `vertikal run SCENARIO --out PATH`\n"
    )


def test_plot_in_an_unknown_format(command, dataset):
    done = command("plot", dataset, "--out", "x.bmp")
    assert done.code == 3
    assert done.err == "x.bmp: is .bmp; must end in .png, .svg or .pdf\n"


def test_another_run_at_the_same_place(command, dataset, toy):
    done = command("run", toy, "--members", 5, "--out", dataset)
    assert done.code == 3
    assert done.err == (
        f"{dataset}: is there already, and is not this run; "
        "choose another --out or add --overwrite\n"
    )
    assert command("show", dataset, "--json").json["sizes"]["member"] == 6


def test_a_foreign_folder_is_never_overwritten_without_asking(command, toy, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", encoding="utf-8")
    assert command("run", toy, "--members", 5, "--out", mine).code == 3
    assert (mine / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_overwriting_replaces_the_dataset(command, dataset, toy, tmp_path):
    copy = shutil.copytree(dataset, tmp_path / "copy.zarr")
    done = command("run", toy, "--members", 5, "--seed", 9, "--out", copy, "--overwrite", "--json")
    assert done.code == 0, done.err
    shown = command("show", copy, "--json").json
    assert shown["sizes"]["member"] == 5
    assert shown["attributes"]["seed"] == 9
    assert [p.name for p in tmp_path.iterdir()] == ["copy.zarr"]


# --- failure: 4, strict: 5 -------------------------------------------------------------------


def test_a_place_that_cannot_be_written(command, toy, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "file" / "toy.zarr"
    done = command("run", toy, "--members", 2, "--out", out)
    assert done.code == 4
    assert done.err.splitlines()[-1].startswith(f"{out}: cannot be written (")


def test_strict_is_5_when_a_fact_fails(command, toy, kept):
    done = command("score", toy, "--members", 4, "--strict", "--json")
    assert done.code == 5
    assert done.json["scenarios"][0]["passed"] < done.json["scenarios"][0]["scored"]


def test_strict_is_0_when_every_fact_holds(command, toy, tmp_path):
    copy = Path(shutil.copytree(toy, tmp_path / "toy"))
    text = (copy / "facts.yaml").read_text(encoding="utf-8")
    (copy / "facts.yaml").write_text(text.replace("[1.5, 2.5]", "[0, 2.5]"), encoding="utf-8")
    assert command("score", copy, "--members", 4, "--strict").code == 0


# --- check -----------------------------------------------------------------------------------


def test_check_says_what_it_read(command, toy):
    done = command("check", toy)
    assert done.code == 0
    assert done.out.startswith(
        f"{toy}: in order. A toy country; 28 units (3, 8, 17 by tier), 60 months, "
        "2 national votes, hash "
    )


def test_check_kazakhstan(command):
    done = command("check", "kazakhstan", "--json")
    assert (done.code, done.json) == (0, {"scenario": "kazakhstan", "problems": []})


def test_check_reports_scenario_facts_and_margins_together(command, toy, tmp_path):
    copy = Path(shutil.copytree(toy, tmp_path / "toy"))
    for name, old, new in (
        ("scenario.yaml", "country: TY", "country: ty"),
        ("facts.yaml", "measure: protests_per_month", "measure: protest_per_month"),
        ("null.yaml", "openness:", "opennes:"),
    ):
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")
    done = command("check", copy)
    assert done.code == 3
    assert done.out == ""
    assert done.err == (
        "facts.yaml: 1 problem\n"
        "  line 45: facts.3.measure: is 'protest_per_month'; did you mean 'protests_per_month'?\n"
        "null.yaml: 1 problem\n"
        "  line 22: opennes: no such key - did you mean 'openness'?\n"
        "scenario.yaml: 1 problem\n"
        "  line 3: country: is 'ty'; must be two capital letters, as in ISO 3166-1: KZ\n"
    )
    listed = command("check", copy, "--json")
    assert listed.code == 3
    problems = listed.json["problems"]
    assert [set(p) for p in problems] == [{"file", "line", "path", "says"}] * 3
    assert {
        "file": "scenario.yaml",
        "line": 3,
        "path": "country",
        "says": "is 'ty'; must be two capital letters, as in ISO 3166-1: KZ",
    } in problems
