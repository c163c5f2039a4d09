"""What every instrument has to do, before its author tests it."""

import numpy as np
import pytest

from vertikal import instruments

LOADED = [instruments.load(name) for name in instruments.NAMES]
every_instrument = pytest.mark.parametrize("one", LOADED, ids=instruments.NAMES)


@every_instrument
def test_it_says_what_it_is(one):
    assert one.name in instruments.NAMES
    assert one.label
    assert one.unit
    assert one.refs
    assert set(one.needs) <= {"registered", "ballots", "valid", "leader", "votes"}
    for sentence in (one.zero, one.blind, *([one.alike] if one.alarms else [])):
        assert sentence.endswith(".")
    said = " ".join((one.name, one.label, one.zero, one.blind)).lower()
    assert "fraud" not in said


@every_instrument
def test_the_same_seed_gives_the_same_numbers(one, honest):
    table = honest(400)
    first, again = (one(table, seed=3, draws=200) for _ in range(2))
    np.testing.assert_equal(first.__dict__, again.__dict__)


@every_instrument
def test_numbers_are_in_order(one, honest):
    found = one(honest(600), draws=200)
    assert np.isfinite(found.value)
    assert not found.why_not
    if np.isfinite(found.low):
        assert found.low <= found.value <= found.high
    if one.alarms:
        assert 0.0 < found.p <= 1.0
    else:
        assert np.isnan(found.p)


@every_instrument
def test_the_order_of_stations_is_nothing(one, honest):
    table = honest(500)
    turned = table.take(np.arange(len(table))[::-1])
    here, there = one(table, draws=200), one(turned, draws=200)
    assert there.value == pytest.approx(here.value, rel=1e-6, abs=1e-9)


@every_instrument
def test_what_a_table_lacks_is_named(one, make_stations):
    table = make_stations(leader=np.arange(100))
    found = one(table)
    if set(one.needs) <= {"leader"}:
        return
    assert np.isnan(found.value)
    lacking = [n for n in one.needs if n != "leader"]
    assert found.why_not == f"the table has no {', '.join(lacking)}"


@every_instrument
def test_few_stations_are_too_few(one, honest):
    found = one(honest(12))
    assert np.isnan(found.value)
    assert "12 stations are too few" in found.why_not


@every_instrument
@pytest.mark.parametrize("what", ["nobody", "everybody", "one way", "alike", "tiny"])
def test_odd_tables_give_a_number_or_a_reason(one, make_stations, what):
    n = np.full(60, 5 if what == "tiny" else 500)
    cast = {"nobody": 0 * n, "everybody": n}.get(what, n // 2)
    leader = {"one way": cast, "nobody": cast}.get(what, cast // 2)
    votes = np.stack([leader, cast - leader], 1)
    found = one(make_stations(n, cast, cast, leader, votes), draws=100)
    assert np.isfinite(found.value) or found.why_not
    assert np.isnan(found.p) or 0.0 <= found.p <= 1.0
