"""Survival, hazards and margins: counted by hand, and the numbers known of Mexico's governors."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr

from vertikal import measures
from vertikal.measures import MeasureError, contests, margins
from vertikal.measures._survival import first_loss, kaplan_meier

FILE = Path(__file__).parents[2] / "../shared/data/mexico_governor_alternation_1985_2023.csv"


def history(outside, years=None):
    """A dataset of one tier out of who is outside, `(..., year, unit)`; an election each year."""
    outside = np.asarray(outside, bool)
    dims = ("member", "year", "unit")[-outside.ndim :]
    n = outside.shape[-2]
    votes = np.broadcast_to(np.arange(n)[:, None], outside.shape).copy()
    return xr.Dataset(
        {
            "unit_origin": (dims, np.where(outside, 3, 1)),
            "unit_direct_elections": (dims, votes),
        },
        {
            "year": np.arange(2000, 2000 + n) if years is None else years,
            "unit": [f"u{k}" for k in range(outside.shape[-1])],
            "unit_tier": ("unit", ["region"] * outside.shape[-1]),
        },
    )


def lost_in(*years, length=10):
    """Who is outside, if each unit is lost in its year for good; None: never."""
    t = np.arange(length)[:, None]
    return t >= np.array([length if y is None else y for y in years])


def test_kaplan_and_meier_by_hand():
    """1, 2 (and one seen until 2), 3 (and one until 4): 5/6, 4/6, then 2/3 of that."""
    curve = kaplan_meier(np.array([1, 2, 2, 3, 4, 4]), np.array([1, 1, 0, 1, 0, 0], bool))
    assert curve.time.tolist() == [1, 2, 3, 4]
    assert curve.at_risk.tolist() == [6, 5, 3, 2]
    assert curve.events.tolist() == [1, 1, 1, 0]
    assert curve.survival == pytest.approx([5 / 6, 4 / 6, 4 / 9, 4 / 9])
    assert curve.median == 3


def test_its_interval_is_greenwood_s_on_the_log_log_scale():
    curve = kaplan_meier(np.array([1, 2, 2, 3, 4, 4]), np.array([1, 1, 0, 1, 0, 0], bool))
    variance = np.cumsum([1 / (6 * 5), 1 / (5 * 4), 1 / (3 * 2), 0.0])
    width = 1.959964 * np.sqrt(variance) / np.log(curve.survival)
    assert curve.low == pytest.approx(curve.survival ** np.exp(-width), rel=1e-4)
    assert curve.high == pytest.approx(curve.survival ** np.exp(width), rel=1e-4)


def test_where_all_or_none_are_left_there_is_no_interval():
    curve = kaplan_meier(np.array([1, 2]), np.array([False, True]))
    assert curve.survival.tolist() == [1.0, 0.0]
    assert np.isnan([*curve.low, *curve.high]).all()
    assert kaplan_meier(np.empty(0), np.empty(0, bool)).median == np.inf


def test_the_first_loss_counts_from_the_first_year_on():
    years, lost = first_loss(lost_in(0, 3, 5, None), 2)
    assert years.tolist() == [0, 1, 3, 7]
    assert lost.tolist() == [False, True, True, False]
    with pytest.raises(MeasureError, match="leave a year"):
        first_loss(lost_in(1), 9)


def test_survival_by_years_by_hand():
    data = history(lost_in(2, 4, 4, None))
    read = measures.load("survival_by_years")
    got = [read(data, tier="region", k=k, from_year=2001).item() for k in (1, 2, 3, 4, 9)]
    assert got == pytest.approx([1.0, 0.75, 0.75, 0.25, 0.25])


def test_survival_by_years_leaves_out_who_was_lost_before():
    data = history(lost_in(0, 0, 5, None))
    read = measures.load("survival_by_years")
    assert read(data, tier="region", k=5, from_year=2001).item() == pytest.approx(0.5)
    all_lost = history(lost_in(0, 0))
    assert np.isnan(read(all_lost, tier="region", k=5, from_year=2001).item())


def test_survival_by_years_is_that_by_election_where_every_year_has_one():
    rng = np.random.default_rng(1)
    data = history(np.logical_or.accumulate(rng.random((5, 12, 40)) < 0.1, 1))
    by_year, by_vote = (
        measures.load(f"survival_by_{x}")(data, tier="region", k=6, from_year=2001)
        for x in ("years", "election")
    )
    np.testing.assert_allclose(by_year, by_vote)


def test_hazard_by_tenure_by_hand():
    """Unit 0 turns in years 2 and 5, unit 1 never: held 1, 2 | 1, 2, 3 | 1 ... and 1 to 9."""
    outside = np.zeros((10, 2), bool)
    outside[2:5, 0] = True
    data, read = history(outside), measures.load("tenure_hazard")

    def rate(a, b):
        return read(data, tier="region", first_tenure=a, last_tenure=b).item()

    assert rate(1, 1) == 0.0
    assert rate(2, 2) == pytest.approx(1 / 4)  # unit 0 in years 1, 3, 6; unit 1 in year 1
    assert rate(3, 3) == pytest.approx(1 / 3)
    assert rate(1, 99) == pytest.approx(2 / 18)
    assert np.isnan(rate(50, 60))


def test_hazard_by_tenure_does_not_depend_on_tenure_where_chance_decides():
    """Coins: each year each unit changes with chance .2, whatever came before; +- 5 errors."""
    rng = np.random.default_rng(2)
    turned = rng.random((40, 500)) < 0.2
    data, read = history(np.cumsum(turned, 0) % 2 == 1), measures.load("tenure_hazard")
    for a, b, n in ((1, 1, 4000), (2, 3, 5000), (5, 9, 4000)):
        found = read(data, tier="region", first_tenure=a, last_tenure=b).item()
        assert found == pytest.approx(0.2, abs=5 * np.sqrt(0.16 / n))


@pytest.mark.parametrize("pair", [(0, 2), (3, 2), (1.5, 2), ("a", 2)])
def test_tenures_that_will_not_do(pair):
    first, last = pair
    with pytest.raises(MeasureError, match="must be years, 1 or more"):
        measures.load("tenure_hazard")(
            history(lost_in(1)), tier="region", first_tenure=first, last_tenure=last
        )


# --- margins --------------------------------------------------------------------------------------

VOTES = np.array([[50, 30, 2], [20, 30, 1], [40, 0, 0], [10, 10, 0], [0, 0, 0]])
UNIT = ["north", "north", "south", "west", "void"]


def test_margins_by_hand():
    found = {m.unit: m for m in margins(VOTES, VOTES.sum(1), ["a", "b", "c"], UNIT)}
    assert set(found) == {"north", "south", "west"}  # nobody voted in the void
    north = found["north"]
    assert (north.winner, north.runner_up, north.valid) == ("a", "b", 133)
    assert north.margin == pytest.approx(10 / 133)
    assert north.share == pytest.approx(70 / 133)
    assert (north.serious, north.contested) == (2, True)
    south = found["south"]
    assert (south.winner, south.runner_up, south.margin, south.contested) == ("a", "", 1.0, False)
    assert found["west"].margin == 0.0


def test_valid_votes_may_be_more_than_those_of_known_candidates():
    (found,) = margins(np.array([[60, 20]]), np.array([200]), ["a", "b"], ["x"])
    assert (found.share, found.margin) == (0.3, 0.2)


def test_one_known_candidate_will_do():
    (found,) = margins(np.array([[60]]), np.array([200]), ["a"], ["x"])
    assert (found.runner_up, found.margin) == ("", 1.0)


def test_margins_do_not_care_for_the_order_of_stations():
    rng = np.random.default_rng(3)
    votes = rng.integers(0, 90, (60, 4))
    unit = [f"r{k % 7}" for k in range(60)]
    order = rng.permutation(60)
    one = margins(votes, votes.sum(1), list("abcd"), unit)
    two = margins(votes[order], votes[order].sum(1), list("abcd"), [unit[k] for k in order])
    assert one == two


def test_contests_are_summed_by_region():
    share = np.array([[0.5, 0.4, 0.1], [0.52, 0.48, 0.0], [1.0, 0.0, 0.0], [np.nan] * 3])
    north, south = contests(share, ["n", "n", "s", "s"])
    assert (north.of, north.contests, north.uncontested) == ("n", 2, 0.0)
    assert north.margin == pytest.approx(0.07)
    assert (north.close, north.serious) == (0.5, 2.5)
    assert (south.contests, south.uncontested, south.close) == (1, 1.0, 0.0)
    assert json.loads(json.dumps(south.as_json(), allow_nan=False))["margin"] is None


# --- Mexico's governors ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def governors():
    from vertikal.sources.panels import NAMED, WinnerPanel, winner_panel

    if not FILE.exists():
        pytest.skip(f"{FILE} is not there")
    source = NAMED["mexico_governors"]
    assert isinstance(source, WinnerPanel)
    return winner_panel(pl.read_csv(FILE, infer_schema=False), source)


@pytest.mark.real_data
def test_never_lost_as_in_the_facts(governors):
    """comparative.md S3.1. The file lacks Yucatan (lost 2001) and Zacatecas (1998)."""
    read = measures.load("never_alternated_share")
    left = {y: round(30 * read(governors, tier="region", year=y).item())
            for y in (2000, 2005, 2010, 2015, 2016, 2020, 2021, 2022, 2023)}  # fmt: skip
    assert left == {
        2000: 17, 2005: 14, 2010: 10, 2015: 9, 2016: 5, 2020: 5, 2021: 3, 2022: 2, 2023: 1
    }  # fmt: skip


@pytest.mark.real_data
def test_survival_by_election_is_near_the_facts(governors):
    """The facts have 32 states, regular elections only, and Guanajuato lost in 1995, not 1991."""
    read = measures.load("survival_by_election")
    got = [read(governors, tier="region", k=k, from_year=1989).item() for k in range(1, 7)]
    assert got == pytest.approx([0.88, 0.56, 0.47, 0.28, 0.16, 0.03], abs=0.05)
    exact = [25 / 30, 17 / 30, 15 / 30, 9 / 30, 5 / 30, 2 / 30]
    assert got == pytest.approx(exact)


@pytest.mark.real_data
def test_the_same_measures_read_years_of_the_real_governors(governors):
    read = measures.load("survival_by_years")
    halves = [read(governors, tier="region", k=k, from_year=1989).item() for k in (12, 15)]
    assert halves == pytest.approx([17 / 30, 15 / 30])
