"""A run says what it rests on, can be made again, and goes into an archive with its inputs."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from vertikal import __version__
from vertikal.io import moved_since, read_inputs
from vertikal.io._sums import file_sums, read_sums, write_sums
from vertikal.lab import bibtex, citations
from vertikal.mechanisms import NAMES, load


@pytest.fixture(scope="module")
def changed(command, toy, tmp_path_factory):
    """A run with everything that can be asked of one."""
    out = tmp_path_factory.mktemp("changed") / "c.zarr"
    done = command(
        "run", toy, "-m", 5, "--seed", 9, "--until", 2004, "--without", "fear_settles",
        "--set", "institutions.court_independence=0.7", "--set",
        "parameters.heads_are_rotated.rate=0.5", "--set", "timeline.2002-09-01=null",
        "--out", out, "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    return out


@pytest.fixture
def copy(changed, tmp_path):
    return Path(shutil.copytree(changed, tmp_path / "copy.zarr"))


def edited(store, file, change):
    path = store / file
    said = json.loads(path.read_text())
    change(said["attributes"])
    path.write_text(json.dumps(said))
    if (sums := read_sums(store)) is not None:  # as somebody would who means it
        write_sums(store, sums | file_sums(store, [path]))


def test_a_run_is_made_again_to_the_last_bit(command, changed):
    done = command("rerun", changed, "--json")
    assert done.code == 0, done.err
    assert done.json["same"]
    assert done.json["members"] == 5
    assert done.json["compared"] > 80
    assert (done.json["moved"], done.json["lost"], done.json["new"]) == ([], [], [])
    assert done.json["why"] == []


def test_it_carries_its_scenario(changed, toy):
    files = read_inputs(changed)
    assert files["regions.csv"] == (Path(toy) / "regions.csv").read_text()
    assert {"scenario.yaml", "facts.yaml", "districts.csv", "null.yaml"} <= set(files)


def test_what_moved_is_named_and_explained(command, copy):
    def older(attrs):
        attrs["software"] = "vertikal 0.1.0"
        attrs["code"] = "0123456789abcdef"
        vector = {**json.loads(attrs["parameters"]), "heads_are_rotated.rate": 0.2}
        attrs["parameters"] = json.dumps(vector)

    edited(copy, "zarr.json", older)
    done = command("rerun", copy, "--json")
    assert done.code == 5
    assert done.json["moved"]
    assert all(0 < m["members"] <= 5 and 0 <= m["first"] < 5 for m in done.json["moved"])
    why = done.json["why"]
    assert why[0] == f"made by vertikal 0.1.0, computed again by {__version__}"
    assert why[1].startswith("the sources that make the numbers have changed (0123456789abcdef")
    assert any(line.startswith("changelog, Results of 0.2.0: All numbers moved") for line in why)
    assert "variables are not as saved" in command("rerun", copy).out


def test_results_lines_are_those_after_a_version():
    said = moved_since("0.2.0")
    assert said is not None
    assert {"0.4.0", "0.3.0"} <= {v for v, _ in said}
    assert not {"0.2.0", "0.1.0"} & {v for v, _ in said}
    assert any("121 of 170 scored facts pass" in line for _, line in said)
    assert moved_since("999.0") == []


def test_what_says_nothing_of_itself_is_refused(command, copy, tmp_path):
    edited(copy, "zarr.json", lambda attrs: attrs.update(parameters="{"))
    done = command("rerun", copy)
    assert done.code == 3
    assert "does not say how it was made" in done.err
    assert command("rerun", tmp_path / "none.zarr").code == 3
    shutil.rmtree(copy / "inputs")
    shutil.rmtree(copy / "checksums")
    edited(copy, "zarr.json", lambda attrs: attrs.update(scenario="nowhere"))
    assert "carries no scenario (it was made before 0.5.0)" in command("rerun", copy).err


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x", "a/../../x", "..", "~/x", "a\\b"])
def test_an_input_does_not_lead_out_of_its_folder(command, copy, name, tmp_path):
    edited(copy, "inputs/zarr.json", lambda attrs: attrs["files"].update({name: "x"}))
    for words in (("rerun", copy), ("cite", copy), ("export", copy, "--crate", tmp_path / "crate")):
        assert command(*words).code == 3
    assert not (tmp_path / "x.csv").exists()


def test_a_crate_holds_all_of_it(command, changed, tmp_path):
    crate = tmp_path / "crate"
    done = command("export", changed, "--crate", crate, "--json")
    assert done.code == 0, done.err
    lines = (crate / "checksums.sha256").read_text().splitlines()
    listed = {name: sha for sha, _, name in (line.partition("  ") for line in lines)}
    there = {p.relative_to(crate).as_posix() for p in crate.rglob("*") if p.is_file()}
    assert set(listed) == there - {"checksums.sha256"}
    for name, sha in listed.items():
        assert hashlib.sha256((crate / name).read_bytes()).hexdigest() == sha
    said = json.loads((crate / "ro-crate-metadata.json").read_text())
    graph = {e["@id"]: e for e in said["@graph"]}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    act = graph["#simulation"]
    assert act["result"] == {"@id": "run.zarr/"}
    for part in (*act["object"], *graph["./"]["hasPart"], act["instrument"]):
        assert part["@id"] in graph
        assert part["@id"].startswith("#") or (crate / part["@id"]).exists()
    assert graph["#seed"]["value"] == "9"
    assert json.loads((crate / "parameters.json").read_text())["heads_are_rotated.rate"] == 0.5
    assert re.search(r"^jax==", (crate / "pins.txt").read_text(), re.MULTILINE)
    assert command("rerun", crate / "run.zarr").code == 0
    assert command("export", changed, "--crate", crate).code == 3  # it is there


def test_a_damaged_run_is_not_exported(command, copy, tmp_path):
    (copy / "inputs" / "zarr.json").unlink()
    done = command("export", copy, "--crate", tmp_path / "crate")
    assert done.code == 3
    assert "is damaged (inputs/zarr.json is missing)" in done.err
    assert not (tmp_path / "crate").exists()


# --- citations -------------------------------------------------------------------------------


def entries(text):
    return dict(re.findall(r"^@\w+\{(\w+),\n(.*?)\n\}", text, re.MULTILINE | re.DOTALL))


def test_every_mechanism_parameter_and_fact_is_cited(command, changed):
    done = command("cite", changed)
    assert done.code == 0
    said = entries(done.out)
    used = " ".join(body.rpartition("annote = ")[2] for body in said.values()).replace("\\_", "_")
    for name in NAMES:
        if load(name).refs:
            assert (f"mechanism {name}" in used) == (name != "fear_settles")
    assert "fact " in used
    assert "vertikal" in said


def test_a_work_is_listed_once_with_all_that_rests_on_it():
    listed = {c.key: c for c in citations("toy")}
    work = listed["martinezbravo2022"]
    assert work.kind == "article"
    assert work.fields == {
        "author": "Martinez-Bravo and Padro i Miquel and Qian and Yao", "year": "2022",
        "journal": "AER", "volume": "112", "number": "9", "pages": "2921-58",
    }  # fmt: skip
    assert len(work.used_by) >= 7
    assert "kuran1991b" not in listed


def test_tables_and_facts_are_cited_by_their_addresses():
    facts = [
        {"id": "a", "source": "CEC; https://a.example/x.html, https://b.example (facts 7.2)"},
        {"id": "b", "source": "Invented & unnamed_source 100%"},
        {"id": "c", "source": 7},
    ]
    sources = "see https://a.example/x.html and `http://c.d/e`"
    listed = citations("toy", facts=facts, sources=sources)
    by_url = {c.fields["url"]: c for c in listed if c.kind == "online"}
    assert by_url["https://a.example/x.html"].used_by == ["fact a", "tables of toy"]
    assert set(by_url) == {"https://a.example/x.html", "https://b.example", "http://c.d/e"}
    text = bibtex(listed)
    assert r"Invented \& unnamed\_source 100\%" in text
    for body in entries(text).values():
        assert body.count("{") == body.count("}")


def test_keys_are_one_each():
    keys = re.findall(r"^@\w+\{(\w+),", bibtex(citations("toy")), re.MULTILINE)
    assert len(keys) == len(set(keys)) > 30


def test_a_shipped_scenario_and_a_file(command, tmp_path):
    done = command("cite", "mexico", "--out", tmp_path / "m.bib")
    assert done.code == 0
    assert (tmp_path / "m.bib").read_text().startswith("@software{vertikal,")
    assert command("cite", "nowhere").code == 3
