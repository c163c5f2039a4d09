"""`vertikal forecast` and `vertikal resolve`, on the toy country."""

import json
import shutil
from pathlib import Path

import pytest

STATEMENTS = """\
from: 2001-12-31
assumes:
  - {date: 2003-05-05, event: national_vote, vote: referendum, title: A referendum}
statements:
  - id: many_vote
    says: Half of all adults vote in the parliamentary election.
    measure: national_turnout
    options: {vote: parliament_2004}
    at_least: 0.5
    by: 2004-12-31
    resolved_by: the commission
    because: a half is plain
  - id: referendum
    says: At most nine in ten vote in the referendum.
    measure: national_turnout
    options: {vote: referendum_2003}
    at_most: 0.9
    by: 2003-12-31
    resolved_by: the commission
    because: nine in ten is plain
"""
FEW = ("--histories", "24", "--seed", "3")


@pytest.fixture
def country(tmp_path, toy):
    """The toy country with statements beside it."""
    folder = tmp_path / "country"
    shutil.copytree(toy, folder)
    (folder / "statements.yaml").write_text(STATEMENTS, encoding="utf-8")
    return folder


@pytest.fixture
def archived(command, country):
    """What a forecast says, with the file it is in."""
    return command("forecast", country, *FEW, "--json").json


def test_each_statement_has_a_probability(archived):
    for one in archived["statements"]:
        assert 0.0 < one["probability"] < 1.0
        assert one["error"] > 0.0
        assert one["low"] <= one["median"] <= one["high"]
    assert archived["from"] == "2001-12-31"
    assert any("timeline.+" in change for change in archived["taken_out"])


def test_the_same_seed_is_the_same_archive(command, country, archived):
    again = command("forecast", country, *FEW, "--json").json
    assert again == archived


def test_words_and_picture(command, country, tmp_path):
    done = command("forecast", country, *FEW, "--figure", tmp_path / "f.svg")
    assert done.code == 0, done.err
    assert "many_vote: Half of all adults vote in the parliamentary election." in done.out
    assert "weighed by" in done.out
    assert "Archived as" in done.out
    assert (tmp_path / "f.svg").stat().st_size > 1000


def test_outcomes_give_scores(command, archived, tmp_path):
    (tmp_path / "o.yaml").write_text(
        "outcomes:\n  many_vote: {value: 0.61, source: the commission}\n"
        "  referendum: {void: true, source: it was not held}\n"
    )
    done = command("resolve", archived["file"], "--outcomes", tmp_path / "o.yaml", "--json",
                   "--figure", tmp_path / "r.svg")  # fmt: skip
    p = archived["statements"][0]["probability"]
    assert done.json["scores"]["model"]["brier"] == pytest.approx((1.0 - p) ** 2)
    assert [r["happened"] for r in done.json["resolved"]] == [True, None]
    assert done.json["open"] == 0
    words = command("resolve", archived["file"], "--outcomes", tmp_path / "o.yaml")
    assert "the model: 1 told, 1 true" in words.out


def test_an_archive_that_was_changed_has_the_code_of_bad_input(command, archived, tmp_path):
    path = tmp_path / "changed.json"
    said = json.loads(Path(archived["file"]).read_text())
    said["statements"][0]["probability"] = 0.99
    path.write_text(json.dumps(said))
    (tmp_path / "o.yaml").write_text("outcomes:\n  many_vote: {value: 1, source: s}\n")
    done = command("resolve", path, "--outcomes", tmp_path / "o.yaml")
    assert done.code == 3
    assert "was changed after it was made" in done.err


def test_the_past_is_scored_beside_the_null(command, country):
    said = command("forecast", country, "--backtest", "--from", "2001-12-31", *FEW, "--json").json
    assert said["kind"] == "backtest"
    assert {"all", "sure", "difference", "difference_sure", "alone"} == set(said["scores"])
    assert all(t["model"] is None or 0.0 < t["model"] < 1.0 for t in said["asked"])
    words = command("forecast", country, "--backtest", "--from", "2001-12-31", *FEW)
    assert words.code == 0, words.err
    assert "more than" in words.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "soon"), "is 'soon'; write a day"),
        (("--from", "1950-01-01"), "must lie in"),
        (("--from", "2002-01-01"), "are made from 2001-12-31"),
        (("--prior", "flat"), "--prior"),
        (("--parameters", "none.json"), "cannot be read"),
    ],
)
def test_what_is_refused(command, country, words, says):
    done = command("forecast", country, *FEW, *words)
    assert done.code == 3
    assert says in done.err
    assert "Traceback" not in done.err


def test_without_statements_it_says_what_to_do(command, toy):
    done = command("forecast", toy, *FEW)
    assert done.code == 3
    assert "name yours with --statements, or ask about facts that came later" in done.err


def test_an_assumed_event_that_will_not_do_is_blamed_on_its_file(command, country):
    text = STATEMENTS.replace("vote: referendum, title", "vote: plebiscite, title")
    (country / "statements.yaml").write_text(text, encoding="utf-8")
    done = command("forecast", country, *FEW)
    assert done.code == 3
    assert "statements.yaml" in done.err
    assert "assumes" in done.err


def test_what_the_run_does_not_have_is_told(command, country):
    text = STATEMENTS.replace("vote: referendum_2003", "vote: referendum_2002")
    (country / "statements.yaml").write_text(text, encoding="utf-8")
    done = command("forecast", country, *FEW)
    assert done.code == 3
    assert "referendum.options.vote: 'referendum_2002' is no vote of the run" in done.err


def test_check_reads_the_statements_too(command, country):
    assert command("check", country).code == 0
    text = STATEMENTS.replace("at_least: 0.5", "at_leest: 0.5")
    (country / "statements.yaml").write_text(text, encoding="utf-8")
    done = command("check", country)
    assert done.code == 3
    assert "statements.0.at_leest: no such key - did you mean 'at_least'?" in done.err


@pytest.mark.parametrize("name", ["picture.xyz", "no/folder.txt"])
def test_a_picture_that_cannot_be_is_refused_before_the_work(command, country, tmp_path, name):
    done = command("forecast", country, *FEW, "--figure", tmp_path / name)
    assert done.code != 0
    assert name.rpartition("/")[2] in done.err
    assert not (tmp_path / "runs").exists()
