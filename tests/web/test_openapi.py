"""The API keeps what its own description promises, whatever is sent (schemathesis)."""

from types import SimpleNamespace

import pytest

schemathesis = pytest.importorskip(
    "schemathesis", reason="the API is tried against its description: pip install schemathesis"
)
from hypothesis import HealthCheck, given, settings  # noqa: E402 - after the check

from .conftest import MARK  # noqa: E402

QUIET = settings(
    max_examples=15, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
ENDLESS = "/events"
"""A stream has no end to check."""


@pytest.mark.slow
def test_whatever_is_sent_the_answer_is_as_described(client, monkeypatch):
    idle = SimpleNamespace(stop=lambda job: None, close=lambda: None)
    monkeypatch.setattr("vertikal.web._jobs._Lane", lambda jobs, name: idle)  # nothing is run
    monkeypatch.setattr("vertikal.web._jobs.QUEUE", 10**6)
    description = client.get("/api/openapi.json").json()
    schema = schemathesis.openapi.from_dict(description)
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith(ENDLESS):
            continue

        @QUIET
        @given(case=operation.as_strategy())
        def answers_as_described(case):
            sent = case.as_transport_kwargs(base_url="http://testserver")
            sent["headers"] = {**dict(sent.get("headers") or {}), **MARK}
            sent.pop("cookies", None)
            answer = client.request(**sent)
            assert answer.status_code < 500, case.as_curl_command()
            described = case.operation.definition.raw["responses"]
            assert str(answer.status_code) in described, (case.path, answer.status_code)

        answers_as_described()
        tried += 1
    assert tried >= 18
