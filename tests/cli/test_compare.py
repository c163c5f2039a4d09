"""`vertikal compare`: effects as a table, as JSON, as a picture."""

import json

import pytest

COURT = "institutions.court_independence=0.95"


@pytest.fixture(scope="module")
def compared(command, toy, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("compared"))
        return command("compare", toy, "--members", 20, "--set", COURT, "--json")


def test_json_has_an_effect_for_every_outcome_and_year(compared):
    assert compared.code == 0
    rows = compared.json["outcomes"]
    assert {"id", "unit", "time", "effect", "low", "high"} <= set(rows[0])
    litigated = {r["time"]: r for r in rows if r["id"] == "litigated"}
    assert set(litigated) == {"2001-2005", "2001", "2002", "2003", "2004", "2005"}
    whole = litigated["2001-2005"]
    assert 0.0 < whole["low"] < whole["effect"] < whole["high"]
    assert whole["effect"] == pytest.approx(whole["there"] - whole["here"])


def test_what_did_not_happen_is_null_not_nan(compared):
    assert "NaN" not in compared.out
    assert any(r["effect"] is None and r["pairs"] == 0 for r in compared.json["outcomes"])


def test_a_world_beside_itself_is_exactly_unchanged(command, toy):
    same = command("compare", toy, toy, "--members", 10, "--json").json["outcomes"]
    assert {r["effect"] for r in same if r["pairs"] > 1} == {0.0}


def test_both_changes_both_worlds(command, toy):
    """What is the same in both worlds is no difference."""
    done = command("compare", toy, toy, "--members", 10, "--both", COURT, "--json")
    assert {r["effect"] for r in done.json["outcomes"] if r["pairs"] > 1} == {0.0}


def test_the_table_says_what_moved_and_what_did_not(command, toy, tmp_path):
    picture = tmp_path / "effects.png"
    done = command(
        "compare", toy, "--members", 10, "--set", "institutions.regional_veto=0.9",
        "--figure", picture,
    )  # fmt: skip
    assert done.code == 0
    assert "toy: institutions.regional_veto=0.9 (10 pairs of histories)" in done.out
    assert "Exactly unchanged in every history: " in done.out
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_nothing_to_compare_is_said(command, toy):
    done = command("compare", toy)
    assert done.code == 3
    assert done.err.startswith("nothing differs: name another scenario, or say what to change")


def test_countries_without_a_year_in_common_are_refused(command, toy):
    done = command("compare", toy, "kazakhstan", "--members", 2)
    assert done.code == 3
    assert "have no year in common" in done.err


def test_a_lever_that_leads_nowhere_is_named(command, toy):
    done = command("compare", toy, "--set", "institutions.court=0.9")
    assert done.code == 3
    assert "institutions.court" in done.err


def test_outcomes_are_kept_and_read_again(command, toy, tmp_path):
    words = ("compare", toy, "--members", 10, "--set", COURT, "--json")
    first = command(*words)
    kept = sorted((tmp_path / "runs" / "readings").glob("*.npy"))
    assert len(kept) == 2
    before = [f.stat().st_mtime_ns for f in kept]
    assert command(*words).out == first.out
    assert [f.stat().st_mtime_ns for f in kept] == before
    assert json.loads(first.out)
