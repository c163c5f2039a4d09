"""Leaving a mechanism out: the rest still runs, and each of them is missed by somebody.

The toy country is laid out so that every mechanism has work to do in its four years: courts, an
order, a pilot, a rollout, assemblies, direct elections, a shock, a rule, a crisis.
"""

import numpy as np
import pytest

from vertikal.fields import FIELDS
from vertikal.lab import Request, simulate
from vertikal.mechanisms import NAMES, build, load
from vertikal.scenario import ScenarioError

FIELDS_READ = {m: set(load(m).reads) | {load(m).only_if or ""} for m in NAMES}


@pytest.fixture(scope="module")
def whole(toy_with_switches):
    return toy_with_switches()


def differing(a, b) -> set[str]:
    return {name for name in a if not np.array_equal(a[name], b[name])}


@pytest.mark.parametrize("name", NAMES)
def test_a_mechanism_that_is_left_out_is_missed(name, whole, toy_with_switches):
    without = toy_with_switches((name,))
    for field, values in without.items():
        assert np.isfinite(values.astype(float)).all(), field
    changed = differing(whole, without)
    own = {w for w in load(name).writes if not w.startswith("docket")}
    assert changed & own, f"{name} does nothing in the toy country"
    # whoever reads what it writes has something else to read now, and passes it on
    readers = [m for m in NAMES if m != name and own & FIELDS_READ[m]]
    if readers:
        passed_on = {w for m in readers for w in load(m).writes} - own
        assert changed & passed_on, f"nobody noticed that {name} was left out"


@pytest.mark.parametrize("name", NAMES)
def test_build_leaves_out_what_it_is_told_to_and_nothing_else(name):
    kept = [m.name for m in build((name,)).mechanisms]
    assert kept == [n for n in NAMES if n != name]


def test_the_toy_country_keeps_every_field_busy(whole):
    # a field that never moves would make the tests above blind to whoever writes it
    moving = {n: v for n, v in whole.items() if FIELDS[n].kind in ("stock", "flow")}
    still = {n for n, v in moving.items() if np.unique(v).size == 1}
    # parameters, passed on; what happens once in two hundred years; and what takes parties
    assert still <= {"removal_premium", "mandate_harm", "restored", "partisan_distance"}, still


@pytest.fixture(scope="module")
def left_out(toy, eager):
    def run(*names):
        request = Request("toy", toy, eager, members=20, seed=1, without=names)
        parts = [records for _, records in simulate(request)]
        return {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}

    return run


@pytest.mark.parametrize("name", ["centre_orders_reform"])
def test_leaving_out_is_switching_off(name, left_out, toy_with_switches):
    # the one test that compiles without the mechanism, as `--without` does; two programs, so that
    # the last bit may differ
    truly, switched = left_out(name), toy_with_switches((name,))
    for field in ("openness", "narrative", "risk", "stress", "approval"):
        np.testing.assert_allclose(truly[field], switched[field], rtol=1e-4, atol=1e-5)
    for field in ("crisis", "introduced", "rolled_back", "case_head_elected"):
        np.testing.assert_array_equal(truly[field], switched[field])


def test_nothing_changes_before_a_mechanism_first_acts(whole, toy_with_switches, toy):
    # the first decision is dated September 2000: month 8
    first = int(np.flatnonzero(np.asarray(toy.inputs["reform_ordered"]).ravel())[0])
    assert first == 8
    without = toy_with_switches(("centre_orders_reform",))
    early = {n for n in whole if not np.array_equal(whole[n][:, :first], without[n][:, :first])}
    assert early == set()
    assert "reform_stage" in differing(whole, without)


def test_an_unknown_mechanism_cannot_be_left_out(toy, parameters):
    with pytest.raises(ScenarioError, match="fear_settles"):
        Request("toy", toy, parameters, members=1, seed=1, without=("fear_setles",))


def test_a_request_is_known_by_what_its_numbers_depend_on(toy, parameters):
    def hashed(**changes):
        given = {"members": 20, "seed": 1, "without": (), **changes}
        return Request("toy", toy, parameters, **given).hash

    hashes = [hashed(), hashed(seed=2), hashed(members=21), hashed(without=("fear_settles",))]
    assert len(set(hashes)) == 4
    assert hashed() == hashed()
    pair = ("fear_settles", "shocks_arrive")
    assert hashed(without=pair) == hashed(without=pair[::-1])
