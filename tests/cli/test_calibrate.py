"""`vertikal calibrate`: what is refused, what is written, and the score with it."""

import json
import shutil
from pathlib import Path

import pytest

FACT = """\
  - id: {id}
    quantity: "Invented"
    observed: {observed}
    band: {band}
    unit: "1"
    period: "2001"
    grade: A
    source: "invented for this test"
    tolerance: "none"
    measure: national_turnout
    options: {{vote: {vote}}}
{more}"""
SETS = '    sets: "this test"\n'
FREE = ("--parameters", "residents_vote_nationally.start", "--parameters", "courts_decide.spread")


@pytest.fixture
def country(tmp_path, toy):
    """A function that copies the toy country, with two facts on turnout in place of its own."""

    def make(name="country", more=SETS):
        folder = tmp_path / name
        shutil.copytree(toy, folder)
        text = "facts:\n"
        for vote, observed in (("president_2001", 0.62), ("parliament_2004", 0.48)):
            band = [observed - 0.05, observed + 0.05]
            text += FACT.format(id=f"turnout_{vote}", observed=observed, band=band, vote=vote,
                                more=more)  # fmt: skip
        (folder / "facts.yaml").write_text(text, encoding="utf-8")
        return folder

    return make


def test_all_that_is_wrong_is_said_at_once_before_anything_is_simulated(command, country):
    pytest.importorskip("bayesflow")
    done = command(
        "calibrate", country(), country("open", more=""), "nowhere",
        "--parameters", "courts_decid.*", "--prior", "flat",
    )  # fmt: skip
    assert done.code == 3
    assert "courts_decid.*: matches none" in done.err
    assert "flat" in done.err
    assert "has no fact to fit to: turnout_president_2001 is out of sample" in done.err
    assert "nowhere" in done.err
    assert "Traceback" not in done.err
    assert not Path("runs").exists()


def test_a_scenario_named_twice_is_refused(command, country):
    pytest.importorskip("bayesflow")
    folder = country()
    done = command("calibrate", folder, folder, *FREE)
    assert done.code == 3
    assert "is named twice" in done.err


def test_without_the_extra_it_says_what_to_install(command, country, monkeypatch):
    monkeypatch.setattr("vertikal.cli.calibrate.find_spec", lambda name: None)
    done = command("calibrate", country(), *FREE)
    assert done.code == 3
    assert "pip install 'vertikal[calibration]'" in done.err


@pytest.mark.slow
def test_a_posterior_is_written_told_and_scored(command, country):
    pytest.importorskip("bayesflow")
    folder = country()
    words = ("calibrate", folder, "--budget", 120, *FREE, "--seed", 3, "--out", "mine.json")
    told = command(*words, "--figure", "mine.png")
    assert told.code == 0, told.err
    assert "120 of 120 draws" in told.err
    for said in ("free parameters are identified", "Coverage of the 50, 80 and 95 % intervals",
                 "Ranks (simulation-based calibration)", "Posterior predictive", "misspecification",
                 "Cross-check by random forests"):  # fmt: skip
        assert said in told.out
    assert Path("mine.png").stat().st_size > 10_000
    first = json.loads(Path("mine.json").read_text())
    assert first["prior"]["parameters"] == ["courts_decide.spread", FREE[1]]
    assert first["truths"] == 40
    assert set(first["samples"]) == {r["name"] for r in first["parameters"]} == {FREE[1]}
    assert len(first["facts"]) == 2
    assert "courts_decide.spread" in first["not_identified"]
    again = command(*words, "--json")
    assert again.code == 0, again.err
    assert again.json["vector"] == first["vector"]
    assert "samples" not in again.json
    plain = command("score", folder, "--members", 4, "--json").json["scenarios"][0]["facts"]
    scored = command("score", folder, "--members", 4, "--parameters", "mine.json", "--json")
    assert scored.code == 0, scored.err
    fitted = scored.json["scenarios"][0]["facts"]
    assert [f["median"] for f in fitted] != [f["median"] for f in plain]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no json", "is no JSON (line 1)"),
        ('{"a": "b"}', "holds no vector"),
        ("[1, 2]", "holds no vector"),
        ('{"courts_decide.sprea": 0.5}', "no such parameter - did you mean 'spread'"),
        ('{"courts_decide.spread": 7}', "is 7; must lie in 0.3 to 1"),
    ],
)
def test_a_file_that_is_no_vector_is_refused(command, toy, text, says):
    Path("bad.json").write_text(text, encoding="utf-8")
    done = command("score", toy, "--parameters", "bad.json")
    assert done.code == 3
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_is_named(command, toy):
    done = command("score", toy, "--parameters", "gone.json")
    assert done.code == 3
    assert "gone.json" in done.err
    assert "No such file" in done.err


def test_a_vector_changes_what_is_scored_and_set_goes_before_it(command, toy):
    Path("vector.json").write_text('{"residents_vote_nationally.start": 0.4}', encoding="utf-8")
    plain, fitted, over = (
        command("score", toy, "--members", 4, *more, "--json").json["scenarios"][0]["facts"]
        for more in (
            (),
            ("--parameters", "vector.json"),
            ("--parameters", "vector.json", "--set",
             "parameters.residents_vote_nationally.start=-1.28"),
        )
    )  # fmt: skip
    turnout = [{f["id"]: f["median"] for f in c}["weak_source"] for c in (plain, fitted, over)]
    assert turnout[1] > turnout[0] + 0.05
    assert abs(turnout[2] - turnout[0]) < 0.05
