"""Padded and made up counts: the fit finds what was done, and honest differences stay quiet.

Seeds are fixed. Where a test counts alarms, its comment says how often that may fail by chance, if
the alarm rings as often as its level says (it rings less often).
"""

import math

import numpy as np
import pytest

from vertikal import instruments
from vertikal.instruments import _klimek_fit as histogram
from vertikal.instruments import _residuals as places

PADDED, MADE_UP = (instruments.load(name) for name in ("klimek_padded", "klimek_made_up"))


def logit(x):
    return np.log(x / (1.0 - x))


def expit(x):
    return 1.0 / (1.0 + np.exp(-x))


def alike(rng, n, region):
    """Normal shares, high ones: skewed in log odds."""
    return np.clip(rng.normal([[0.75], [0.8]], 0.1, (2, n)), 0.02, 0.98)


def regions(rng, n, region):
    """Regions differ in both, and in how much their stations do."""
    m = rng.uniform([[0.45], [0.3]], [[0.8], [0.85]], (2, 10))
    return np.clip(m[:, region] + rng.uniform(0.04, 0.1, (2, 10))[:, region]
                   * rng.standard_normal((2, n)), 0.02, 0.98)  # fmt: skip


def villages(rng, n, region):
    """Towns, and villages with higher turnout, for the leader here and against him there."""
    share, sign = rng.uniform(0.1, 0.9, 10), rng.choice([-1.0, 1.0], 10)
    village = rng.random(n) < share[region]
    odds = rng.uniform([[0.0], [-0.6]], [[0.8], [0.6]], (2, 10))[:, region]
    odds += np.stack([0.8 * village, sign[region] * village])
    return expit(odds + [[0.3], [0.4]] * rng.standard_normal((2, n)))


def together(rng, n, region):
    """Who goes to the polls is for the leader."""
    z = rng.standard_normal((2, n))
    return expit(np.stack([0.6 + 0.35 * z[0], 0.2 + 0.25 * z[0] + 0.43 * z[1]]))


def skewed(rng, n, region):
    """Every region's stations lean one way, in turnout and in share."""
    lean = rng.choice([-1.0, 1.0], (2, 10))[:, region]
    return expit([[0.4], [0.0]] + [[0.25], [0.4]] * lean * (rng.gamma(4.0, 0.5, (2, n)) - 2.0))


def eager(rng, n, region):
    """Both at once: skewed upwards, and whoever goes to the polls is for the leader."""
    z = rng.standard_normal((2, n))
    return np.clip([0.75 + 0.1 * z[0], 0.8 + 0.05 * z[0] + 0.087 * z[1]], 0.02, 0.98)


WORLDS = (alike, regions, villages, together, skewed, eager)


@pytest.fixture(scope="module")
def election(make_stations):
    """Returns of one world, honest or with stations padded and made up as in the paper."""

    def build(world, seed, n=900, padded=0.0, made_up=0.0):
        rng = np.random.default_rng([seed, len(world.__name__)])
        region = np.sort(rng.integers(0, 10, n))
        turnout, share = world(rng, n, region)
        registered = np.maximum(1100 * np.exp(rng.normal(-0.18, 0.6, n)), 50).astype(np.int64)
        if world is villages:
            registered = rng.integers(200, 301, n)  # mesas of limited size
        ballots = rng.binomial(registered, turnout)
        valid = rng.binomial(ballots, 0.985)
        leader = rng.binomial(valid, share)
        kind, z = rng.random(n), np.abs(rng.standard_normal(n))
        x = np.where(kind < made_up, np.maximum(1 - 0.075 * z, 0),
                     (kind < made_up + padded) * np.minimum(0.4 * z, 1))  # fmt: skip
        added, moved = rng.binomial(registered - ballots, x), rng.binomial(valid - leader, x**1.5)
        return make_stations(registered, ballots + added, valid + added, leader + added + moved,
                             region=region)  # fmt: skip

    return build


@pytest.mark.statistical
@pytest.mark.parametrize("world", WORLDS)
def test_honest_places_stay_quiet(election, world):
    """Of 40 alarms at 5 %, more than 6 ring in 3 of 1,000 runs by chance."""
    rung = [0, 0]
    for seed in range(40):
        rest = places.residuals(places.large_enough(election(world, seed)))
        rng = np.random.default_rng(seed)
        ten = math.log(10.0)
        for k, (far, ends) in enumerate(
            (((rest.turnout_z / 2, rest.leader_z / 2), 100),
             ((rest.turnout / ten, rest.leader / ten), 25))
        ):  # fmt: skip
            rung[k] += places.tails(rest, far, ends, rng, 199).p <= 0.05
    assert max(rung) <= 6


@pytest.mark.parametrize("world", WORLDS[1:-1])
def test_padding_is_noticed(election, world):
    found = PADDED(election(world, 1, padded=0.3), draws=400)
    assert found.p < 0.05
    assert found.detail["far_up"] > 2 * found.detail["far_mirrored"]


@pytest.mark.parametrize("world", WORLDS[1:-1])
def test_counts_made_up_are_noticed(election, world):
    found = MADE_UP(election(world, 1, made_up=0.03), draws=400)
    assert found.p < 0.05
    assert found.detail["far_mirrored"] < 0.002


def test_the_alarm_is_not_for_votes_against(election):
    """Ballots added for a rival put stations into another corner."""
    table = election(regions, 2, padded=0.3)
    rival = np.asarray(table.valid - table.leader)
    found = PADDED(type(table)(**{**table.__dict__, "leader": rival}), draws=200)
    assert found.p > 0.5


def test_a_small_region_gives_a_sane_answer(election):
    for n in (35, 60, 100):
        for one in (PADDED, MADE_UP):
            found = one(election(together, n, n=n), draws=100)
            assert found.why_not or (0.0 <= found.low <= found.value <= found.high <= 1.0)
            assert found.why_not or found.p > 0.05


def test_stations_too_small_to_read_are_a_reason(make_stations):
    n = np.where(np.arange(50) < 20, 500, 60)
    small = make_stations(n, n // 2, n // 2, n // 4)
    assert "20 stations have a hundred voters" in PADDED(small).why_not
    assert np.isnan(MADE_UP(small).value)


def test_a_vote_annulled_is_no_unanimous_one(election):
    """Stations with ballots and no valid vote are left out: their odds would be even."""
    table = election(regions, 3)
    valid, leader = table.valid.copy(), table.leader.copy()
    valid[::20] = leader[::20] = 0
    broken = type(table)(**{**table.__dict__, "valid": valid, "leader": leader})
    assert len(places.large_enough(broken)) < len(places.large_enough(table))
    assert MADE_UP(broken, draws=100).p == 1.0


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("padded", "made_up", "found"), [(0.0, 0.0, 0.0), (0.1, 0.01, 0.09), (0.3, 0.04, 0.2)]
)
def test_the_fit_finds_two_thirds_of_what_was_done(padded, made_up, found):
    """50,000 stations of the paper's own model; padding moves the peak that is called honest."""
    rng = np.random.default_rng(5)
    n = 50_000
    a, v = (np.clip(rng.normal(m, 0.08, n), 0, 1) for m in (0.55, 0.4))
    kind, z = rng.random(n), np.abs(rng.standard_normal(n))
    x = np.where(kind < made_up, np.maximum(1 - 0.075 * z, 0),
                 (kind < padded + made_up) * np.minimum(0.45 * z, 1))  # fmt: skip
    cast, won = a + x * (1 - a), a * v + x * (1 - a) + x**1.5 * a * (1 - v)
    fit = histogram.fit(histogram.cells_of(cast, won / cast, won))
    assert fit.padded == pytest.approx(found, abs=0.05)
    assert fit.made_up == pytest.approx(made_up, abs=0.01)
    rng = np.random.default_rng(6)
    low, high = histogram.interval(
        histogram.cells_of(cast, won / cast, won), fit, "padded", rng, 40
    )
    assert low <= fit.padded <= high < low + 0.15


def test_places_that_differ_look_padded_to_the_fit_and_not_to_its_null(election):
    """A third of the regions is higher in both: the fit takes them for padded, the null knows."""

    def apart(rng, n, region):
        up = 1.2 * (region < 3)
        return expit([[0.2], [-0.4]] + np.stack([up, up]) + 0.2 * rng.standard_normal((2, n)))

    found = PADDED(election(apart, 1, n=4000), draws=200)
    assert found.value > 0.1
    assert found.null == pytest.approx(found.value, abs=0.1)
    assert found.p > 0.05


def test_a_modelled_histogram_is_the_models():
    """Against 400,000 draws: a cell of 2 % has a standard error of 0.02 %."""
    peak = (0.52, 0.08, 0.34, 0.07)
    exponents = np.array([1.5])
    honest, given = histogram._histograms(exponents, peak)
    modelled = given[:, 0].T @ histogram._half_normal(0.5)
    assert honest.sum() == pytest.approx(1.0)
    assert modelled.sum() == pytest.approx(1.0)
    rng = np.random.default_rng(1)
    n = 400_000
    a, v = (np.clip(rng.normal(m, s, n), 1e-6, 1 - 1e-6) for m, s in (peak[:2], peak[2:]))
    x = np.abs(rng.normal(0, 0.5, n))
    x = np.resize(x[x < 1], n)
    won = a * v + x * (1 - a) + x**1.5 * a * (1 - v)
    drawn = np.histogram(won, histogram.EDGES)[0] / n
    assert np.abs(drawn - modelled).max() < 0.0015


def test_shares_are_found_exactly_and_stay_shares():
    rng = np.random.default_rng(2)
    padded, made_up = rng.random((2, 50))
    for truth in ((0.3, 0.1), (0.0, 0.2), (0.7, 0.3)):
        found, missed = histogram._shares(truth[0] * padded + truth[1] * made_up, padded, made_up)
        assert found == pytest.approx(truth, abs=1e-9)
        assert missed < 1e-20
    found, _ = histogram._shares(2.0 * padded, padded, made_up)
    assert min(found) >= 0.0
    assert sum(found) <= 1.0 + 1e-9


def test_places_are_neighbours_of_one_region():
    region = np.array([1] * 47 + [0] * 12 + [1] * 3)
    place = places._places(region)
    sizes = np.bincount(place)
    assert sizes.sum() == region.size
    assert sizes.min() >= 12
    assert sizes.max() <= 30
    for k in range(sizes.size):
        assert np.unique(region[place == k]).size == 1


def test_medians_by_group():
    rng = np.random.default_rng(3)
    x, group = rng.standard_normal(200), rng.integers(0, 9, 200)
    group[group == 4] = 5
    found = places._medians(x, group)
    for k in (0, 3, 8):
        assert found[k] == pytest.approx(np.median(x[group == k]))
    assert found[4] == 0.0


def residuals(turnout, leader):
    """Residuals that are what they are, in places of twenty."""
    place = np.arange(turnout.size) // 20
    return places.Residuals(None, place, turnout, leader, turnout, leader)


def test_mirrored_returns_have_equal_corners():
    """A table and its mirror image together: the upper corner is as heavy as the lower."""
    t, s = np.random.default_rng(4).standard_t(3, (2, 2000))
    rest = residuals(np.append(t, -t), np.append(s, -s))
    far = (rest.turnout / 2, rest.leader / 2)
    both = places.tails(rest, far, 100, np.random.default_rng(1), 499)
    assert both.both_up == both.both_down
    assert both.p > 0.4


def test_longer_tails_alone_are_no_finding():
    """By distance the upper corner is heavier by far; by rank it is not."""
    z = np.random.default_rng(5).standard_normal((2, 4000))
    t, s = np.exp(z[0]) - 1, np.exp(0.5 * z[0] + 0.87 * z[1]) - 1
    rest = residuals(t, s)
    found = places.tails(rest, (t / 2, s / 2), 100, np.random.default_rng(1), 499)
    assert found.both_up > 20 * max(found.mirror, 1)
    assert found.p > 0.05


def test_size_does_not_look_like_padding(make_stations):
    """Villages all over: small, eager, for the leader. Size explains them."""
    rng = np.random.default_rng(6)
    n = 4000
    village = rng.random(n) < 0.15
    size = np.where(village, 300, 1500) * np.exp(0.4 * rng.standard_normal(n))
    registered = size.astype(np.int64)
    ballots = rng.binomial(registered, expit(0.4 + 0.8 * village + 0.3 * rng.standard_normal(n)))
    leader = rng.binomial(ballots, expit(village + 0.4 * rng.standard_normal(n)))
    found = PADDED(make_stations(registered, ballots, ballots, leader), draws=400)
    assert found.p > 0.05
