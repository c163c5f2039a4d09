"""Input that once ended in a traceback, a hang or gigabytes: refused with a message, at once."""

import json
import os
from pathlib import Path

import pytest

from vertikal.cli._common import make_request
from vertikal.io import (
    DatasetError,
    parse_value,
    read_facts,
    read_panel,
    read_scenario,
    read_vector,
)
from vertikal.io._paths import inside
from vertikal.scenario import ScenarioError

CORPUS = Path(__file__).parent.parent / "corpus"
ACCEPTED = {"alias_to_itself", "merge_key", "python_object"}
"""Read for what they are, with nothing in them that acts."""


def files(kind):
    found = sorted((CORPUS / kind).iterdir())
    assert found
    return [pytest.param(path, id=path.stem) for path in found]


@pytest.mark.parametrize("path", files("yaml"))
def test_yaml(path):
    if path.stem in ACCEPTED:
        assert set(read_facts(str(path)).values) <= {"a", "c"}
        return
    with pytest.raises(ScenarioError) as caught:
        read_facts(str(path))
    (problem,) = caught.value.problems
    assert problem.file == path.name
    problem.says.encode()


@pytest.mark.parametrize("path", files("yaml"))
def test_the_same_as_a_value_on_the_command_line(path):
    text = path.read_text().partition(": ")[2].rstrip()
    repr(parse_value(text)).encode()


def test_python_objects_are_not_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert parse_value("!!python/object/apply:os.system [touch made]") == ["touch made"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", files("vector"))
def test_vectors(path):
    with pytest.raises(ScenarioError):
        read_vector(path)


@pytest.mark.parametrize("path", files("panel"))
def test_panels(path):
    with pytest.raises(DatasetError, match="is empty; every row needs a year"):
        read_panel(path, columns="unit=unit,country=country,year=year,score=score")


# --- names of files ------------------------------------------------------------------------------

HEAD = "title: A\nunits: {tables: [TABLE]}\n"


@pytest.mark.parametrize(
    "name", ["../secret.csv", "/etc/passwd", "/dev/zero", "a/../../secret.csv", "~/x", "..", "link",
             "loop", "device", "folder", "pipe", "a\\b"],
)  # fmt: skip
def test_a_table_is_a_file_below_its_scenario(tmp_path, name):
    folder = tmp_path / "country"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("code,name\nX,secret\n")
    (folder / "link").symlink_to(tmp_path / "secret.csv")
    (folder / "loop").symlink_to("loop")
    (folder / "device").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    (folder / "scenario.yaml").write_text(HEAD.replace("TABLE", json.dumps(name)))
    raw = read_scenario(str(folder))
    assert raw.tables == ()
    assert list(raw.missing) == [name]
    assert "secret" not in "".join(raw.missing.values()).replace("secret.csv", "")


def test_a_table_in_a_folder_below_and_a_link_within_are_read(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_text("code\nX\n")
    (tmp_path / "b.csv").symlink_to("tables/a.csv")
    (tmp_path / "scenario.yaml").write_text("units: {tables: [tables/a.csv, b.csv]}\n")
    assert [t.columns for t in read_scenario(str(tmp_path)).tables] == [("code",), ("code",)]


def test_files_that_are_too_large_are_not_read(tmp_path):
    (tmp_path / "scenario.yaml").write_text("units: {tables: [a.csv]}\n")
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(6_000_000)
    raw = read_scenario(str(tmp_path))
    assert "it has 6.0 MB; at most 5 are read" in raw.missing["a.csv"]
    with (tmp_path / "facts.yaml").open("wb") as file:
        file.truncate(2_000_000)
    with pytest.raises(ScenarioError, match=r"has 2\.0 MB; at most 1 are read"):
        read_facts(str(tmp_path / "facts.yaml"))


@pytest.mark.parametrize("name", ["/dev/zero", "", "a\0b", "x" * 5000, "/proc/self/mem"])
def test_what_is_no_scenario_is_said_to_be_none(name):
    with pytest.raises(ScenarioError):
        make_request(name, members=1, seed=0)


def test_look_alikes_are_other_names():
    """The second letter is Cyrillic: no such scenario, and what is near is said."""
    with pytest.raises(ScenarioError, match="no scenario of that name ships"):
        make_request("k\u0430zakhstan", members=1, seed=0)


def test_only_down():
    assert all(map(inside, ("a", "a/b.csv", "a.b/c", "a..b")))
    assert not any(map(inside, ("", "/a", "..", "a/..", "../a", "~", "a\\b", "a\0")))
