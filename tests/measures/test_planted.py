"""Each measure finds what was planted."""

import numpy as np
import pytest

from vertikal import measures


def read(data, name, **options):
    return measures.load(name)(data, **options).values


def plant(data, name, values):
    """Put values into both members at month and place: `{(month, place): value}`."""
    for where, value in values.items():
        data[name].values[(slice(None), *(where if isinstance(where, tuple) else (where,)))] = value


DISTRICT = 1
COUNTS = {
    "assembly_kept_share": ({"assembly_held": 10, "assembly_kept": 7}, 0.7),
    "candidates_per_race": (
        {"candidates_inside": 24, "candidates_outside": 6, "direct_held": 10}, 3.0,
    ),
    "election_turnout": ({"election_ballots": 600, "election_adults": 1000}, 0.6),
    "new_heads_share": ({"incumbent_won": 4, "direct_held": 10}, 0.6),
    "outsider_won_share": ({"outsider_won": 1, "direct_held": 10}, 0.1),
    "pilot_size": ({"pilot_adults": 60_000, "piloted": 3}, 20_000.0),
    "elections_held": ({"direct_held": 10}, 20.0),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_counts_of_a_tier_within_the_period(data, name):
    """Planted twice within the period, and nonsense before, after and at the other tier."""
    fields, expected = COUNTS[name]
    for field, value in fields.items():
        plant(data, field, {(6, DISTRICT): value, (8, DISTRICT): value})
        plant(data, field, {(2, DISTRICT): 1, (20, DISTRICT): 1, (7, 0): 1})
    found = read(data, name, tier="district", start="2020-07", end="2020-09")
    np.testing.assert_allclose(found, expected)


def test_elections_by_assemblies_are_counted_apart(data):
    plant(data, "assembly_held", {(6, DISTRICT): 5})
    plant(data, "direct_held", {(6, DISTRICT): 2})
    assert read(data, "elections_held", tier="district", how="assembly").tolist() == [5, 5]


def test_both_ends_of_a_period_count(data):
    plant(data, "direct_held", {(m, DISTRICT): 1 for m in (5, 6, 8, 9)})
    found = read(data, "elections_held", tier="district", start="2020-07", end="2020-09")
    assert found.tolist() == [2, 2]


def test_crowd_share(data):
    plant(data, "protesters", {(4, 0): 3000, (4, 3): 1000, (7, 1): 2000})
    np.testing.assert_allclose(read(data, "crowd_share"), 4000 / 1_000_000)


def test_decision_days(data):
    plant(data, "case_days", {(3, 0): 3, (5, 0): 7, (5, 1): 11, (9, 0): 11, (20, 0): 26})
    assert read(data, "decision_days").tolist() == [11, 11]
    assert read(data, "slowest_decision_days").tolist() == [26, 26]
    assert read(data, "slowest_decision_days", end="2021-08").tolist() == [11, 11]


def test_governor_share_of_dismissals(data):
    plant(data, "case_target", {(3, 0): 0, (5, 0): 3, (5, 1): 4, (9, 0): 17, (9, 1): 5})
    np.testing.assert_allclose(read(data, "governor_share_of_dismissals"), 0.4)


def test_longest_tenure(data):
    """Regions A to C change hands in April 2020, July 2020 and May 2021; D in January 2020."""
    plant(data, "rotated", {(3, 0): 1, (6, 1): 1, (0, 3): 1, (20, 0): 1})
    plant(data, "removed", {(16, 2): 1})
    np.testing.assert_allclose(read(data, "longest_tenure", at="2021-07"), 18 / 12)


def test_a_head_who_was_never_replaced_counts_from_the_first_month(data):
    plant(data, "rotated", {(3, 0): 1, (6, 1): 1, (9, 2): 1})
    np.testing.assert_allclose(read(data, "longest_tenure", at="2021-07"), 18 / 12, atol=1 / 12)


def test_national_turnout_weighs_regions_by_adults(data):
    plant(data, "national_turnout", {(5, 0): 0.9, (5, 1): 0.8, (5, 2): 0.7, (5, 3): 0.3})
    found = read(data, "national_turnout", vote="president_2020")
    np.testing.assert_allclose(found, (0.09 + 0.16 + 0.21 + 0.12))


@pytest.fixture
def voted(data):
    """Two votes; the city's turnout is half the provinces' mean in the first."""
    plant(data, "national_turnout", {(5, 0): 0.7, (5, 1): 0.8, (5, 2): 0.9, (5, 3): 0.4})
    plant(data, "national_turnout", {(17, 0): 0.9, (17, 1): 0.8, (17, 2): 0.7, (17, 3): 0.85})
    return data


def test_turnout_ratio(voted):
    options = {"region": "D", "kind": "province"}
    found = read(voted, "turnout_ratio", vote="president_2020", **options)
    np.testing.assert_allclose(found, 0.5)


def test_turnout_spread(voted):
    found = read(voted, "turnout_spread", vote="president_2020", kind="province")
    np.testing.assert_allclose(found, np.std([0.7, 0.8, 0.9]))


def test_turnout_order_holds_in_one_of_two_votes(voted):
    votes = ["president_2020", "parliament_2021"]
    found = read(voted, "turnout_order", votes=votes, regions=["D"], kind="province")
    np.testing.assert_allclose(found, 0.5)


def test_turnout_rank_correlation(voted):
    """Ranks 2 3 4 1 and 4 2 1 3: Spearman 1 - 6 (4 + 1 + 9 + 4) / (4 * 15) = -0.8."""
    found = read(voted, "turnout_rank_correlation", votes=["president_2020", "parliament_2021"])
    np.testing.assert_allclose(found, -0.8)


def test_openness_change(data):
    data["openness"].values[:] = np.linspace(0.2, 0.43, 24)
    found = read(data, "openness_change", start="2020-06", end="2021-06")
    np.testing.assert_allclose(found, 0.12)


def test_protests(data):
    """6 events in a year before, 24 in the year after: four times as many, 20 % of them violent."""
    plant(data, "protests_peaceful", {(1, 0): 6, (13, 0): 10, (14, 2): 8})
    plant(data, "protests_violent", {(15, 2): 6})
    np.testing.assert_allclose(read(data, "protests_per_month"), 30 / 24)
    np.testing.assert_allclose(read(data, "protests_per_month", start="2021-01"), 2.0)
    np.testing.assert_allclose(read(data, "peaceful_share"), 0.8)
    np.testing.assert_allclose(read(data, "regions_protesting"), 0.5)
    np.testing.assert_allclose(read(data, "regions_protesting", end="2020-12"), 0.25)
    early, late = ["2020-01", "2020-12"], ["2021-01", "2021-12"]
    np.testing.assert_allclose(read(data, "protest_growth", early=early, late=late), 4.0)


def test_replacements(data):
    """Four heads at once and two alone in two years of four posts."""
    plant(data, "rotated", {(6, 0): 1, (6, 1): 1, (6, 2): 1, (11, 0): 1})
    plant(data, "removed", {(6, 3): 1, (18, 1): 1})
    monthly = np.zeros(24)
    monthly[[6, 11, 18]] = 4, 1, 1
    np.testing.assert_allclose(read(data, "replacement_rate"), 6 / 8)
    np.testing.assert_allclose(read(data, "replaced_in_month", start="2020-07", end="2020-07"), 1.0)
    np.testing.assert_allclose(
        read(data, "replaced_in_month", start="2020-12", end="2020-12"), 0.25
    )
    np.testing.assert_allclose(read(data, "replacement_clustering"), monthly.var() / monthly.mean())


def test_a_head_replaced_twice_in_a_month_is_not_lost(data):
    plant(data, "rotated", {(6, 0): 1})
    plant(data, "removed", {(6, 0): 1})
    np.testing.assert_allclose(read(data, "replaced_in_month"), 0.25)


def test_posts_ever_elected(data):
    plant(data, "heads_elected", {(3, DISTRICT): 4, (4, DISTRICT): 9, (5, DISTRICT): 2})
    assert read(data, "posts_ever_elected", tier="district").tolist() == [9, 9]
    assert read(data, "posts_ever_elected", tier="region").tolist() == [0, 0]


def test_street_reversals_and_their_speed(data):
    plant(data, "street_reversal", {3: 1, 20: 1})
    plant(data, "street_days", {3: 10, 20: 4})
    plant(data, "slow_days", {(3, 0): 70, (4, 2): 700, (9, 1): 350})
    assert read(data, "street_reversals").tolist() == [2, 2]
    assert read(data, "street_reversals", start="2021-01").tolist() == [1, 1]
    np.testing.assert_allclose(read(data, "reversal_speed_ratio"), 350 / 7)


def test_moods_and_cascades_within_the_period(data):
    plant(data, "national_activism", {4: 0.9, 6: 0.2, 7: 0.4, 8: 0.3})
    window = {"start": "2020-07", "end": "2020-09"}
    np.testing.assert_allclose(read(data, "national_mood", of="activism", **window), 0.3)
    np.testing.assert_allclose(read(data, "cascade_size", **window), 0.4)
    np.testing.assert_allclose(read(data, "cascade_size"), 0.9)


def test_a_mood_that_is_not_kept_is_named(data):
    with pytest.raises(measures.MeasureError, match="the dataset lacks national_fear"):
        read(data, "national_mood", of="fear")
    with pytest.raises(measures.MeasureError, match="of is 'hope'; must be one of activism, trust"):
        read(data, "national_mood", of="hope")


def test_crises_are_counted_over_all_histories(data):
    data["crisis"].values[0, [3, 5, 20]] = 1.0  # three months in one history of two, two years
    assert read(data, "crisis_rate") == 0.75
    assert read(data, "crisis_rate", start="2020-01", end="2020-12") == 1.0


def test_open_conflict_and_slowing_down(data):
    """Four disliked in a province and six in the city; the centre contests one, one sues."""
    plant(data, "disliked", {(4, 0): 4, (5, 3): 6})
    plant(data, "contested", {(4, 0): 1})
    plant(data, "sued", {(5, 3): 1})
    plant(data, "slowed", {(4, 0): 1, (5, 3): 3})
    np.testing.assert_allclose(read(data, "open_conflict_share"), 0.2)
    plant(data, "shunned", {(4, 0): 3})
    np.testing.assert_allclose(read(data, "shunned_share"), 0.3)
    np.testing.assert_allclose(read(data, "slowed_share"), 0.4)
    np.testing.assert_allclose(read(data, "slowed_share", kind="city"), 0.5)
    np.testing.assert_allclose(read(data, "open_conflict_share", end="2020-05"), 0.25)


def test_heads_removed_and_elections_rolled_back(data):
    plant(data, "heads_removed", {(3, DISTRICT): 2, (15, DISTRICT): 1, (3, 0): 5})
    plant(data, "rolled_back", {(3, DISTRICT): 1, (3, 0): 1, (14, DISTRICT): 1})
    np.testing.assert_allclose(read(data, "removals_per_year", tier="district"), 1.5)
    assert read(data, "removals_per_year", tier="district", start="2021-01").tolist() == [1, 1]
    assert read(data, "rollbacks", tier="district").tolist() == [2, 2]


def test_false_ballots_and_honest_counts(data):
    plant(data, "election_ballots", {(3, DISTRICT): 400, (3, 0): 100})
    plant(data, "election_falsified", {(3, DISTRICT): 100})
    np.testing.assert_allclose(read(data, "falsified_share", tier="district"), 0.25)
    data["unit_mode"].values[:, 1, 4:6] = 2
    data["unit_honesty"].values[:, 1, 4:7] = [0.9, 0.5, 0.0]  # the third elects nobody
    found = read(data, "count_honesty", tier="district", year=2021)
    np.testing.assert_allclose(found, (0.9 + 3.0 * 0.5) / 4.0)  # weights 1 and 3
    assert np.isnan(read(data, "count_honesty", tier="district", year=2020)).all()


def test_concessions_are_read_where_there_was_a_crisis(data):
    data["crisis"].values[0, [3, 5, 7, 9]] = 1.0
    data["conceded"].values[0, [5]] = 1.0
    first, second = read(data, "concession_share")
    assert (first, np.isnan(second)) == (0.25, True)


def test_state_of_the_centre(data):
    plant(data, "narrative", {6: 0.2, 7: 0.4})
    window = {"start": "2020-07", "end": "2020-08"}
    np.testing.assert_allclose(read(data, "centre_state", state="narrative", **window), 0.3)
    with pytest.raises(measures.MeasureError, match="the dataset lacks risk"):
        read(data, "centre_state", state="risk")
