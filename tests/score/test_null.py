"""The null model: what was put in comes out, and nothing else."""

from pathlib import Path

import numpy as np
import pytest

from vertikal import io, measures
from vertikal.lab import Request, describe, null_dataset
from vertikal.scenario import compile_scenario, default_parameters, validate, validate_margins

MEMBERS = 200
TOY = str(Path(__file__).parent.parent / "data" / "toy")


@pytest.fixture(scope="module")
def described():
    compiled = compile_scenario(validate(io.read_scenario(TOY)))
    return describe(Request("toy", compiled, default_parameters(), MEMBERS, 0))


@pytest.fixture(scope="module")
def margins():
    raw = io.read_margins(TOY)
    assert raw is not None
    return validate_margins(raw)


@pytest.fixture(scope="module")
def null(described, margins):
    return null_dataset(described, margins, seed=11)


def test_has_the_dimensions_of_the_run(null, described):
    for name, variable in null.data_vars.items():
        assert tuple(variable.dims) == described.variables[name].dims, name
        assert variable.shape == tuple(described.sizes[d] for d in variable.dims), name


def test_the_same_seed_gives_the_same_numbers(described, margins, null):
    assert null_dataset(described, margins, seed=11).identical(null)


def test_another_seed_gives_others(described, margins, null):
    other = null_dataset(described, margins, seed=12)
    assert not other["rotated"].equals(null["rotated"])


def recovered(values, expected):
    """Mean over members within five standard errors, the error taken from the members' spread.

    Members are independent, so the mean of 200 is normal to good approximation: a right model
    fails once in 1.7 million draws, and the seed is fixed.
    """
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    se = values.std(ddof=1) / np.sqrt(len(values))
    assert abs(values.mean() - expected) < 5 * se, (values.mean(), expected, se)


def read(null, name, **options):
    return measures.load(name)(null, **options).values


RATES = {
    "replacement_rate": "replacements_per_post_year",
    "protests_per_month": "protests_per_month",
    "governor_share_of_dismissals": "governor_share",
}


@pytest.mark.statistical
@pytest.mark.parametrize("name", RATES)
def test_rates_are_recovered(null, margins, name):
    recovered(read(null, name), getattr(margins, RATES[name]))


@pytest.mark.statistical
def test_independent_departures_do_not_cluster(null):
    recovered(read(null, "replacement_clustering"), 59 / 60)  # variance with ddof 0 of 60 months


POOLED = {
    "peaceful_share": ("protests_peaceful", ("protests_peaceful", "protests_violent")),
    "kept_share": ("assembly_kept", ("assembly_held",)),
    "outsider_share": ("outsider_won", ("direct_held",)),
    "candidates_per_race": ("candidates_inside", ("direct_held",)),
}


@pytest.mark.statistical
@pytest.mark.parametrize("margin", POOLED)
def test_ratios_are_recovered(null, margins, margin):
    """Sum over everything but members; r is right if part - r * whole is zero on average."""
    part, wholes = POOLED[margin]
    over = [d for d in null[part].dims if d != "member"]
    whole = sum(null[name].sum(over) for name in wholes)
    recovered(null[part].sum(over) - getattr(margins, margin) * whole, 0.0)


POSTS = {"region": 3, "district": 8, "locality": 17}


@pytest.mark.statistical
@pytest.mark.parametrize("tier", POSTS)
@pytest.mark.parametrize(
    ("field", "margin"),
    [
        ("direct_held", "direct_elections_per_post_year"),
        ("assembly_held", "assembly_votes_per_post_year"),
    ],
)
def test_elections_are_recovered_at_every_tier(null, margins, tier, field, margin):
    held = null[field].sel(tier=tier).sum("time")
    recovered(held, getattr(margins, margin) * POSTS[tier] * 5)


@pytest.mark.statistical
def test_dismissals_and_reversals_are_recovered(null, margins):
    recovered((null["case_target"] >= 0).sum(("time", "case")), margins.dismissals_per_year * 5)
    recovered(null["street_reversal"].sum("time"), margins.street_reversals_per_year * 5)
    quiet = (null["slow_days"] > 0).sum(("time", "region"))
    recovered(quiet, margins.quiet_reversals_per_year * 5)


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("field", "margin"),
    [
        ("case_days", "decision_days"),
        ("street_days", "reversal_days"),
        ("slow_days", "reversal_days"),
    ],
)
def test_durations_are_recovered(null, margins, field, margin):
    """Days are independent between events: every event is a draw of its own."""
    days = null[field].values
    recovered(days[days > 0], getattr(margins, margin))


@pytest.mark.statistical
def test_turnout_is_recovered_but_for_its_clipping(null, margins):
    """Clipping at 0 and 1 is taken into account by drawing what the margin says."""
    rng = np.random.default_rng(1)
    drawn = np.clip(rng.normal(margins.turnout_mean, margins.turnout_sd, 1_000_000), 0.0, 1.0)
    values = null["national_turnout"].values.ravel()
    recovered(values, drawn.mean())
    recovered((values - drawn.mean()) ** 2, drawn.var())


def test_constants_are_constant(null, margins):
    np.testing.assert_allclose(null["openness"], margins.openness)
    np.testing.assert_allclose(read(null, "crowd_share"), margins.crowd_share, rtol=1e-6)
    turnout = read(null, "election_turnout", tier="locality")
    np.testing.assert_allclose(turnout[np.isfinite(turnout)], margins.election_turnout)
    assert np.ptp(read(null, "openness_change", start="2001-01", end="2005-12")) == 0


def test_counts_are_possible(null):
    assert (null["incumbent_won"] <= null["direct_held"]).all()
    assert (null["outsider_won"] <= null["direct_held"]).all()
    assert (null["assembly_kept"] <= null["assembly_held"]).all()
    for tier, posts in POSTS.items():
        assert null["heads_elected"].sel(tier=tier).max() <= posts
