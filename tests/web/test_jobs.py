"""Jobs: addressed by what is asked, with phases; they outlive the page and can be stopped."""

import threading
import time

import pytest

from vertikal.web._jobs import Job, Jobs
from vertikal.web._requests import Asked, request_of

from .conftest import MARK

PATIENCE = 180.0
"""Seconds after which a test gives up; no claim about speed."""


def until(client, job, done):
    """Poll a job until `done(job)`; return all that was said."""
    said = []
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said.append(client.get(f"/api/jobs/{job}.json").json())
        if done(said[-1]):
            return said
        time.sleep(0.05)
    pytest.fail(f"the job did not get there: {said[-1]}")


def over(job):
    return job["state"] in ("finished", "failed", "cancelled")


def test_a_run_goes_through_its_phases_and_is_then_there(client):
    asked = {"scenario": "kazakhstan", "members": 20, "seed": 5}
    job = client.post("/api/runs", json=asked, headers=MARK).json()
    assert job["id"] == request_of(Asked("kazakhstan", members=20, seed=5)).hash
    again = client.post("/api/runs", json=asked, headers=MARK).json()
    assert again["id"] == job["id"]
    said = until(client, job["id"], over)
    assert said[-1]["state"] == "finished"
    phases = [p for p in dict.fromkeys(s["phase"] for s in said) if p]
    order = ["compiling", "running", "writing", "measuring"]
    assert phases == [p for p in order if p in phases]
    assert "running" in phases
    assert client.get(f"/api/runs/{job['id']}/kept.json").json()["score"] is True
    third = client.post("/api/runs", json=asked, headers=MARK).json()
    assert third["state"] == "finished"


def test_events_are_streamed_until_the_end(client, names):
    job = client.post("/api/jobs", json={"kind": "score", "run": names[1]}, headers=MARK).json()
    with client.stream("GET", f"/api/jobs/{job['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line.startswith("data:")]
    assert '"state": "finished"' in lines[-1]


def test_a_cancelled_run_keeps_what_it_had(client, folder):
    asked = {"scenario": "kazakhstan", "members": 2000, "seed": 6}
    job = client.post("/api/runs", json=asked, headers=MARK).json()
    until(client, job["id"], lambda j: j["phase"] == "running" and j["done"] > 0)
    client.post(f"/api/jobs/{job['id']}/cancel", headers=MARK)
    said = until(client, job["id"], over)
    assert said[-1]["state"] == "cancelled"
    assert said[-1]["done"] < 2000
    (part,) = folder[0].glob(f"kazakhstan-{job['id'][:8]}.zarr.part")
    from vertikal.io._writer import read_progress

    noted = read_progress(part)
    assert noted is not None
    assert sum(b - a for a, b in noted.done) > 0
    assert job["id"] not in [line["id"] for line in client.get("/api/runs.json").json()]


def test_a_failure_says_what_the_command_line_would(client, names):
    client.app.state.runs.answers.put(f"asked-{'f' * 16}", {"scenario": "nowhere"})
    asked = {"kind": "chronicle", "run": "f" * 16}
    assert client.post("/api/jobs", json=asked, headers=MARK).status_code == 404
    assert client.post("/api/jobs", json={"kind": "judge", "claim": "none"}, headers=MARK)
    jobs = client.app.state.jobs
    spec = Asked("kazakhstan", {"institutions.openness": 9}).as_json()
    job = jobs.ask("run", "wrong", spec)
    said = until(client, job.id, over)
    assert said[-1]["state"] == "failed"
    assert "must be at most 1" in said[-1]["says"]


def test_a_job_that_waits_is_cancelled_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("vertikal.web._jobs._Lane", lambda jobs, name: None)
    jobs = Jobs(tmp_path)
    job = jobs.ask("run", "a", {"x": 1})
    jobs.cancel(job.id)
    assert job.state == "cancelled"
    assert jobs.ask("run", "a", {"x": 1}).state == "queued"


def test_the_queue_is_bounded(tmp_path, monkeypatch):
    from vertikal.web._jobs import QUEUE, TooMany

    monkeypatch.setattr("vertikal.web._jobs._Lane", lambda jobs, name: None)
    jobs = Jobs(tmp_path)
    for k in range(QUEUE):
        jobs.ask("run", "a", {"x": k})
    with pytest.raises(TooMany, match="waiting"):
        jobs.ask("run", "a", {"x": "one more"})


def test_what_was_taken_up_does_not_flatter_the_time_left():
    job = Job("a", "run", "a", {}, state="running", begun=0.0, phase_begun=0.0)
    job.done, job.phase_done, job.total = 150, 100, 200
    assert job._eta(10.0) == 10.0  # fifty in ten seconds, fifty to go
    job.done = 100
    assert job._eta(10.0) is None


def test_waiting_wakes_when_the_server_closes(tmp_path):
    jobs, closed = Jobs(tmp_path), threading.Event()
    closed.set()
    assert jobs.next_of("long", closed) is None
