"""Uploads: measured as the command measures them, bounded, and gone afterwards."""

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest

from vertikal.web import _reader

from .conftest import MARK

MAP = "registered=registered,ballots=ballots,valid=valid,votes=A+B,region=region"


@pytest.fixture(scope="module")
def table():
    """Two hundred honest stations."""
    rng = np.random.default_rng(4)
    registered = rng.integers(300, 2000, 200)
    ballots = rng.binomial(registered, 0.6)
    leader = rng.binomial(ballots, 0.5)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["region", "registered", "ballots", "valid", "A", "B"])
    for k, (n, b, a) in enumerate(zip(registered, ballots, leader, strict=True)):
        rows.writerow([f"R{k % 5}", n, b, b, a, b - a])
    return out.getvalue().encode()


def test_a_table_is_measured_as_the_command_does(client, table, tmp_path):
    from vertikal.instruments import battery, stations_of
    from vertikal.io import read_returns

    said = client.post("/api/returns", params={"map": MAP}, content=table, headers=MARK).json()
    file = tmp_path / "returns.csv"
    file.write_bytes(table)
    found = battery(stations_of(read_returns(file, mapping=MAP).data), draws=said["draws"])
    assert said["stations"] == found.stations == 200
    told = {m["id"]: m["value"] for m in said["measures"]}
    for reading in found.readings:
        value = reading.finding.value
        expected = None if np.isnan(value) else pytest.approx(value)
        assert told[reading.instrument.name] == expected
    voters = np.array(said["fingerprint"]["voters"])
    assert voters.sum() == sum(
        int(r["registered"]) for r in csv.DictReader(table.decode().splitlines())
    )


def test_nothing_is_kept(client, table, folder):
    def everything():
        places = [folder[0], Path(tempfile.gettempdir())]
        return {p for place in places for p in place.glob("*") if "pytest" not in p.name}

    before = everything()
    client.post("/api/returns", params={"map": MAP}, content=table, headers=MARK)
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "params", "says"),
    [
        (b"", {}, "empty"),
        (b"PK\x03\x04rest", {}, "zip archive"),
        (b"a,b\n1,2\n", {}, "no known format"),
        (b"a,b\n1,2\n", {"map": "/etc/passwd"}, "map"),
        (b"a,b\n1,2\n", {"map": "registered=a,votes=nothing"}, "nothing"),
    ],
)
def test_what_will_not_do_is_refused_in_words(client, content, params, says):
    answer = client.post("/api/returns", params=params, content=content, headers=MARK)
    assert answer.status_code == 422
    told = answer.json()["problems"][0]["says"]
    assert says in told
    assert "/proc" not in told
    assert "root:" not in told


def test_a_table_that_is_too_large_is_refused(client, monkeypatch):
    guard = client.app.middleware_stack
    while not hasattr(guard, "large"):
        guard = guard.app
    monkeypatch.setitem(guard.large, "/api/returns", 1000)
    answer = client.post("/api/returns", content=b"x" * 1001, headers=MARK)
    assert answer.status_code == 413


def test_a_reader_without_memory_refuses_and_the_server_lives(client, table, monkeypatch):
    monkeypatch.setenv("VERTIKAL_READER_MEMORY", str(64 * 2**20))
    answer = client.post("/api/returns", params={"map": MAP}, content=table, headers=MARK)
    assert answer.status_code == 422
    assert "memory" in answer.json()["problems"][0]["says"]
    monkeypatch.delenv("VERTIKAL_READER_MEMORY")
    assert client.get("/api/runs.json").is_success


def test_the_bound_on_memory_cannot_be_raised(monkeypatch):
    monkeypatch.setenv("VERTIKAL_READER_MEMORY", str(2**40))
    assert _reader.memory() == _reader.MEMORY
