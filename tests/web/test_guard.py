"""The gate: other sites, other names, too much, and no token are turned away."""

import pytest
from fastapi.testclient import TestClient

from vertikal.web import create_app, is_local, new_token

from .conftest import MARK


def test_changes_without_the_header_are_refused(client):
    answer = client.post("/api/check", json={"scenario": "kazakhstan"})
    assert answer.status_code == 403
    assert "X-Vertikal" in answer.json()["problems"][0]["says"]


def test_other_sites_get_no_leave(client):
    asking = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-vertikal",
    }
    answer = client.options("/api/runs", headers=asking)
    assert answer.status_code >= 400
    read = client.get("/api/runs.json", headers={"Origin": "https://example.org"})
    for said in (answer, read):
        assert not [h for h in said.headers if h.startswith("access-control")]
        assert said.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_foreign_name_for_this_machine_is_refused(folder):
    with TestClient(create_app(folder[0]), base_url="http://attacker.example") as client:
        assert client.get("/api/runs.json").status_code == 400
    with TestClient(create_app(folder[0]), base_url="http://localhost:9999") as client:
        assert client.get("/api/runs.json").status_code == 200


def test_too_much_is_refused_whether_announced_or_not(client):
    text = "x" * (2 * 2**20)
    assert client.post("/api/check", content=text, headers=MARK).status_code == 413

    def drops():
        for _ in range(40):
            yield b"x" * 2**16

    headers = {**MARK, "content-type": "application/json"}
    assert client.post("/api/check", content=drops(), headers=headers).status_code == 413


def test_with_a_token_nothing_is_given_without_it(folder):
    app = create_app(folder[0], token="secret", hosts=("*",))
    with TestClient(app) as client:
        assert client.get("/").status_code == 401
        assert client.get("/api/runs.json?token=wrong").status_code == 401
        assert client.get("/api/runs.json", headers={"Authorization": "Bearer secret"}).is_success
        client.cookies.clear()
        first = client.get("/?token=secret")
        assert first.is_success
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert client.get("/api/runs.json").is_success


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False), ("192.0.2.7", False)],
)
def test_only_this_machine_is_local(host, local):
    assert is_local(host) is local


def test_tokens_are_long_and_differ():
    assert len({new_token() for _ in range(20)}) == 20
    assert len(new_token()) >= 32
