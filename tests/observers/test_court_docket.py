"""A docket lists every suit once, with the winner the run has; or misses what it says it misses."""

import numpy as np
import pytest
import xarray as xr

from vertikal import measures
from vertikal.observers import court_docket, suits_by_year

DIMS = ("time", "region")


def court(**cells):
    """Thirty months, two regions; `sued={(month, region): count}` and so on."""
    names = ("sued", "suit_days", "suits_won", "suits_lost", "state_sued", "centre_prevailed")
    data = xr.Dataset(
        {name: (DIMS, np.zeros((30, 2))) for name in (*names, "slowed")},
        coords={
            "time": (np.datetime64("2001-01", "M") + np.arange(30)).astype("datetime64[ns]"),
            "region": ["A", "B"],
        },
        attrs={"seed": 1},
    )
    for name, values in cells.items():
        for cell, value in values.items():
            data[name].values[cell] = value
    return data


def test_every_suit_of_a_run_is_listed_with_its_verdict(italy):
    docket = court_docket(italy)
    plaintiff, winner = docket["plaintiff"].values, docket["winner"].values
    regions = plaintiff == "region"
    assert regions.sum() == italy["sued"].values.sum()
    assert (~regions).sum() == italy["state_sued"].values.sum()
    assert (winner[regions] == "region").sum() == italy["suits_won"].values.sum()
    assert (winner[regions] == "centre").sum() == italy["suits_lost"].values.sum()
    pending = winner == ""
    np.testing.assert_array_equal(pending, np.isnat(docket["decided"].values))
    assert 0 < pending.sum() < 0.3 * regions.sum()


def test_measures_of_the_run_can_be_read_off_the_docket(italy):
    docket = court_docket(italy)
    counts = suits_by_year(docket, italy)
    rate = measures.load("suits_per_region_year")(italy)
    ours = counts["filed"].sum(("year", "region")) / (counts.sizes["year"] * 21)
    np.testing.assert_allclose(ours, rate)
    state = measures.load("state_share_of_suits")(italy)
    total = counts[["filed", "filed_by_centre"]].sum(("year", "region"))
    np.testing.assert_allclose(total["filed_by_centre"] / total["filed"], state)
    assert (counts["settled"].sum() == italy["slowed"].sum()).item()
    theirs = docket["plaintiff"].values == "region"
    days = docket["decided"].values - docket["filed"].values
    days = days[theirs & ~np.isnat(days)] / np.timedelta64(1, "D")
    assert 250 < days.mean() < 500  # a mean of 1.2 years, less what is pending


def test_a_suit_is_filed_in_its_month_and_decided_when_its_time_is_up():
    data = court(sued={(3, 1): 2}, suit_days={(3, 1): 2 * 100.0}, suits_lost={(7, 1): 2})
    docket = court_docket(data)
    assert docket["suit_region"].values.tolist() == ["B", "B"]
    assert docket["winner"].values.tolist() == ["centre", "centre"]
    filed = docket["filed"].values
    assert (filed.astype("datetime64[M]") == np.datetime64("2001-04")).all()
    days = (docket["decided"].values - filed) / np.timedelta64(1, "D")
    assert days.tolist() == [100.0, 100.0]


def test_packages_that_fall_into_one_month_are_told_apart_by_size():
    data = court(
        sued={(0, 0): 1, (1, 0): 3},
        suit_days={(0, 0): 150.0, (1, 0): 3 * 120.0},
        suits_won={(5, 0): 3},
        suits_lost={(5, 0): 1},
    )
    assert court_docket(data)["winner"].values.tolist() == ["centre", *["region"] * 3]


def test_the_centre_wins_what_it_prevails_in():
    data = court(state_sued={(2, 0): 1, (4, 1): 2}, centre_prevailed={(4, 1): 2})
    docket = court_docket(data)
    assert docket["plaintiff"].values.tolist() == ["centre"] * 3
    assert docket["winner"].values.tolist() == ["region", "centre", "centre"]


def test_a_run_without_suits_has_an_empty_docket():
    assert court_docket(court()).sizes["suit"] == 0


def test_it_misses_and_misreads_as_much_as_it_says(italy):
    """About 9,000 suits: standard errors 0.005."""
    whole = court_docket(italy)
    n = whole.sizes["suit"]
    assert n > 5000
    assert abs(court_docket(italy, missing=0.3).sizes["suit"] / n - 0.7) < 0.03
    other = court_docket(italy, misread=0.2)
    known = whole["winner"].values != ""
    assert (other["winner"].values[~known] == "").all()
    wrong = (other["winner"].values != whole["winner"].values)[known]
    assert abs(wrong.mean() - 0.2) < 0.03
    np.testing.assert_array_equal(other["filed"].values, whole["filed"].values)


@pytest.mark.parametrize("members", [[4], [6, 1]])
def test_a_history_does_not_depend_on_which_others_are_loaded(italy, members):
    options = {"missing": 0.2, "misread": 0.1}
    whole = court_docket(italy, **options)
    alone = court_docket(italy.isel(member=members), **options)
    for number in members:
        xr.testing.assert_identical(
            alone.isel(suit=alone["suit_member"].values == number),
            whole.isel(suit=whole["suit_member"].values == number),
        )


def test_the_same_seed_gives_the_same_records_and_another_others(italy):
    one, two = (court_docket(italy) for _ in "12")
    xr.testing.assert_identical(one, two)
    other = court_docket(italy.assign_attrs(seed=9))
    assert (other["filed"].values != one["filed"].values).any()
    np.testing.assert_array_equal(other["winner"].values, one["winner"].values)


def test_errors_name_all_that_is_wrong():
    with pytest.raises(ValueError, match="missing is 2, misread is -1; must lie in 0 to 1"):
        court_docket(court(), missing=2.0, misread=-1.0)
    with pytest.raises(ValueError, match="lacks suit_days, suits_won"):
        court_docket(court().drop_vars(["suit_days", "suits_won"]))
