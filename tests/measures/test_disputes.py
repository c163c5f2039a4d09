"""Measures of disputes between centre and regions find what was planted."""

import numpy as np
import pytest

from vertikal import measures

WITHIN = {"start": "2020-07", "end": "2021-06"}


def read(data, name, **options):
    return measures.load(name)(data, **options).values


def plant(data, **counts):
    """Put counts into both members twice within the period, and nonsense before and after."""
    for name, value in counts.items():
        data[name].values[:, 6, 0] = value
        data[name].values[:, 17, 3] = value
        data[name].values[:, [5, 18], 1] = 50.0


SHARES = {
    "state_share_of_suits": ({"sued": 1, "state_sued": 3}, 0.75),
    "litigated_share": ({"sued": 1, "state_sued": 2, "slowed": 9}, 0.25),
    "suit_years": ({"sued": 2, "suit_days": 3 * 365.25}, 1.5),
    "region_win_share": ({"suits_won": 2, "suits_lost": 3}, 0.4),
    "quiet_share": ({"shunned": 6, "state_sued": 2, "slowed": 3, "sued": 1}, 0.7),
    "centre_prevails_share": ({"contested": 8, "centre_prevailed": 6}, 0.75),
    "removals_per_dispute": ({"disliked": 20, "heads_removed": 1}, 0.05),
}


@pytest.mark.parametrize("name", SHARES)
def test_shares_within_the_period(data, name):
    counts, expected = SHARES[name]
    plant(data, **{k: v for k, v in counts.items() if k != "heads_removed"})
    data["heads_removed"].values[:, [6, 17], 0] = counts.get("heads_removed", 0)
    data["heads_removed"].values[:, 6, 1] = 30.0  # districts do not count
    np.testing.assert_allclose(read(data, name, **WITHIN), expected)


@pytest.mark.parametrize(("by", "expected"), [("all", 2.0), ("region", 0.5), ("state", 1.5)])
def test_suits_are_counted_per_region_and_year(data, by, expected):
    plant(data, sued=1, state_sued=3)
    found = read(data, "suits_per_region_year", by=by, **WITHIN)
    np.testing.assert_allclose(found, expected)


def test_half_a_year_is_half_a_year(data):
    data["sued"].values[:, 2, :] = 1.0
    found = read(data, "suits_per_region_year", start="2020-01", end="2020-06")
    np.testing.assert_allclose(found, 2.0)


def test_busiest_year_over_quietest(data):
    data["sued"].values[:, [3, 4], 0] = 1.0
    data["state_sued"].values[:, [12, 13, 23], 2] = 1.0
    data["sued"].values[1, 23, :2] = 1.0
    np.testing.assert_allclose(read(data, "suits_peak_ratio"), [1.5, 2.5])


def test_a_year_without_a_suit_has_no_ratio(data):
    data["sued"].values[:, 3, 0] = 1.0
    assert np.isnan(read(data, "suits_peak_ratio")).all()


def test_part_of_a_year_is_not_a_quiet_year(data):
    data["sued"].values[:, :12, 0] = 1.0
    data["sued"].values[:, 14, 0] = 1.0
    found = read(data, "suits_peak_ratio", start="2020-01", end="2021-03")
    np.testing.assert_allclose(found, 1.0)
    with pytest.raises(measures.MeasureError, match="no whole calendar year"):
        read(data, "suits_peak_ratio", start="2020-02", end="2021-03")


def test_suits_of_one_period_over_another_are_per_year(data):
    data["sued"].values[:, 1, 0] = 1.0
    data["sued"].values[:, 12:18, 2] = 1.0
    data["state_sued"].values[:, 12, :] = 1.0  # the centre's do not count
    found = read(
        data, "suits_period_ratio", first=["2020-01", "2020-06"], second=["2021-01", "2021-12"]
    )
    np.testing.assert_allclose(found, 3.0)


@pytest.mark.parametrize("wrong", ["2020-01", ["2020-01"], ["2020-01", 2], [], None, ["a", "b"]])
def test_a_period_is_two_months(data, wrong):
    with pytest.raises(measures.MeasureError, match="month"):
        read(data, "suits_period_ratio", first=wrong, second=["2021-01", "2021-12"])


def test_a_side_that_does_not_exist_is_named(data):
    with pytest.raises(measures.MeasureError) as caught:
        read(data, "suits_per_region_year", by="both")
    assert str(caught.value) == "by is 'both'; must be one of all, region, state"
