"""The pages on writing scenarios: what they print works, and they say all that can be said."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from vertikal.scenario import _spec

PAGES = Path(__file__).parent.parent.parent / "docs" / "how-to"
FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PARTS = (
    _spec.ScenarioSpec,
    _spec.UnitsSpec,
    _spec.SampledUnits,
    _spec.DrawnPopulations,
    _spec.GeneratedLocalities,
    _spec.Office,
    _spec.Institutions,
    _spec.UnitRow,
)
EVENTS = (
    _spec.NationalVote,
    _spec.Reform,
    _spec.Government,
    _spec.Recentralisation,
    _spec.Shock,
    _spec.Rule,
    _spec.Incident,
)
NOT_WRITTEN = {"rows", "counts"}
"""Fields that the reader of the tables fills."""


def text_of(page):
    return (PAGES / page).read_text(encoding="utf-8")


def write_files(page, folder):
    """Write the files that a page prints, as a reader would who copies each block."""
    files = FILE.findall(text_of(page))
    for name, body in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return [name for name, _ in files]


def commands_of(page):
    lines = "".join(COMMANDS.findall(text_of(page))).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def typed(command, folder, cache):
    """What happens when a reader types a command in a folder."""
    program, *words = shlex.split(command)
    assert program == "vertikal"
    ask = [str(Path(sys.executable).parent / program), *words]
    env = {**os.environ, "VERTIKAL_CACHE": str(cache), "NO_COLOR": "1"}
    return subprocess.run(ask, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def cache(pytestconfig):
    """Compiled programs, kept from one test run to the next."""
    return pytestconfig.cache.mkdir("vertikal")


@pytest.fixture(scope="module")
def followed(tmp_path_factory, cache):
    """What each command of the page did, in order, by its first word."""
    folder = tmp_path_factory.mktemp("country")
    write_files("add-a-country.md", folder)
    return {c.split()[1]: typed(c, folder, cache) for c in commands_of("add-a-country.md")}


def test_the_page_prints_every_file(tmp_path):
    names = write_files("add-a-country.md", tmp_path)
    assert sorted(names) == [
        f"ruritania/{name}" for name in ("facts.yaml", "null.yaml", "regions.csv", "scenario.yaml")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["check", "run", "score", "enclaves"])
def test_every_command_does_what_the_page_says(followed, name):
    assert followed[name].returncode == 0, followed[name].stderr
    assert followed[name].stdout


@pytest.mark.slow
def test_no_command_goes_untested(followed):
    assert list(followed) == ["check", "run", "score", "enclaves"]


@pytest.mark.slow
def test_the_score_card_counts_the_three_facts(followed):
    said = followed["score"].stdout
    assert re.search(r"^[0-3] of 3 scored facts pass", said, re.MULTILINE)
    for fact in ("turnout_2003", "provinces_go_to_court", "no_court_no_suits*+"):
        assert fact in said


def test_the_shortest_scenario_is_in_order(tmp_path, cache):
    write_files("write-a-scenario.md", tmp_path)
    done = typed("vertikal check my_country/scenario.yaml", tmp_path, cache)
    assert done.returncode == 0, done.stderr


def test_every_event_is_explained():
    said = text_of("add-a-country.md")
    for event in EVENTS:
        (name,) = get_args(event.model_fields["event"].annotation)
        row = next(x for x in said.splitlines() if x.startswith(f"| `{name}` |"))
        own = set(event.model_fields) - set(_spec.Dated.model_fields) - {"event"}
        assert [key for key in sorted(own) if f"`{key}`" not in row] == [], name


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_of_a_scenario_is_explained(part):
    said = text_of("add-a-country.md")
    keys = set(part.model_fields) - NOT_WRITTEN
    assert sorted(key for key in keys if f"`{key}`" not in said) == []


@pytest.mark.parametrize(
    "words",
    [_spec.Selection, _spec.Tier, _spec.Reform.model_fields["decision"].annotation],
    ids=["selection", "tier", "decision"],
)
def test_every_word_of_a_choice_is_explained(words):
    said = text_of("add-a-country.md")
    assert [word for word in get_args(words) if f"`{word}`" not in said] == []


@pytest.mark.parametrize("page", ["add-a-country.md", "write-a-scenario.md"])
def test_every_column_and_event_is_listed(page):
    said = text_of(page)
    columns = set(_spec.UnitRow.model_fields) - NOT_WRITTEN
    events = {get_args(event.model_fields["event"].annotation)[0] for event in EVENTS}
    assert sorted(word for word in columns | events if f"`{word}`" not in said) == []
