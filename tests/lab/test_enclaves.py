"""Enclaves of a run find what was planted: where, how long, and what goes with them."""

import json

import numpy as np
import pytest
import xarray as xr

from vertikal.lab import enclaves
from vertikal.measures import MeasureError

MEMBERS, YEARS, TOWNS = 10, 12, 6
TRAITS = ("circle", "trust", "activism")


@pytest.fixture
def data():
    """Six towns under a governor in an unfree nation.

    Town 0 is free from 2002 to 2009 in all ten histories, town 1 from 2005 on in one, town 2 from
    2003 to 2007 in the two first; town 0 has the most active residents, towns 0 and 1 small
    circles. Nobody else elects.
    """
    rng = np.random.default_rng(3)
    shape = (MEMBERS, YEARS, TOWNS + 1)
    dims = ("member", "year", "unit")
    free = np.zeros(shape, bool)
    free[:, 2:10, 1] = free[0, 5:, 2] = free[:2, 3:8, 3] = True
    values = {f"unit_{t}": (dims, 0.5 + 0.01 * rng.normal(size=shape)) for t in TRAITS}
    values["unit_activism"][1][..., 1] += 0.4
    values["unit_circle"][1][..., 1:3] -= 0.3
    for name in ("contest", "honesty", "autonomy"):
        values[f"unit_{name}"] = dims, np.where(free, 0.8, 0.2)
    values["unit_mode"] = dims, np.where(free, 3, 0)
    values["unit_direct_elections"] = dims, np.where(free, 2.0, 0.0)
    national = ("member", "time"), np.full((MEMBERS, 12 * YEARS), 0.3)
    return xr.Dataset(
        {**values, "openness": national},
        {
            "time": (np.datetime64("2000-01", "M") + np.arange(12 * YEARS)).astype(
                "datetime64[ns]"
            ),
            "year": 2000 + np.arange(YEARS),
            "unit": ["R", *(f"R/{k}" for k in range(TOWNS))],
            "unit_name": ("unit", ["Land", *(f"Town {k}" for k in range(TOWNS))]),
            "unit_tier": ("unit", ["region"] + ["district"] * TOWNS),
            "unit_urban": ("unit", np.full(TOWNS + 1, 0.5)),
            "unit_rent_dependence": ("unit", np.full(TOWNS + 1, 0.5)),
            "unit_development": ("unit", np.full(TOWNS + 1, 0.5)),
        },
    )


def row(found, tier, kind):
    (one,) = [t for t in found.tiers if (t.tier, t.kind) == (tier, kind)]
    return one


def test_counts_by_tier(data):
    found = enclaves(data)
    assert [(t.tier, t.kind) for t in found.tiers] == [
        (tier, kind) for tier in ("region", "district") for kind in ("democratic", "authoritarian")
    ]
    towns = row(found, "district", "democratic")
    counts = np.array([3, 2] + [1] * 8), np.array([1] + [0] * 9)
    assert towns.at_peak == pytest.approx(np.quantile(counts[0], [0.05, 0.5, 0.95]))
    assert towns.at_end == pytest.approx(np.quantile(counts[1], [0.05, 0.5, 0.95]))
    lengths = [8] * 10 + [7] + [5] * 2
    assert towns.years == pytest.approx(np.quantile(lengths, [0.05, 0.5, 0.95]))
    assert (towns.units, towns.members, towns.peak_year) == (6, 1.0, 2002)
    for tier, kind in (("region", "democratic"), ("district", "authoritarian")):
        none = row(found, tier, kind)
        assert (none.members, none.at_peak, none.years, none.told) == (0.0, (0, 0, 0), None, ())


def test_units_that_are_often_enclaves(data):
    listed = {u.unit: u for u in enclaves(data).units}
    assert list(listed) == ["R/0", "R/1", "R/2"]
    assert [(u.first, u.last, u.share) for u in listed.values()] == [
        (2002, 2009, 1.0), (2005, 2011, 0.1), (2003, 2007, 0.2),
    ]  # fmt: skip
    assert [(u.low, u.years, u.high) for u in listed.values()] == [(8,) * 3, (7,) * 3, (5,) * 3]
    assert listed["R/1"].name == "Town 1"


def test_one_history_in_eleven_is_not_often(data):
    eleven = data.isel(member=[*range(10), 9])
    assert [u.unit for u in enclaves(eleven).units] == ["R/0", "R/2"]


def test_the_longest_spell_of_a_history_counts(data):
    data["unit_mode"].values[:, 5, 1] = 0
    town = enclaves(data, lasting=3).units[0]
    assert (town.first, town.last, town.years) == (2006, 2009, 4.0)


def test_what_goes_with_them(data):
    """Activism of town 0 stands out of all others; the components of the score do by themselves."""
    found = row(enclaves(data), "district", "democratic").differences
    by_name = {c.variable: c for c in found}
    assert set(by_name) == {
        "unit_circle",
        "unit_trust",
        "unit_activism",
        "unit_autonomy",
        "unit_direct_elections",
    }  # what does not vary is not compared, nor are counts where the others do not elect
    assert [c.difference for c in found] == sorted((c.difference for c in found), key=abs)[::-1]
    assert by_name["unit_activism"].difference > 1.5
    assert by_name["unit_circle"].difference < -1.0
    assert abs(by_name["unit_trust"].difference) < 0.5
    assert by_name["unit_autonomy"].in_score
    assert not by_name["unit_circle"].in_score
    assert by_name["unit_circle"].says.startswith("smaller circles (0.2")


def test_counts_are_compared_among_those_who_elect(data):
    """Town 5 elects as well, by worse counts; towns without elections say nothing."""
    data["unit_mode"].values[..., 6] = 3
    data["unit_honesty"].values[..., 6] = 0.6
    (counts,) = [
        c for c in row(enclaves(data), "district", "democratic").differences
        if c.variable == "unit_honesty"
    ]  # fmt: skip
    assert (counts.enclaves, counts.others) == pytest.approx((0.8, 0.6))


def test_a_trend_is_no_difference(data):
    """Trust rises for all, and enclaves come late: within a year they trust no more than others."""
    data["unit_trust"].values[:] = np.linspace(0.0, 1.0, YEARS)[:, None]
    data["unit_trust"].values[..., 4] += 0.1
    (trust,) = [
        c for c in row(enclaves(data), "district", "democratic").differences
        if c.variable == "unit_trust"
    ]  # fmt: skip
    assert trust.difference < 0.0
    assert trust.others - trust.enclaves < 0.05


def test_one_observed_history_will_do(data):
    found = enclaves(data.isel(member=0, drop=True))
    assert found.members == 1
    assert [u.unit for u in found.units] == ["R/0", "R/1", "R/2"]


def test_json_has_no_nan_and_the_promised_keys(data):
    said = json.loads(json.dumps(enclaves(data).as_json(), allow_nan=False))
    assert set(said) == {"enclaves", "tiers", "members", "lasting"}
    assert all({"unit", "tier", "kind", "from", "to", "low", "high", "share"} <= set(u)
               for u in said["enclaves"])  # fmt: skip


def test_says_what_the_dataset_lacks(data):
    with pytest.raises(
        MeasureError, match=r"^enclaves: the dataset lacks unit_contest, unit_trust$"
    ):
        enclaves(data.drop_vars(["unit_trust", "unit_contest"]))
    with pytest.raises(MeasureError, match="lasting is 0; must be"):
        enclaves(data, lasting=0)
