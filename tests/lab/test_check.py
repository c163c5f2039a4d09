"""A run under watch says which mechanism, field, history, month and unit went wrong."""

import dataclasses

import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.cli._common import make_request
from vertikal.engine import Mechanism, Model, Params, Rule, watched
from vertikal.lab import RULES, checked
from vertikal.lab import _request as module
from vertikal.lab._record import monthly, yearly

YEARS, MONTHS = 1, 12


class Nothing(Params):
    """No parameters."""


def mechanism(name, act, *, writes=("grievance",), phase="residents"):
    """A mechanism that does one thing."""
    return Mechanism(name, phase, "A", Nothing, ("month", "grievance"), writes,
                     lambda now, params, draw: act(now))  # fmt: skip


def spoils(at, value):
    """Change that is `value` in the second unit in month `at`, and small elsewhere."""

    def act(now):
        here = (now["month"] == at) & (jnp.arange(now["grievance"].shape[0]) == 1)
        return {"grievance": jnp.where(here, value, 0.001)}

    return act


@pytest.fixture(scope="module")
def request_of(toy_folder):
    return make_request(toy_folder, members=3, seed=4, until=2001)


@pytest.fixture(scope="module")
def toy_folder():
    from pathlib import Path

    return str(Path(__file__).parent.parent / "data" / "toy")


def with_only(monkeypatch, request, *mechanisms):
    """Let the model have these mechanisms alone; starting stocks stay."""
    whole = module.build(())
    small = Model(whole.phases, tuple(mechanisms), whole.slots, whole.sizes)
    monkeypatch.setattr(module, "build", lambda without, residents: small)
    return dataclasses.replace(
        request, parameters={**request.parameters, **{m.name: Nothing() for m in mechanisms}}
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_reported_with_all_that_is_known(monkeypatch, request_of, value):
    request = with_only(monkeypatch, request_of, mechanism("bad_one", spoils(7, value)),
                        mechanism("good_one", spoils(99, 0.0), phase="protest"))  # fmt: skip
    found = [f for f in checked(request, rules=()) if f.source != "range"]
    assert [(f.source, f.field, f.member, f.date, f.places) for f in found] == [
        ("bad_one", "grievance", k, "2001-08", 1) for k in range(3)
    ]
    assert found[0].place == request.compiled.labels.units.code[1]
    assert found[0].says == f"changes grievance by {value:g}; must be finite"
    assert found[0].as_json()["value"] == str(float(value))


def test_an_overflow_that_the_support_hides_is_reported(monkeypatch, request_of):
    """`inf` is cut to 1: the dataset would show nothing."""
    request = with_only(monkeypatch, request_of, mechanism("bad_one", spoils(7, np.inf)))
    assert {f.source for f in checked(request, rules=())} == {"bad_one"}


def test_nan_stays_and_is_out_of_range(monkeypatch, request_of):
    request = with_only(monkeypatch, request_of, mechanism("bad_one", spoils(7, np.nan)))
    ranges = [f for f in checked(request, rules=()) if f.source == "range"]
    assert [(f.field, f.date) for f in ranges] == [("grievance", "2001-08")] * 3
    assert "must lie in 0 to 1" in ranges[0].says


def test_a_rule_that_does_not_hold_is_reported(monkeypatch, request_of):
    request = with_only(monkeypatch, request_of, mechanism("good_one", spoils(99, 0.0)))
    rule = Rule("still", "nothing grows", lambda b, a: a["grievance"] - b["grievance"])
    found = checked(request, rules=(rule,))
    assert [(f.source, f.date, f.member) for f in found] == [
        ("rule still", "2001-01", k) for k in range(3)
    ]
    assert found[0].says.startswith("does not hold: nothing grows; it is missed by ")
    assert found[0].value == pytest.approx(0.001, rel=1e-3)


def test_every_rule_names_itself():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names) >= 10


@pytest.mark.slow
def test_the_toy_country_breaks_no_rule_and_runs_as_without_watch(toy_folder):
    request = make_request(toy_folder, members=10, seed=0, until=2002)
    assert checked(request) == []
    compiled = request.compiled
    ensemble = request.ensemble(monthly, yearly, request.block)
    _, seen = watched(ensemble, request.parameters, compiled.inputs, 0)(range(10))
    plain, _, _ = ensemble.compile(request.parameters, compiled.inputs)(
        request.parameters, 0, range(10)
    )
    for name, values in plain.items():  # fused otherwise: the last bits may part
        np.testing.assert_allclose(seen[name], values, rtol=1e-4, atol=1e-5, err_msg=name)
