"""What every instrument has to do, before its author tests it."""

import numpy as np
import pytest

from vertikal import instruments

LOADED = [instruments.load(name) for name in instruments.NAMES]
NUMBERS = ("value", "low", "high", "p", "null", "tested", "tested_null")
"""What a finding says in numbers."""


def reads_neighbours(one):
    """Whether an instrument says that its place is made of neighbours in the file."""
    return "neighbours in the file" in one.blind


def touched(table, what, make_stations):
    """Sixty stations of a table, changed in favour of the leader."""
    ballots, valid, votes = table.ballots.copy(), table.valid.copy(), table.votes.copy()
    some = np.arange(60) if what == "village" else np.arange(0, len(table), len(table) // 60)[:60]
    if what == "rounded":
        votes[some, 0] = np.maximum(votes[some, 0], np.rint(0.7 * valid[some]))
    else:
        share = {"padded": 0.95, "village": 0.98}[what]
        added = np.rint(share * (table.registered - ballots)[some]).astype(int)
        ballots[some] += added
        valid[some] += added
        votes[some, 0] += added
    if what == "village":
        votes[some, 0] = np.rint(0.97 * valid[some])
    votes[:, 2] = np.minimum(votes[:, 2], valid - votes[:, 0])
    votes[:, 1] = valid - votes[:, 0] - votes[:, 2]
    return make_stations(table.registered, ballots, valid, votes[:, 0], votes, table.region)


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
@pytest.mark.parametrize("what", ["honest", "padded", "rounded"])
def test_the_order_of_stations_is_nothing_but_to_those_that_read_neighbours(
    one, what, honest, make_stations
):
    table = honest(500) if what == "honest" else touched(honest(500), what, make_stations)
    here = one(table, draws=200)
    for order in (np.arange(500)[::-1], np.random.default_rng(2).permutation(500)):
        there = one(table.take(order), draws=200)
        for name in ["value"] if reads_neighbours(one) else NUMBERS:
            want = pytest.approx(getattr(here, name), rel=1e-6, abs=1e-9, nan_ok=True)
            assert getattr(there, name) == want, name


@pytest.mark.parametrize("one", [x for x in LOADED if reads_neighbours(x)], ids=lambda x: x.name)
def test_those_that_say_so_do_read_neighbours(one, honest, make_stations):
    """Sixty stations of one mind: together they are their own yardstick, scattered they are not."""
    table = touched(honest(600, regions=1), "village", make_stations)
    mixed = table.take(np.random.default_rng(2).permutation(600))
    here, there = one(table), one(mixed)
    assert there.value == pytest.approx(here.value, rel=1e-6, abs=1e-9)
    assert here.p > 0.05
    assert there.p < 0.01


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
