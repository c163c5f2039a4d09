"""Scores of changed worlds, of many scenarios, and their picture."""

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from vertikal import io, measures

DOCS = Path(__file__).parent.parent.parent / "docs"

FACT = """\
  - id: {id}
    quantity: "Invented"
    observed: 1
    band: [-1000, 1000]
    unit: "1"
    period: "2002"
    grade: A
    source: "invented for this test"
    tolerance: "none"
    measure: protests_per_month
    options: {{start: 2002-01, end: 2002-12}}
"""
UNREST = "    under: {timeline.2.size: 3.0}\n"
QUIET = "    under: {parameters.activists_protest.rate: 1.0}\n"


def written(path, *facts):
    """A file of facts: id, and more lines for each."""
    text = "facts:\n" + "".join(FACT.format(id=name) + more for name, more in facts)
    path.write_text(text, encoding="utf-8")
    return path


def rows(done):
    assert done.code == 0, done.err
    return {f["id"]: f for f in done.json["scenarios"][0]["facts"]}


def by_hand(command, toy, path, *changes):
    """Protests a month of each member in a run that `vertikal run` makes."""
    sets = [word for change in changes for word in ("--set", change)]
    done = command("run", toy, "--members", 4, "--out", path, *sets, "--json")
    assert done.code == 0, done.err
    with io.open_dataset(path) as data:
        return measures.load("protests_per_month")(data, start="2002-01", end="2002-12").values


def test_changed_worlds_are_simulated_and_compared(command, toy, kept, tmp_path):
    mine = written(
        tmp_path / "mine.yaml",
        ("here", ""),
        ("there", UNREST),
        ("more", UNREST + "    versus: difference\n"),
        ("times", QUIET + "    versus: ratio\n"),
    )
    found = rows(command("score", toy, "--members", 4, "--facts", mine, "--json"))
    here = by_hand(command, toy, tmp_path / "here.zarr")
    there = by_hand(command, toy, tmp_path / "there.zarr", "timeline.2.size=3.0")
    quiet = by_hand(command, toy, tmp_path / "quiet.zarr", "parameters.activists_protest.rate=1.0")
    assert found["here"]["median"] == pytest.approx(np.median(here))
    assert found["there"]["median"] == pytest.approx(np.median(there))
    assert found["more"]["median"] == pytest.approx(np.median(there - here))
    assert found["times"]["median"] == pytest.approx(np.median(quiet / here))
    assert found["more"]["median"] > 0
    assert (found["here"]["world"], found["more"]["world"]) == ("", "timeline.2.size=3.0")
    assert (found["there"]["versus"], found["more"]["versus"]) == (None, "difference")
    assert found["more"]["null_passes"] is True  # zero lies in the band


def test_each_world_is_simulated_once(command, toy, kept, tmp_path):
    facts = (("one", UNREST), ("two", UNREST), ("three", QUIET))
    mine = written(tmp_path / "mine.yaml", *facts)
    before = set(Path("runs").iterdir())
    assert command("score", toy, "--members", 4, "--facts", mine).code == 0
    made = set(Path("runs").iterdir())
    assert len(made - before) <= 2  # another test may have made them
    assert len(made) >= 3
    stamps = {path: path.stat().st_mtime_ns for path in made}
    assert command("score", toy, "--members", 4, "--facts", mine).code == 0
    assert {path: path.stat().st_mtime_ns for path in Path("runs").iterdir()} == stamps


def test_a_changed_world_stands_on_the_card(command, toy, kept, tmp_path):
    mine = written(tmp_path / "mine.yaml", ("more", UNREST + "    versus: difference\n"))
    done = command("score", toy, "--members", 4, "--facts", mine)
    assert "more+" in done.out
    assert "  more: less the world as it is, timeline.2.size=3.0\n" in done.out


def test_changes_of_ones_own_hold_in_changed_worlds_too(command, toy, kept, tmp_path):
    mine = written(tmp_path / "mine.yaml", ("there", UNREST))
    own = ("--set", "parameters.activists_protest.rate=1.0")
    found = rows(command("score", toy, "--members", 4, "--facts", mine, *own, "--json"))
    both = ("timeline.2.size=3.0", "parameters.activists_protest.rate=1.0")
    expected = by_hand(command, toy, tmp_path / "both.zarr", *both)
    assert found["there"]["median"] == pytest.approx(np.median(expected))


def test_worlds_that_will_not_do_are_told_at_once_and_nothing_runs(command, toy, tmp_path):
    mine = written(
        tmp_path / "mine.yaml",
        ("path", "    under: {institutions.court: 0}\n"),
        ("values", "    under:\n      institutions.openness: 2\n      timeline.1.vote: king\n"),
        ("alone", "    versus: ratio\n"),
    )
    done = command("score", toy, "--members", 4, "--facts", mine)
    assert done.code == 3
    where = [line.split(": ")[1] for line in done.err.splitlines()[1:]]
    assert where == [
        "facts.0.under.institutions.court", "facts.1.under.institutions.openness",
        "facts.1.under.timeline.1.vote", "facts.2",
    ]  # fmt: skip
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("    under: {institutions.court: 0}\n",
         "  line 13: facts.0.under.institutions.court: leads nowhere at 'court' - "),
        ("    under:\n      institutions.openness: 2\n",
         "  line 14: facts.0.under.institutions.openness: is 2"),
        ("    under: {parameters.activists_protest.rate: -4}\n",
         "  line 13: facts.0.under.parameters.activists_protest.rate: is -4; must lie in "),
        ("    under: {parameters.activists_protest.rte: 4}\n",
         "rte: no such parameter - did you mean 'rate'?"),
        ("    under: {until: 1999}\n", "facts.0.under"),
        ("    versus: ratio\n",
         "  line 2: facts.0: compares with `versus`, but names no other world; add `under`"),
        ("    under: {until: 2004}\n    versus: product\n", "facts.0.versus: is 'product'; "),
        ("    under: 3\n", "  line 13: facts.0.under: is 3; "),
    ],
)  # fmt: skip
def test_a_world_that_will_not_do_says_where(command, toy, tmp_path, more, says):
    done = command("score", toy, "--members", 4, "--facts",
                   written(tmp_path / "mine.yaml", ("mine", more)))  # fmt: skip
    assert done.code == 3
    assert done.out == ""
    assert says in done.err
    assert not Path("runs").exists()


def test_check_knows_of_changed_worlds(command, toy, tmp_path):
    copy = Path(shutil.copytree(toy, tmp_path / "toy"))
    written(copy / "facts.yaml", ("mine", "    under: {institutions.court: 0}\n"))
    done = command("check", copy)
    assert done.code == 3
    assert "  line 13: facts.0.under.institutions.court: leads nowhere at 'court' - " in done.err
    written(copy / "facts.yaml", ("mine", UNREST))
    assert command("check", copy).code == 0


def test_run_does_not_simulate_other_worlds(command, toy, tmp_path):
    copy = Path(shutil.copytree(toy, tmp_path / "toy"))
    written(copy / "facts.yaml", ("there", UNREST))
    done = command("run", copy, "--members", 4)
    assert done.code == 0, done.err
    assert "  there: is read in a changed world (timeline.2.size=3.0), which" in done.out
    assert len(list(Path("runs").iterdir())) == 1


# --- many scenarios ----------------------------------------------------------------------------


@pytest.fixture
def shelf(toy, tmp_path, monkeypatch):
    """Three scenarios that ship: two with facts, one without."""
    folder = tmp_path / "scenarios"
    entries = []
    for name in ("toy", "other", "forecast"):
        shutil.copytree(toy, folder / name)
        entries.append(f"{name}: {{title: A toy, years: 2001-2005, licence: none}}\n")
    (folder / "forecast" / "facts.yaml").unlink()
    (folder / "other" / "null.yaml").unlink()
    (folder / "index.yaml").write_text("".join(entries), encoding="utf-8")
    monkeypatch.setattr("vertikal.io._scenario.SHIPPED", folder)
    return folder


def test_all_scores_what_has_facts_and_adds_up(command, kept, shelf):
    done = command("score", "--all", "--members", 4, "--json")
    assert done.code == 0, done.err
    assert done.err == "forecast: has no facts, and is not scored\n"
    assert list(done.json) == ["scenarios", "total"]
    one, two = done.json["scenarios"]
    assert (one["scenario"], two["scenario"]) == ("toy", "other")
    assert done.json["total"] == {
        "scored": 4, "passed": 2, "null_passed": 1, "in_sample": 0, "evidence": 0,
        "share": 0.5, "null_share": 0.25,
    }  # fmt: skip
    assert (one["null_passed"], two["null_passed"]) == (1, 0)


def test_all_in_words_ends_with_the_matrix(command, kept, shelf):
    done = command("score", "--all", "--members", 4)
    assert "Score card: toy" in done.out
    assert "Score card: other" in done.out
    matrix = done.out[done.out.index("Pass matrix") :].splitlines()
    cells = [line.split() for line in matrix if line.strip()]
    assert ["toy", "2", "1", "50", "%", "1", "50", "%", "0", "0"] in cells
    assert ["total", "4", "2", "50", "%", "1", "25", "%", "0", "0"] in cells


def test_all_reports_every_problem_of_every_scenario_first(command, shelf):
    for name in ("toy", "other"):
        path = shelf / name / "facts.yaml"
        path.write_text(path.read_text().replace("grade: B", "grade: D"), encoding="utf-8")
    (shelf / "toy" / "null.yaml").write_text("opennes: 0.5\n", encoding="utf-8")
    done = command("score", "--all", "--members", 4)
    assert done.code == 3
    heads = [line for line in done.err.splitlines() if not line.startswith(" ")]
    assert heads == [
        "forecast: has no facts, and is not scored", "other/facts.yaml: 1 problem",
        "toy/facts.yaml: 1 problem", "toy/null.yaml: 1 problem",
    ]  # fmt: skip
    assert not Path("runs").exists()


def test_strict_counts_all(command, kept, shelf):
    assert command("score", "--all", "--members", 4, "--strict").code == 5


@pytest.mark.parametrize("words", [[], ["--all"]])
def test_matrix_is_drawn(command, toy, kept, shelf, tmp_path, words):
    out = tmp_path / "matrix.png"
    done = command("score", *(words or ["toy"]), "--members", 4, "--matrix", out)
    assert done.code == 0, done.err
    assert out.read_bytes().startswith(b"\x89PNG")


# --- the pages of results ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def results():
    """The script that writes the pages of results."""
    spec = importlib.util.spec_from_file_location("results", DOCS / "_results.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_of_results(command, kept, shelf, results, tmp_path, monkeypatch):
    written(shelf / "other" / "facts.yaml", ("more", UNREST + "    versus: difference\n"))
    monkeypatch.setattr(results, "PICTURE", "toy")
    asked = []

    def vertikal(*words):
        asked.append(words[0])
        done = command(*words)
        assert done.code == 0, done.err
        return done.out

    monkeypatch.setattr(results, "vertikal", vertikal)
    monkeypatch.setattr(results, "misses_of", {"toy": "## Misses\n", "other": ""}.get)
    results.main(str(tmp_path / "docs"), "4")
    pages = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "docs/results").iterdir()}
    assert set(pages) == {"index.md", "toy.md", "other.md"}
    assert pages["toy.md"].endswith("- `casualties`: the model has no casualties\n\n## Misses\n")
    assert "`more`+ | A | 1 |" in pages["other.md"]
    assert "- `more`: `timeline.2.size=3.0`, less the world as it is\n" in pages["other.md"]
    assert "| [Toy](toy.md) | 2 | 1 | 50 % | 1 | 50 % | 0 | 0 |" in pages["index.md"]
    assert "| **Total** | 3 | 2 | 67 % |" in pages["index.md"]
    assert "| Other | `more` | 1 |" in pages["index.md"]
    assert {p.name for p in (tmp_path / "docs/images").iterdir()} == {"matrix.png", "toy.png"}
    assert asked == ["score", "run", "plot"]


def test_misses_are_included_where_they_are_written(results, tmp_path):
    (tmp_path / "misses.md").write_text("one\n", encoding="utf-8")
    (tmp_path / "misses_italy.md").write_text("two\n", encoding="utf-8")
    texts = [results.misses_of(s, tmp_path) for s in ("kazakhstan", "italy", "mexico")]
    assert texts == ["one\n", "two\n", ""]
