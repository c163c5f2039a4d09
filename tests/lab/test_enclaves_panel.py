"""Enclaves of a panel: what was planted, how surely, agreement with lists as counted by hand."""

import json
from dataclasses import dataclass

import numpy as np
import pytest
import xarray as xr

from vertikal.lab import agreement, panel_enclaves, uneven_nations
from vertikal.measures import MeasureError
from vertikal.measures._score_error import common_path, draw_scores

YEARS = np.arange(1990, 2021)
UNITS = 12


def panel(score, national, *, nations=None, every=1, **attrs):
    """A panel as a source makes it; `score` `(year, unit)`, `national` the same or a number."""
    score = np.asarray(score, np.float64)
    years, units = score.shape
    measured = np.isfinite(score) & (np.arange(years) % every == 0)[:, None]
    names = np.array([f"U{k}" for k in range(units)], dtype=object)
    nations = np.full(units, "N") if nations is None else np.asarray(nations)
    return xr.Dataset(
        {
            "latent": (("year", "unit"), score),
            "score": (("year", "unit"), np.clip(score, 0.0, 1.0)),
            "measured": (("year", "unit"), measured),
            "national": (("year", "unit"), np.broadcast_to(national, score.shape).copy()),
        },
        {
            "year": YEARS[0] + np.arange(years),
            "unit": names,
            "unit_name": ("unit", names),
            "unit_nation": ("unit", nations.astype(object)),
            "unit_tier": ("unit", np.full(units, "region", dtype=object)),
        },
        {"title": "A panel", **attrs},
    )


@pytest.fixture
def scores():
    """A free nation of twelve; unit 0 is closed from 2000 to 2009, unit 1 in 2005 only."""
    rng = np.random.default_rng(1)
    made = 0.85 + 0.03 * rng.normal(size=(len(YEARS), UNITS))
    made[10:20, 0] = 0.2 + 0.03 * rng.normal(size=10)
    made[15, 1] = 0.2
    return made


def by_name(found):
    return {u.unit.name: u for u in found.units}


def test_a_planted_enclave_is_found_with_its_years(scores):
    found = panel_enclaves(panel(scores, 0.85), draws=200)
    assert list(by_name(found)) == ["U0"]
    (unit,) = found.units
    assert (unit.unit.kind, unit.unit.first, unit.unit.last) == ("authoritarian", 2000, 2009)
    assert (unit.unit.low, unit.unit.years, unit.unit.high) == (10, 10, 10)
    assert (unit.measured, unit.unit.share, unit.enclosed) == (10, 1.0, True)
    assert (unit.opens, unit.goes_on) == (False, False)
    assert unit.around == pytest.approx(1 / 12)


def test_the_same_seed_gives_the_same_draws_and_another_others(scores):
    scores = scores + np.random.default_rng(2).normal(0.0, 0.2, scores.shape)
    one, same, other = (
        panel_enclaves(panel(scores, 0.85), draws=50, seed=s, lasting=1).years for s in (1, 1, 2)
    )
    assert one.identical(same)
    assert not one.identical(other)


def test_a_score_at_the_threshold_is_uncertain_and_one_far_from_it_is_not():
    rng = np.random.default_rng(3)
    made = 0.85 + 0.08 * rng.normal(size=(len(YEARS), UNITS))
    made[:, 0] -= 0.35  # about half
    made[:, 1] -= 0.65
    found = by_name(panel_enclaves(panel(made, 0.85), draws=300))
    assert found["U1"].unit.share == 1.0
    assert found["U1"].unit.low == len(YEARS)
    assert 0.02 < found["U0"].unit.share < 1.0 or found["U0"].unit.high < len(YEARS)
    assert found["U0"].unit.high - found["U0"].unit.low >= 3


def test_a_democratic_enclave_in_an_unfree_nation(scores):
    made = 1.0 - scores
    found = panel_enclaves(panel(made, 0.15), draws=50)
    assert [(u.unit.name, u.unit.kind) for u in found.units] == [("U0", "democratic")]


def test_power_that_lies_elsewhere_makes_no_democratic_enclave(scores):
    data = panel(1.0 - scores, 0.15)
    data["power"] = data["score"] * 0.0 + 0.3
    assert panel_enclaves(data, draws=20).units == ()


def test_the_nation_s_own_turn_ends_the_spell(scores):
    national = np.where((YEARS < 2005) | (YEARS > 2009), 0.85, 0.4)[:, None]
    (unit,) = (u for u in panel_enclaves(panel(scores, national), draws=50).units if u.enclosed)
    assert (unit.unit.name, unit.unit.first, unit.unit.last) == ("U0", 2000, 2004)


def test_without_a_national_score_the_nation_is_the_mean_of_its_units(scores):
    data = panel(scores, 0.85)
    want = data["score"].mean("unit")
    found = panel_enclaves(data.drop_vars("national"), draws=20)
    given = panel_enclaves(data.assign(national=want.broadcast_like(data["score"])), draws=20)
    assert found.years.identical(given.years)


def test_most_of_a_tier_is_no_enclave():
    made = np.full((len(YEARS), UNITS), 0.85)
    made[5:20, :8] = 0.1
    found = panel_enclaves(panel(made, 0.85, exact=True))
    assert not any(u.enclosed for u in found.units)
    assert len(found.units) == 8
    (apart,) = found.apart
    assert (apart.nation, apart.kind, apart.first, apart.last) == ("N", "authoritarian", 1995, 2009)
    assert apart.share == pytest.approx(8 / 12)
    assert all((s.democratic, s.authoritarian) == (0, 0) for s in found.sensitivity)


def test_who_stays_behind_when_most_have_changed_is_one():
    made = np.full((len(YEARS), UNITS), 0.85)
    made[5:12, :8] = 0.1
    made[12:20, 0] = 0.1
    found = by_name(panel_enclaves(panel(made, 0.85, exact=True)))
    assert found["U0"].enclosed
    assert not found["U1"].enclosed


def test_exact_scores_are_taken_as_they_are(scores):
    found = panel_enclaves(panel(scores, 0.85, exact=True), draws=500)
    assert found.draws == 1
    assert found.error == {}
    assert [(u.unit.low, u.unit.high) for u in found.units] == [(10, 10)]


def test_a_gap_ends_a_spell_and_is_said(scores):
    scores[14, 0] = np.nan
    found = panel_enclaves(panel(scores, 0.85, exact=True))
    (unit,) = found.units
    assert (unit.unit.first, unit.unit.last) == (2005, 2009)
    assert found.notes == ("1 years of units lie in a gap of the panel; a gap ends a spell",)


def test_years_without_a_national_score_are_said(scores):
    national = np.where(YEARS < 2003, np.nan, 0.85)[:, None]
    found = panel_enclaves(panel(scores, national, exact=True))
    assert found.notes == ("N has no score as a nation in 13 years (1990 to 2002): no enclaves",)
    assert [(u.unit.first, u.unit.last) for u in found.units] == [(2003, 2009)]


def test_a_spell_that_the_panel_cuts_is_marked(scores):
    scores[20:, 0] = 0.2
    (unit,) = panel_enclaves(panel(scores, 0.85, exact=True)).units
    assert (unit.opens, unit.goes_on) == (False, True)


def test_other_thresholds_are_tried_one_at_a_time(scores):
    scores[:, 2] = 0.55
    rows = {(s.gap, s.half, s.lasting): s.authoritarian
            for s in panel_enclaves(panel(scores, 0.85, exact=True)).sensitivity}  # fmt: skip
    assert rows[0.2, 0.5, 5] == 1
    assert rows[0.2, 0.6, 5] == 2
    assert rows[0.2, 0.5, 3] == 1
    assert rows[0.2, 0.5, 10] == 1


@pytest.mark.parametrize(
    ("rule", "says"),
    [({"gap": 0.0}, "gap is 0; must lie"), ({"half": 1.5}, "half is 1.5; must lie"),
     ({"lasting": 0}, "lasting is 0; must be")],
)  # fmt: skip
def test_thresholds_that_will_not_do(scores, rule, says):
    with pytest.raises(MeasureError, match=says):
        panel_enclaves(panel(scores, 0.85), draws=10, **rule)


def test_json_has_the_promised_keys_and_no_nan(scores):
    said = json.loads(json.dumps(panel_enclaves(panel(scores, 0.85), draws=20).as_json(),
                                 allow_nan=False))  # fmt: skip
    promised = {"unit", "tier", "kind", "from", "to", "low", "high", "nation", "share"}
    assert all(promised <= set(u) for u in said["enclaves"])
    assert said["panel"] == {"title": "A panel", "units": 12, "nations": 1, "from": 1990,
                             "to": 2020}  # fmt: skip


# --- how far scores may be off --------------------------------------------------------------------


def standing_and_jumping(rng, years, units, once, jump):
    """Units that stand still and jump with probability `jump` a year, seen with error `once`."""
    moves = np.where(rng.random((years, units)) < jump, rng.normal(0.0, 0.35, (years, units)), 0.0)
    truth = 0.5 + np.cumsum(moves, 0)
    return truth, truth + rng.normal(0.0, once, truth.shape)


def drawn(seen, every=1, group=None, **options):
    """Draws of a panel's scores: all parts together."""
    years, units = seen.shape
    group = np.zeros(units, int) if group is None else group
    measured = np.broadcast_to((np.arange(years) % every == 0)[:, None], seen.shape)
    parts = list(draw_scores(seen, np.arange(years, dtype=float), measured, group, 300,
                             np.random.default_rng(0), **options))  # fmt: skip
    return [np.concatenate([p[k] for p in parts]) for k in range(3)]


@pytest.mark.statistical
def test_the_size_of_the_error_is_learnt():
    """Sixty units, ten measurements: within 15 % of the truth. Its standard error is about 4 %."""
    for once in (0.03, 0.12):
        _, seen = standing_and_jumping(np.random.default_rng(4), 40, 60, once, 0.02)
        assert np.median(drawn(seen, 4)[1]) == pytest.approx(once, rel=0.15)


@pytest.mark.statistical
def test_intervals_cover_what_was_true():
    """95 % intervals of scores cover 95 % +- 3: 600 scores of 60 units, worth about 200."""
    truth, seen = standing_and_jumping(np.random.default_rng(5), 40, 60, 0.1, 0.02)
    scores = drawn(seen, 4)[0][:, ::4]
    low, high = np.quantile(scores, [0.025, 0.975], axis=0)
    assert ((low <= truth[::4]) & (truth[::4] <= high)).mean() == pytest.approx(0.95, abs=0.035)


@pytest.mark.statistical
def test_how_often_a_unit_is_an_enclave_is_what_it_says():
    """Of unit-years with a share of .2 to .8, about as many are truly out of step: +- .2.

    One panel of 120 units misses by .13 on average, as its spells are few: three standard errors of
    the mean of six panels are .16.
    """
    shares, true = [], []
    for seed in range(6):
        truth, seen = standing_and_jumping(np.random.default_rng(100 + seed), 40, 120, 0.1, 0.02)
        truth, seen, knots = truth + 0.15, seen + 0.15, np.arange(0, 40, 4)
        # the panel itself puts years between two measurements on the line between them
        line = np.stack([np.interp(np.arange(40), knots, s[knots]) for s in seen.T], -1)
        found = panel_enclaves(panel(line, 0.8, every=4), draws=100).years
        exact = panel_enclaves(panel(truth, 0.8, exact=True)).years
        shares.append(found["authoritarian"].values)
        true.append(exact["authoritarian"].values > 0)
    share, out = np.array(shares), np.array(true)
    unsure = (share > 0.2) & (share < 0.8)
    assert unsure.sum() > 500
    assert out[unsure].mean() == pytest.approx(share[unsure].mean(), abs=0.2)
    assert out[share > 0.95].mean() > 0.9
    assert out[share < 0.05].mean() < 0.02


def test_a_landslide_is_put_down_to_its_own_year_and_a_change_is_not():
    rng = np.random.default_rng(7)
    seen = 0.8 + 0.1 * rng.normal(size=(40, 30))
    seen[20, 0] = 0.45  # once
    seen[20:, 1] -= 0.35  # for good
    mean = drawn(seen)[0].mean(0)
    assert mean[20, 0] > 0.7
    assert mean[20:, 1].mean() < 0.55


def test_a_published_error_is_believed():
    seen = 0.5 + np.zeros((20, 10)) + 0.01 * np.random.default_rng(8).normal(size=(20, 10))
    wide, narrow = (drawn(seen, known=np.full(seen.shape, s))[0].std(0).mean() for s in (0.2, 0.01))
    assert wide > 3 * narrow


def test_units_with_two_measurements_stay_as_they_are():
    seen = np.random.default_rng(9).random((3, 4))
    scores = drawn(seen, 2)[0]
    np.testing.assert_array_equal(scores, np.repeat(seen[None], 300, 0))


def test_a_measurement_that_stands_carries_its_error_until_the_next():
    seen = np.repeat(np.random.default_rng(10).random((10, 20)), 4, 0)
    scores = drawn(seen, 4, stands=True)[0] - seen
    np.testing.assert_allclose(scores[:, 1], scores[:, 0])
    assert not np.allclose(scores[:, 4], scores[:, 3])


def test_the_common_path_is_each_nation_s_own():
    path = common_path(np.array([[1.0, 3.0, 9.0], [np.nan, 4.0, np.nan]]), np.array([0, 0, 1]))
    np.testing.assert_array_equal(path, [[2.0, 2.0, 9.0], [4.0, 4.0, np.nan]])


# --- lists ----------------------------------------------------------------------------------------


@dataclass
class Names:
    """A list of the literature, as a source declares it."""

    units: tuple[str, ...]
    name: str = "someone"
    nation: str = "N"
    kind: str = "authoritarian"
    first: int = 2000
    last: int = 2009
    source: str = "Someone (2010)"
    read: str = "text"
    whole: bool = True


def test_agreement_is_counted_by_hand(scores):
    scores[10:20, 2] = 0.3
    data = panel(scores, 0.85, exact=True)
    found = panel_enclaves(data)
    (own,) = agreement(data, found.units, [Names(("U0", "U5", "Elsewhere"))])
    assert (own.both, own.only_listed, own.only_found) == (("U0",), ("U5",), ("U2",))
    assert own.unseen == ("Elsewhere",)
    assert (own.precision, own.recall, own.units) == (0.5, 0.5, 12)


def test_order_is_how_often_a_listed_unit_scores_beyond_another(scores):
    data = panel(scores, 0.85, exact=True)
    means = data["score"].sel(year=slice(2000, 2009)).mean("year").values
    (own,) = agreement(data, (), [Names(("U0", "U5"))])
    others = [k for k in range(UNITS) if k not in (0, 5)]
    want = np.mean([means[k] < means[o] for k in (0, 5) for o in others])
    assert own.order == pytest.approx(want)
    (none,) = agreement(data, (), [Names(("Elsewhere",))])
    assert np.isnan(none.order)
    assert none.as_json()["order"] is None
    assert none.as_json()["recall"] is None


@pytest.mark.parametrize(
    "changed", [{"nation": "M"}, {"first": 1800, "last": 1810}], ids=["nation", "years"]
)
def test_a_list_of_elsewhere_is_left_out(scores, changed):
    data = panel(scores, 0.85, exact=True)
    assert agreement(data, (), [Names(("U0",), **changed)]) == ()


def test_a_spell_of_other_years_is_no_hit(scores):
    data = panel(scores, 0.85, exact=True)
    found = panel_enclaves(data)
    (own,) = agreement(data, found.units, [Names(("U0",), first=2011, last=2015)])
    assert own.only_listed == ("U0",)


# --- nations --------------------------------------------------------------------------------------


def test_nations_that_most_experts_see_as_uneven():
    score = np.full((20, 3), 0.8)
    score[:, 1] = 0.2
    experts = np.zeros((20, 3, 3))
    experts[..., 2] = 1.0
    experts[5:15, :2] = (1.0, 0.0, 0.0)
    data = panel(score, 0.0).assign(experts=(("year", "unit", "answer"), experts))
    found = uneven_nations(data, draws=200)
    assert [(u.name, u.kind, u.first, u.last) for u in found.nations] == [
        ("U0", "authoritarian", 1995, 2004), ("U1", "democratic", 1995, 2004),
    ]  # fmt: skip
    assert all(u.share > 0.95 for u in found.nations)
    experts[5:15, :2] = (0.4, 0.0, 0.6)
    split = uneven_nations(data.assign(experts=(("year", "unit", "answer"), experts)), draws=200)
    assert all(0.1 < u.share < 0.6 for u in split.nations)
