"""Pooling, regions, the verdict in words."""

import math

import numpy as np
import pytest

from vertikal import instruments
from vertikal.instruments import Battery, Finding, Instrument, Reading, Region, holm, verdict


def reading(name, p, value=1.0, *, alarms=True):
    one = Instrument(name, f"Label of {name}", "1", ("leader",), "Nothing.", "Blind to it.",
                     lambda *_: Finding(value), alarms=alarms)  # fmt: skip
    return Reading(one, Finding(value, p=p, null=0.5))


def test_holm():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []
    found = holm([math.nan, 0.02])
    assert math.isnan(found[0])
    assert found[1] == 0.02


def test_the_pooled_p_counts_the_questions_that_were_asked():
    readings = (reading("a", 0.02), reading("b", 0.5), reading("c", math.nan),
                reading("d", 0.0001, alarms=False))  # fmt: skip
    assert Battery(100, readings).p == pytest.approx(0.04)
    assert math.isnan(Battery(100, readings[2:]).p)


@pytest.mark.parametrize(
    ("p", "level"), [(0.03, "nothing"), (0.02, "unusual"), (0.0002, "clearly unusual")]
)
def test_levels(p, level):
    said = verdict(Battery(1000, (reading("a", p), reading("b", 0.9))))
    assert said.level == level
    assert "fraud" not in said.text.lower()
    assert ("label of a" in said.text) == (level != "nothing")
    assert ("no clean bill" in said.text) == (level == "nothing")


def test_regions_are_named_after_allowing_for_their_number():
    odd, usual = (reading("a", 0.0001),), (reading("a", 0.04),)
    regions = tuple(Region(f"R{k}", 100, odd if k == 7 else usual) for k in range(20))
    said = verdict(Battery(2000, odd, regions))
    assert "1 of 20 regions: R7." in said.text


def test_without_any_answer_there_is_no_verdict():
    one = reading("a", math.nan)
    why = Reading(one.instrument, Finding(math.nan, why_not="the table has no registered"))
    said = verdict(Battery(1000, (why,)))
    assert said.level == "unread"
    assert "the table has no registered" in said.text


def test_a_region_reads_the_same_whatever_the_others_are(honest):
    table = honest(900)
    whole = instruments.battery(table, draws=100, by_region=True)
    part = table.take(table.region == 2)
    alone = instruments.battery(part, draws=100, by_region=True)
    here = next(r for r in whole.regions if r.code == "R2")
    there = next(r for r in alone.regions if r.code == "R2")
    assert here.stations == there.stations == 150
    for a, b in zip(here.readings, there.readings, strict=True):
        np.testing.assert_equal(a.finding.value, b.finding.value)


def test_progress_is_told(honest):
    told = []
    instruments.battery(honest(200), ["full_stations"], by_region=True,
                        tell=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(k + 1, 7) for k in range(7)]
