"""Whole per cents: which counts are, how often a redraw is, and what neighbours give."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from vertikal import instruments
from vertikal.instruments._integers import beyond_neighbours, drawn_totals, is_whole, redraw_hits
from vertikal.instruments._smooth import sum_of
from vertikal.instruments.integer_excess import published_excess

ONE = instruments.load("integer_excess")


@pytest.mark.parametrize(
    ("votes", "of", "step", "whole"),
    [
        (150, 300, 1, True),  # 50 %
        (151, 300, 1, False),  # 50.33 %
        (1021, 2000, 1, True),  # 51.05 %, at the very edge
        (1022, 2000, 1, False),
        (1019, 2000, 1, True),  # 50.95 %
        (0, 7, 1, True),
        (7, 7, 1, True),
        (0, 0, 1, False),
        (110, 200, 5, True),  # 55 %
        (112, 200, 5, False),  # 56 %
        (333, 999, 1, False),
    ],
)
def test_whole_per_cents(votes, of, step, whole):
    assert is_whole(np.array([votes]), np.array([of]), step)[0] == whole


@pytest.mark.parametrize("of", [100, 137, 200, 299, 300, 1100, 2500, 5013])
@pytest.mark.parametrize("share", [0.0, 0.013, 0.25, 0.5, 0.777, 0.99])
def test_the_redraw_is_summed_over_all_its_counts(of, share):
    votes = int(of * share)
    k = np.arange(of + 1)
    p = stats.binom.pmf(k, of, votes / of)
    found = redraw_hits(np.array([votes]), np.array([of]))[:, 0]
    for row, step in enumerate((1, 5)):
        expected = p[is_whole(k, np.full(k.size, of), step)].sum()
        assert found[row] == pytest.approx(expected, abs=2e-5)


@pytest.mark.statistical
def test_the_redraw_is_what_a_literal_one_gives(honest):
    """Mean and spread of 4,000 redraws of 300 stations; seed fixed, five standard errors."""
    table = honest(300, seed=4)
    rng, draws = np.random.default_rng(5), 4000
    found = published_excess(table.leader, table.ballots, table.ballots, table.registered)
    kept = (table.registered >= 100) & (table.ballots > 0)
    kept &= (table.ballots <= 0.99 * table.registered) & (table.leader <= 0.99 * table.ballots)
    here = table.take(kept)
    totals = np.zeros(draws)
    for k, b, n in zip(here.leader, here.ballots, here.registered, strict=True):
        turnout, share = rng.binomial(n, b / n, draws), rng.binomial(b, k / b, draws)
        totals += is_whole(turnout, np.full(draws, n)) | is_whole(share, np.full(draws, b))
    chance = found.chance["either"][0]
    spread = np.sqrt((chance * (1 - chance)).sum())
    assert found.stations == len(here)
    assert totals.mean() == pytest.approx(chance.sum(), abs=5 * spread / math.sqrt(draws))
    assert totals.std() == pytest.approx(spread, rel=5 / math.sqrt(2 * draws))
    drawn = drawn_totals(chance, rng, draws)
    assert drawn.mean() == pytest.approx(chance.sum(), abs=5 * spread / math.sqrt(draws))
    assert drawn.std() == pytest.approx(spread, rel=5 / math.sqrt(2 * draws))


def test_neighbours_are_weighed_one_by_one():
    """The closed form is the sum that it stands for."""
    rng = np.random.default_rng(6)
    of = rng.integers(60, 3000, 200)
    votes = rng.integers(0, of + 1)

    def inner(k, n):
        nearest = math.floor(100 * k / n + 0.5)
        return 20 * abs(100 * k - nearest * n) <= n and 0 < nearest < 100

    for k, n, found in zip(votes.tolist(), of.tolist(), beyond_neighbours(votes, of), strict=True):
        reach = math.ceil(n / 100) - 1
        weight = {j: 1 - 100 * abs(j) / n for j in range(-reach, reach + 1)}
        hits = sum(w * inner(k + j, n) for j, w in weight.items())
        assert found == pytest.approx(inner(k, n) - hits / sum(weight.values()), abs=1e-12)


@pytest.mark.parametrize("of", [150, 200, 250, 299, 300, 777, 1200])
def test_a_straight_distribution_has_no_excess(of):
    """However steep: the null is exact there, with 0 and 100 % left out."""
    k = np.arange(of + 1)
    d = beyond_neighbours(k, np.full(k.size, of))
    assert (d @ (3.0 + 0.01 * k)) == pytest.approx(0.0, abs=1e-9)
    assert np.abs(d).max() > 0.1
    heap = np.zeros(k.size)
    heap[[0, of]] = 1000.0  # nobody, or everybody
    assert (d @ heap) == pytest.approx(0.0, abs=1e-9)


def mesas(rng, n, share, cap=200):
    """Small stations of one size and less, and a leader whom most places hardly know."""
    registered = cap - rng.integers(0, 40, n) * (rng.random(n) < 0.5)
    ballots = rng.binomial(registered, np.clip(rng.normal(0.7, 0.08, n), 0.05, 0.99))
    leader = rng.binomial(ballots, rng.beta(0.6, 0.6 / share - 0.6, n))
    return registered, ballots, ballots, leader


@pytest.mark.statistical
def test_small_mesas_mislead_the_published_null_only(make_stations):
    """Peru: z = -5. The leader has a few votes at most stations; seed fixed, p uniform."""
    table = make_stations(*mesas(np.random.default_rng(7), 20_000, 0.04))
    found = ONE(table, draws=200)
    assert found.detail["z_published"] < -5.0
    assert abs(found.detail["near_z"]) < 3.0
    assert found.p > 0.01


@pytest.mark.statistical
@pytest.mark.parametrize("kind", ["towns", "mesas"])
def test_honest_elections_are_quiet(kind, honest, make_stations):
    """300 elections of 200 stations: more than 27 below 5 %, or 10 below 1 %, once in 1,000."""
    p = []
    for seed in range(300):
        rng = np.random.default_rng([8, seed])
        table = honest(200, seed=seed) if kind == "towns" else make_stations(*mesas(rng, 200, 0.2))
        p.append(ONE(table, draws=1).p)
    assert np.sum(np.array(p) < 0.05) <= 27
    assert np.sum(np.array(p) < 0.01) <= 10


def rounded(table, stations, which):
    """The table, with a whole per cent written at the first stations, as near as counts allow."""
    here = np.arange(len(table)) < stations
    if which == "turnout":
        target = np.rint(np.rint(100 * table.turnout) / 100 * table.registered).astype(int)
        ballots = np.where(here, np.maximum(target, table.valid), table.ballots)
        return replace(table, ballots=ballots)
    share = np.rint(100 * table.leader / table.valid)
    leader = np.rint(share / 100 * table.valid).astype(int)
    return replace(table, leader=np.where(here, leader, table.leader))


@pytest.mark.parametrize("which", ["turnout", "share of valid"])
def test_written_per_cents_are_found(honest, which):
    """At 400 of 4,000 stations a whole per cent was written; a tenth of them had one anyway."""
    table = honest(4000, seed=9, size=1800)
    found = ONE(rounded(table, 400, which), draws=200)
    assert found.p < 1e-4
    assert ONE(table, draws=200).p > 0.01
    if which == "share of valid":  # the published count takes the share of all ballots
        assert found.detail["near_p_share_of_valid"] < 1e-6
        assert found.detail["near_p_turnout"] > 0.001
    else:
        assert found.low < 0.9 * 400 < found.high
        assert found.detail["turnout"] == pytest.approx(360, abs=80)
        assert found.detail["p_published"] == pytest.approx(1 / 201)


def test_shares_are_read_where_no_voters_are_known(honest, make_stations):
    table = honest(500)
    found = ONE(make_stations(valid=table.valid, leader=table.leader), draws=50)
    assert np.isfinite(found.p)
    assert np.isnan(found.detail["turnout"])
    assert found.value == pytest.approx(found.detail["share"])


def test_ballots_given_out_are_the_turnout(honest):
    """As in the paper: turnout is of ballots given out, the share of ballots found."""
    table = honest(500)
    issued = np.minimum(table.ballots + 3, table.registered)
    found = ONE(replace(table, issued=issued), draws=50)
    by_hand = published_excess(table.leader, table.ballots, issued, table.registered)
    assert found.value == pytest.approx(by_hand.excess("either"))
    assert found.value != pytest.approx(ONE(table, draws=50).value)


@pytest.mark.statistical
def test_a_skewed_sum_has_the_right_tail():
    """Rare events, 60 of them expected: 5 % and 1 % within five standard errors of 5,000 sums."""
    rng = np.random.default_rng(10)
    hits = rng.random((5_000, 600)) < 0.1
    p = np.array([sum_of(row - 0.1).p for row in hits])
    for level in (0.05, 0.01):
        error = math.sqrt(level * (1 - level) / p.size)
        assert np.mean(p < level) == pytest.approx(level, abs=5 * error)
