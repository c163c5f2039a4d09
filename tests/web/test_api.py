"""The API: what it answers, what it refuses, and in whose words."""

import pytest

from vertikal.io import read_scenario, shipped
from vertikal.web._requests import Asked, request_of

from .conftest import COURT, MARK, MEMBERS


def test_runs_are_listed_with_what_was_changed(client, names):
    listed = {line["id"]: line for line in client.get("/api/runs.json").json()}
    assert set(names) <= set(listed)
    assert listed[names[0]]["changes"] == ""
    assert listed[names[1]]["changes"] == "institutions.court_independence=0.9"


def test_a_run_says_its_places_times_and_events(client, names):
    said = client.get(f"/api/runs/{names[0]}/about.json").json()
    assert len(said["regions"]) == 20
    assert {"code", "column", "row", "adults"} <= set(said["regions"][0])
    assert len({(r["column"], r["row"]) for r in said["regions"]}) == 20
    assert said["events"][0]["title"].startswith("Decree 555")
    assert said["repeatable"] is True


def test_the_page_has_no_inline_script_and_a_strict_policy(client):
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.text.count("<script") == answer.text.count("src=") == 1
    assert "style=" not in answer.text


def test_what_is_there_is_not_computed_again(client, names):
    asked = {"scenario": "kazakhstan", "members": MEMBERS, "set": COURT}
    said = client.post("/api/runs", json=asked, headers=MARK).json()
    assert said == {"state": "finished", "id": names[1], "result": names[1]}
    assert client.get("/api/jobs.json").json() == []


def test_problems_are_those_of_the_command_line(client):
    asked = {"scenario": "kazakhstan", "set": {"institutions.court_independance": 0.9}}
    answer = client.post("/api/runs", json=asked, headers=MARK)
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert "did you mean 'court_independence'?" in problem["says"]


def test_all_problems_of_a_text_are_told_with_their_lines(client):
    text = (shipped_text("kazakhstan")).replace("start: 2013", "start: 2013\nbogus: 1")
    text = text.replace("court_independence: 0.02", "court_independence: 7")
    asked = {"scenario": "kazakhstan", "text": text}
    answer = client.post("/api/check", json=asked, headers=MARK)
    assert answer.status_code == 422
    told = {p["path"]: p for p in answer.json()["problems"]}
    assert set(told) == {"bogus", "institutions.court_independence"}
    line = 1 + text.splitlines().index("bogus: 1")
    assert told["bogus"]["line"] == line


def test_a_text_that_is_in_order_asks_for_the_same_world(client):
    asked = {"scenario": "kazakhstan", "text": shipped_text("kazakhstan")}
    said = client.post("/api/check", json=asked, headers=MARK).json()
    assert said["units"] == request_of(Asked("kazakhstan")).compiled.tree.n_units


@pytest.mark.parametrize("table", ["../russia/regions.csv", "/etc/passwd", "null.yaml"])
def test_a_text_names_no_file_but_the_tables_of_its_scenario(client, table):
    text = shipped_text("kazakhstan").replace("[regions.csv, districts.csv]", f'["{table}"]')
    asked = {"scenario": "kazakhstan", "text": text}
    answer = client.post("/api/check", json=asked, headers=MARK)
    assert answer.status_code == 422
    assert any("is no table of kazakhstan" in p["says"] for p in answer.json()["problems"])
    assert "root:" not in answer.text


def test_aliases_are_refused_before_they_grow(client):
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    asked = {"scenario": "kazakhstan", "text": "\n".join(rows)}
    answer = client.post("/api/check", json=asked, headers=MARK)
    assert answer.status_code == 422
    assert "unfolds to more than 50,000 values" in answer.json()["problems"][0]["says"]


def test_a_text_that_lasts_too_long_is_refused(client):
    text = shipped_text("kazakhstan").replace("until: 2030", "until: 2190")
    asked = {"scenario": "kazakhstan", "text": text}
    answer = client.post("/api/runs", json=asked, headers=MARK)
    assert answer.status_code == 422
    assert "at most 80" in answer.json()["problems"][0]["says"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/runs/0000000000000000/about.json",
        "/api/runs/{}/cubes/no_such.bin",
        "/api/runs/{}/units/no_such.bin",
        "/api/runs/{}/chronicle/7.json",
        "/api/jobs/0000000000000000.json",
        "/api/borders.json",
    ],
)
def test_what_does_not_exist_is_404_with_a_reason(client, names, address):
    answer = client.get(address.format(names[0]))
    assert answer.status_code == 404
    assert answer.json()["problems"][0]["says"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/runs/..%2F..%2Fetc/about.json",
        "/api/runs/%2e%2e/about.json",
        "/studio.js/../../../etc/passwd",
        "/..%2f..%2fpyproject.toml",
        "/static/index.html",
    ],
)
def test_no_path_of_a_request_reaches_a_file(client, address):
    answer = client.get(address)
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text
    assert "hatchling" not in answer.text


def test_levers_are_the_institutions_of_each_scenario(client):
    said = {s["id"]: s for s in client.get("/api/scenarios.json").json()}
    assert set(said) == set(shipped())
    levers = said["kazakhstan"]["levers"]
    assert levers["institutions"][0]["id"] == "court_independence"
    assert len(levers["institutions"]) == 8


def test_claims_are_listed_untried(client):
    claims = client.get("/api/claims.json").json()
    assert len(claims) > 30
    assert all(c["trial"] is None and c["because"] for c in claims)


def test_the_score_card_comes_with_its_sources(client, names):
    card = client.get(f"/api/runs/{names[0]}/score.json").json()
    scored = [f for f in card["facts"] if f["scored"]]
    assert len(scored) == card["scored"] > 40
    assert all(f["source"] for f in card["facts"])
    placed = [f for f in card["observed"] if f["at"]]
    assert {f["at"]["quantity"] for f in placed} >= {"turnout", "protests"}


def test_a_chronicle_is_that_of_the_command(client, names):
    from vertikal.lab import chronicle

    told = client.get(f"/api/runs/{names[0]}/chronicle/0.json").json()["events"]
    expected = chronicle(request_of(Asked("kazakhstan", members=MEMBERS)), 0)
    assert [(e["date"], e["says"]) for e in told] == [(h.date, h.says) for h in expected]


def test_what_a_run_was_asked_to_do_can_be_asked_again(runs, names):
    asked = runs.asked(names[1])
    assert asked is not None
    assert request_of(asked).hash == names[1]


def shipped_text(name):
    from vertikal.io._scenario import SHIPPED

    assert read_scenario(name).values["title"]
    return (SHIPPED / name / "scenario.yaml").read_text(encoding="utf-8")
