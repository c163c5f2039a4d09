"""How long a ruling party keeps its units, as counted by hand."""

import numpy as np
import pytest
import xarray as xr

from vertikal import measures
from vertikal.lab import survival
from vertikal.measures import MeasureError


@pytest.fixture
def heads():
    """Four units, 1990 to 2001, elections in 1992, 1995, 1998: lost at the 1st, 2nd, never, 3rd."""
    years = np.arange(1990, 2002)
    outside = np.zeros((len(years), 4), bool)
    outside[years >= 1992, 0] = outside[years >= 1995, 1] = outside[years >= 1998, 3] = True
    votes = np.cumsum(np.isin(years, (1992, 1995, 1998)))[:, None] * np.ones(4)
    return xr.Dataset(
        {
            "unit_origin": (("year", "unit"), np.where(outside, 3, 0)),
            "unit_direct_elections": (("year", "unit"), votes),
        },
        {"year": years, "unit": list("abcd"), "unit_tier": ("unit", ["region"] * 4)},
    )


def test_survival_is_counted_by_hand(heads):
    kept = survival(heads, "region", 1991)
    assert [(s.after, s.at_risk, s.lost) for s in kept.by_election] == [
        (1, 4, 1), (2, 3, 1), (3, 2, 1)
    ]  # fmt: skip
    assert [s.survival for s in kept.by_election] == pytest.approx([0.75, 0.5, 0.25])
    assert [(s.after, s.survival) for s in kept.by_year] == [(2, 0.75), (5, 0.5), (8, 0.25)]
    assert kept.median_years == 5
    assert kept.never == {1990: 4, 1992: 3, 1995: 2, 1998: 1}
    assert [(r.first, r.last, r.lost, r.chances) for r in kept.hazard] == [
        (1991, 1996, 2, 7), (1997, 2001, 1, 2)
    ]  # fmt: skip
    assert all(r.low <= r.rate <= r.high for r in (*kept.hazard, *kept.tenure))


def test_survival_is_that_of_the_measure(heads):
    kept = survival(heads, "region", 1991)
    measure = measures.load("survival_by_election")
    for step in kept.by_election:
        want = measure(heads, tier="region", k=step.after, from_year=1991).item()
        assert step.survival == pytest.approx(want)


def test_survival_of_many_histories_is_refused(heads):
    with pytest.raises(MeasureError, match="choose one member"):
        survival(heads.expand_dims(member=2), "region", 1991)
