"""A unit's score, and the rule that says who is out of step with the nation, and for how long."""

import numpy as np
import pytest
import xarray as xr

from vertikal.fields import Mode
from vertikal.measures import _regime

FIRST = 2000


@pytest.mark.parametrize(
    ("mode", "parts", "score"),
    [
        (Mode.OPEN, (0.8, 0.8), 0.8),
        (Mode.FILTERED, (0.5, 1.0), 0.5),
        (Mode.OPEN, (1.0, 0.3), 0.3),
        (Mode.INDIRECT, (0.8, 0.8), 0.0),
        (Mode.APPOINTED, (1.0, 1.0), 0.0),
    ],
)
def test_score_is_the_weaker_part_where_residents_elect(mode, parts, score):
    names = dict(zip(_regime.COMPONENTS, parts, strict=True))
    units = xr.Dataset(
        {k: ("unit", [v]) for k, v in names.items()} | {"unit_mode": ("unit", [mode])}
    )
    np.testing.assert_allclose(_regime.regime_scores(units), [score], atol=1e-12)


@pytest.mark.parametrize(
    ("score", "national", "code"),
    [
        (0.5, 0.3, 1),
        (0.5, 0.31, 0),  # free, but no freer than the nation by much
        (0.49, 0.2, 0),  # much freer, but not free
        (0.69, 0.49, 1),
        (0.9, 0.5, 0),  # the nation is free itself
        (0.5, 0.7, -1),
        (0.5, 0.69, 0),
        (0.51, 0.9, 0),
        (0.3, 0.5, -1),
        (0.0, 0.49, 0),  # the nation is not free either
        (np.nan, 0.3, 0),
        (0.7, np.nan, 0),
    ],
)
def test_who_is_out_of_step(score, national, code):
    x = xr.DataArray([[score]] * 5, dims=("year", "unit"))
    found = _regime.juxtaposition(x, xr.DataArray([national] * 5, dims="year"), xr.ones_like(x))
    assert found.values.ravel().tolist() == [code] * 5


@pytest.mark.parametrize(("power", "code"), [(0.5, 1), (0.49, 0)])
def test_elections_that_decide_nothing_make_no_democratic_enclave(power, code):
    x = xr.DataArray([[0.9]] * 5, dims=("year", "unit"))
    closed = xr.DataArray([0.2] * 5, dims="year")
    found = _regime.juxtaposition(x, closed, xr.full_like(x, power))
    assert found.values.ravel().tolist() == [code] * 5


@pytest.mark.parametrize(("held", "power"), [(0, 0.0), (1, 0.0), (2, 0.7), (5, 0.7)])
def test_one_election_gives_no_standing(held, power):
    units = xr.Dataset(
        {"unit_autonomy": ("unit", [0.7]), "unit_direct_elections": ("unit", [float(held)])}
    )
    assert _regime.power_of(units).values == pytest.approx([power])


def test_only_what_lasts_counts():
    """Four years are none; five are; a year's pause parts two spells; the edge cuts one."""
    rows = {
        "111101111100": "000001111100",
        "111110111110": "111110111110",
        "000000011111": "000000011111",
        "000000001111": "000000000000",
        "111111111111": "111111111111",
        "101010101010": "000000000000",
    }
    flags = np.array([[c == "1" for c in row] for row in rows]).T
    score = xr.DataArray(np.where(flags, 0.9, 0.0), dims=("year", "unit"))
    low = xr.DataArray(np.full(len(flags), 0.2), dims="year")
    found = _regime.juxtaposition(score, low, xr.ones_like(score))
    assert ["".join(map(str, column)) for column in found.values.T] == list(rows.values())
    every = _regime.juxtaposition(score, low, xr.ones_like(score), lasting=1)
    assert np.array_equal(every.values == 1, flags)


def test_spells_say_from_when_to_when():
    score = np.zeros((12, 2))
    score[2:9, 1] = 0.9
    x = xr.DataArray(score, dims=("year", "unit"), coords={"year": FIRST + np.arange(12)})
    national = xr.DataArray([0.2] * 6 + [0.8] * 6, dims="year", coords={"year": x["year"]})
    kinds = _regime.juxtaposition(x, national, xr.ones_like(x), lasting=2)
    found = _regime.spells(kinds)
    listed = list(zip(found.unit, found.kind, found.first, found.last, found.length, strict=True))
    assert listed == [(0, -1, 2006, 2011, 6), (1, 1, 2002, 2005, 4), (1, -1, 2009, 2011, 3)]
    assert found.history.tolist() == [0, 0, 0]
    twice = _regime.spells(kinds.expand_dims(member=2))
    assert twice.history.tolist() == [0, 0, 0, 1, 1, 1]
    assert twice.first.tolist() == 2 * [2006, 2002, 2009]
