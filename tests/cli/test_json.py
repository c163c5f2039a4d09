"""One JSON object where a script asks for it, and the same in words."""

import shutil
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("scenarios", "scenario"),
        ("mechanisms", "mechanism"),
        ("parameters", "parameter"),
        ("measures", "measure"),
        ("instruments", "instrument"),
        ("sources", "source"),
        ("claims", "claim"),
        ("fields", "field"),
    ],
)
def test_list(command, what, key):
    done = command("list", what, "--json")
    assert list(done.json) == [what]
    names = [entry[key] for entry in done.json[what]]
    assert names
    assert len(set(names)) == len(names)
    assert all(name in command("list", what).out for name in names[:1])


def test_run_prints_its_shape(command, dataset, toy):
    done = command("run", toy, "--members", 6, "--seed", 3, "--out", dataset, "--json")
    said = done.json
    assert set(said) >= {
        "dataset", "members", "months", "units", "seed", "scenario_hash", "seconds",
    }  # fmt: skip
    assert set(said["seconds"]) == {"compile", "run", "measure", "write"}
    assert (said["members"], said["months"], said["units"], said["seed"]) == (6, 60, 28, 3)
    assert said["dataset"] == str(dataset)
    assert done.err == ""


def test_a_run_that_is_there_is_not_computed_again(command, dataset, toy):
    before = {p: p.stat().st_mtime_ns for p in dataset.rglob("*")}
    done = command("run", toy, "--members", 6, "--seed", 3, "--out", dataset)
    assert done.code == 0
    assert "(was there already: nothing was computed again)" in done.out
    assert {p: p.stat().st_mtime_ns for p in dataset.rglob("*")} == before


def test_run_says_what_it_found_without_nan(command, dataset, toy):
    done = command("run", toy, "--members", 6, "--seed", 3, "--out", dataset)
    found = done.out.split("What was found\n")[1]
    assert found.count("\n  - ") >= 3
    assert "nan" not in found


def test_the_default_place_is_runs(command, toy, tmp_path):
    said = command("run", toy, "--members", 2, "--until", 2001, "--json").json
    assert said["months"] == 12
    assert Path(said["dataset"]).parent == Path("runs")
    assert (tmp_path / said["dataset"]).is_dir()


def test_show_prints_its_shape(command, dataset):
    said = command("show", dataset, "--json").json
    assert set(said) == {"dataset", "attributes", "sizes", "variables"}
    assert (
        said["sizes"] | {"member": 6, "time": 60, "year": 5, "region": 3, "unit": 28}
        == (said["sizes"])
    )
    assert all(set(v) == {"name", "dims", "unit", "says"} for v in said["variables"])
    assert all(v["unit"] and v["says"] for v in said["variables"])


def test_show_in_words(command, dataset):
    done = command("show", dataset)
    assert done.out.startswith(f"{dataset}: A toy country\n")
    assert "national_turnout" in done.out


FACT_KEYS = {
    "id", "unit", "grade", "observed", "band", "median", "low", "high", "passes", "null_passes",
    "scored",
}  # fmt: skip


def test_score_prints_its_shape(command, toy, kept):
    done = command("score", toy, "--members", 4, "--json")
    assert done.code == 0
    assert list(done.json) == ["scenarios"]
    (card,) = done.json["scenarios"]
    assert set(card) >= {"scenario", "members", "seed", "facts", "passed", "scored", "null_passed"}
    assert (card["scenario"], card["members"], card["seed"]) == ("toy", 4, 0)
    assert (card["passed"], card["scored"], card["null_passed"]) == (1, 2, 1)
    for fact in card["facts"]:
        assert set(fact) >= FACT_KEYS
        assert len(fact["band"]) == 2
    assert done.err == ""


def test_score_in_words(command, toy, kept):
    done = command("score", toy, "--members", 4)
    assert "1 of 2 scored facts pass (50 %)" in done.out
    assert done.out.splitlines()[-3:] == [
        "  weak_source: grade C: single or second-hand source",
        "  later_protests: the dataset covers 2001-01 to 2005-12, not all of 2010-01 to 2010-12",
        "  casualties: the model has no casualties",
    ]


MINE = """\
facts:
  - id: mine
    quantity: "Turnout of the first vote"
    observed: 0.6
    band: [0.0, 1.0]
    unit: "1"
    period: "2001"
    grade: B
    source: "my notebook"
    tolerance: "wide"
    measure: national_turnout
    options: {vote: president_2001}
"""


def test_score_with_facts_of_ones_own(command, toy, kept, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE, encoding="utf-8")
    (card,) = command("score", toy, "--members", 4, "--facts", mine, "--json").json["scenarios"]
    assert [f["id"] for f in card["facts"]][-1] == "mine"
    assert (card["passed"], card["scored"]) == (2, 3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("grade: B", "grade: D", "  line 8: facts.0.grade: is 'D'; "),
        ("measure: national_turnout", "measure: national_turnot",
         "  line 11: facts.0.measure: is 'national_turnot'; did you mean 'national_turnout'?"),
        ("{vote: president_2001}", "{vte: president_2001}",
         "  line 12: facts.0.options.vte: national_turnout takes no such option - did you mean "
         "'vote'?"),
        ("[0.0, 1.0]", "[1.0, 0.0]", "  line 2: facts.0: band must rise; found [1.0, 0.0]"),
        ("    source: \"my notebook\"\n", "", "  line 2: facts.0.source: is missing; add it"),
        ("observed: 0.6", "observd: 0.6",
         "  line 4: facts.0.observd: no such key - did you mean 'observed'?"),
        ("facts:", "fact:", "  line 1: facts: is missing or no list; write `facts:` and below it "
         "a list of facts"),
        ("band: [0.0, 1.0]", "band: [.nan, 1.0]", "  line 5: facts.0.band"),
    ],
)  # fmt: skip
def test_facts_that_will_not_do(command, toy, kept, tmp_path, old, new, message):
    assert old in MINE
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE.replace(old, new), encoding="utf-8")
    done = command("score", toy, "--members", 4, "--facts", mine)
    assert done.code == 3
    assert done.out == ""
    assert message in done.err


@pytest.mark.parametrize(
    ("measure", "options"),
    [
        ("posts_ever_elected", "{tier: regoin}"),
        ("elections_held", "{tier: district, how: dircet}"),
        ("turnout_ratio", "{vote: president_2001, region: TY-9, kind: province}"),
        ("turnout_order", "{votes: [president_2001], regions: [TY-9], kind: province}"),
        ("turnout_rank_correlation", "{votes: [president_2001]}"),
        ("protest_growth", "{early: 2001-01, late: 2002-01}"),
    ],
)
def test_options_that_do_not_fit_are_a_reason_not_a_crash(
    command, toy, kept, tmp_path, measure, options
):
    mine = tmp_path / "mine.yaml"
    text = MINE.replace("measure: national_turnout", f"measure: {measure}")
    mine.write_text(text.replace("{vote: president_2001}", options), encoding="utf-8")
    done = command("score", toy, "--members", 4, "--facts", mine, "--json")
    if done.code == 0:
        last = done.json["scenarios"][0]["facts"][-1]
        assert not last["scored"]
        assert last["why_not"]
    else:
        assert done.code == 3


def test_facts_file_that_is_not_there(command, toy, kept):
    done = command("score", toy, "--members", 4, "--facts", "none.yaml")
    assert done.code == 3
    assert done.err.splitlines()[-2:] == [
        "none.yaml: 1 problem",
        "  cannot be read: No such file or directory",
    ]


def test_scenario_without_facts(command, toy, tmp_path):
    copy = Path(shutil.copytree(toy, tmp_path / "toy"))
    (copy / "facts.yaml").unlink()
    assert command("run", copy, "--members", 4).code == 0
    done = command("score", copy, "--members", 4)
    assert done.code == 3
    assert done.err.endswith(
        f"{copy}: 1 problem\n  has no facts beside it; name a file with --facts\n"
    )
