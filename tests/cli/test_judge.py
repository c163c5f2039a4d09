"""`vertikal judge`: a user's own claims on trial."""

import pytest

CLAIMS = """\
claims:
  - id: courts_bring_suits
    sentence: B
    says: "A court brings suits."
    scenarios: [TOY]
    treatment: {institutions.court_independence: 0.95}
    control: {institutions.court_independence: 0.0}
    outcome: {measure: litigated_share}
    direction: up
    smallest_effect: 0.05
    because: "a twentieth"
    fails_in: {}
  - id: trust_is_high
    sentence: F
    says: "Nearly everybody trusts the count."
    scenarios: [TOY]
    outcome: {measure: national_mood, options: {of: trust}}
    compared_with: 0.95
    direction: up
    smallest_effect: 0.0
    because: "a level"
    fails_in: {}
"""
FEW = ("--members", 10, "--draws", 40, "--repeat", 1)


@pytest.fixture
def claims(tmp_path, toy):
    file = tmp_path / "mine.yaml"
    file.write_text(CLAIMS.replace("TOY", toy))
    return file


def test_verdicts_as_json(command, claims):
    done = command("judge", "--claims", claims, *FEW, "--json")
    assert done.code == 0
    suits, trust = done.json["claims"]
    assert {
        "id", "says", "verdict", "effect", "low", "high", "smallest_effect", "robustness", "flips",
    } <= set(suits)  # fmt: skip
    assert suits["effect"] > 0.05
    assert suits["robustness"] > 0.5
    assert trust["verdict"] == "fails"
    assert trust["robustness"] == 0.0


def test_a_table_and_what_was_tried(command, claims):
    done = command("judge", "--claims", claims, "--only", "trust_is_high", *FEW)
    assert done.code == 0
    assert "world 1 of 1" in done.err
    assert "trust_is_high" in done.out
    assert "courts_bring_suits" not in done.out
    assert "0 holds, 1 fails, 0 depends, 0 cannot tell" in done.out


def test_strict_tells_by_the_exit_code(command, claims):
    assert command("judge", "--claims", claims, *FEW, "--strict").code == 5


def test_a_trial_is_kept(command, claims, tmp_path):
    words = ("judge", "--claims", claims, *FEW, "--json")
    first = command(*words)
    before = {f: f.stat().st_mtime_ns for f in (tmp_path / "runs" / "readings").glob("*.npy")}
    assert len(before) == 6  # three worlds, each as it is and with draws
    assert command(*words).out == first.out
    assert {f: f.stat().st_mtime_ns for f in before} == before


def test_an_unknown_claim_or_place_is_named(command, claims):
    done = command("judge", "--claims", claims, "--only", "courts_bring_suit")
    assert done.code == 3
    assert "no such claim - did you mean 'courts_bring_suits'?" in done.err
    done = command("judge", "kazakstan")
    assert done.code == 3
    assert "no claim is tried there - did you mean 'kazakhstan'?" in done.err


def test_a_faulty_file_is_refused_with_the_line(command, claims):
    claims.write_text(claims.read_text().replace("direction: up", "direction: sideways", 1))
    done = command("judge", "--claims", claims)
    assert done.code == 3
    assert "mine.yaml: 1 problem\n  line 9: claims.0.direction: is 'sideways'" in done.err
