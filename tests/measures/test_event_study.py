"""The event study: against brute force, with a planted effect, and without one."""

import numpy as np
import pytest
import xarray as xr

from vertikal import measures

YEARS = np.arange(1990, 2004)


def panel(rng, members, units, *, effect=0.0, noise=0.1, inertia=0.0, never=0.3):
    """Villages with effects of their own and of years, and elections that come in 1994 to 2000."""
    shape = (members, YEARS.size, units)
    first = rng.integers(1994, 2001, (members, 1, units))
    first = np.where(rng.uniform(size=first.shape) < never, 9999, first)
    elected = YEARS[:, None] >= first
    shock = rng.normal(0.0, noise, shape)
    for t in range(1, YEARS.size):
        shock[:, t] += inertia * shock[:, t - 1]
    service = rng.normal(1.0, 0.3, (members, 1, units)) + rng.normal(0, 0.2, (1, YEARS.size, 1))
    return xr.Dataset(
        {
            "unit_mode": (("member", "year", "unit"), 2.0 * elected),
            "unit_popular_service": (
                ("member", "year", "unit"),
                service + effect * elected + shock,
            ),
        },
        {
            "year": YEARS,
            "unit_tier": ("unit", ["village"] * units),
            "unit_kind": ("unit", ["hill", "plain"] * (units // 2)),
        },
    )


def study(data, **options):
    """Effect and t."""
    options = {"service": "popular", "tier": "village", **options}
    return tuple(
        measures.load(f"event_study_{what}")(data, **options).values for what in ("effect", "t")
    )


def brute_force(data, window):
    """The same regression with a column for each unit and year, one member at a time."""
    found = []
    for mode, service in zip(data.unit_mode.values, data.unit_popular_service.values, strict=True):
        cells = []
        for i in range(mode.shape[1]):
            elects = np.flatnonzero(mode[:, i] >= 2)
            if elects.size and elects[0] == 0:
                continue
            used = [
                t
                for t in range(mode.shape[0])
                if np.isfinite(service[t, i]) and (not elects.size or abs(t - elects[0]) <= window)
            ]
            if len(used) > 1:
                cells += [(i, t, bool(elects.size) and t >= elects[0]) for t in used]
        unit, year, dummy = (np.array(x) for x in zip(*cells, strict=True))
        names, years = np.unique(unit), np.unique(year)
        columns = [dummy, *(unit == i for i in names), *(year == t for t in years[1:])]
        x, y = np.array(columns, float).T, service[year, unit]
        inverse = np.linalg.inv(x.T @ x)
        b = inverse @ x.T @ y
        score = x * (y - x @ b)[:, None]
        by_unit = np.array([score[unit == i].sum(0) for i in names])
        n, g = len(y), len(names)
        correction = g / (g - 1) * (n - 1) / (n - len(years) - 1)
        variance = correction * (inverse @ by_unit.T @ by_unit @ inverse)[0, 0]
        found.append((b[0], b[0] / variance**0.5))
    return np.array(found).T


def test_agrees_with_a_regression_on_dummies():
    """Unbalanced, with gaps, with a unit that elects from the first year on and one seen once."""
    rng = np.random.default_rng(1)
    data = panel(rng, 3, 20, effect=0.05, inertia=0.5)
    gaps = rng.uniform(size=data.unit_mode.shape) < 0.1
    gaps[:, 1:, 7] = True
    data["unit_popular_service"] = data.unit_popular_service.where(~gaps)
    data["unit_mode"][:, :, 4] = 2.0
    data["unit_mode"][:, 11:, 6] = 0.0  # elections taken away
    for window in (2, 5):
        np.testing.assert_allclose(study(data, window=window), brute_force(data, window), rtol=1e-8)


def test_finds_a_planted_effect():
    """100 members of 100 units: standard error of one member about 0.01, of the mean 0.001."""
    data = panel(np.random.default_rng(2), 100, 100, effect=0.1)
    effect, t = study(data)
    assert abs(effect.mean() - 0.1) < 0.005
    assert (t > 2).all()


def test_the_sign_is_that_of_the_change():
    _, t = study(panel(np.random.default_rng(3), 20, 100, effect=-0.1))
    assert (t < -2).all()


@pytest.mark.statistical
@pytest.mark.parametrize("inertia", [0.0, 0.9])
def test_finds_nothing_where_nothing_is(inertia):
    """|t| < 2 in 95 %; of 600 members with a standard error of 0.9 points: five is 4.5 points.

    With inertia, errors that ignored the units would be far too small: 70 % or so would pass.
    """
    effect, t = study(panel(np.random.default_rng(4), 600, 60, inertia=inertia))
    assert abs(np.mean(np.abs(t) < 2) - 0.95) < 0.045
    assert abs(effect.mean()) < 5 * effect.std() / 600**0.5


def test_effects_of_units_and_years_are_no_effect():
    """Without noise nothing is left: the effect is exact, and t has no error to be divided by."""
    effect, t = study(panel(np.random.default_rng(5), 4, 30, effect=0.2, noise=0.0))
    np.testing.assert_allclose(effect, 0.2)
    assert np.isnan(t).all()


def test_who_is_picked_for_a_level_shows_no_effect():
    """Elections come to the best villages first: their level is not an effect."""
    data = panel(np.random.default_rng(6), 50, 60, noise=0.05)
    data["unit_popular_service"] += 5.0 * (data.unit_mode.max("year") > 0)
    effect, _ = study(data)
    assert abs(effect.mean()) < 0.01


def test_years_outside_the_window_do_not_count():
    data = panel(np.random.default_rng(7), 3, 40, effect=0.1)
    first = data.unit_mode.argmax("year")
    since = xr.DataArray(np.arange(YEARS.size), dims="year") - first
    outside = (data.unit_mode.max("year") > 0) & (abs(since) > 3)
    spoilt = data.copy()
    spoilt["unit_popular_service"] = data.unit_popular_service.where(~outside, 99.0)
    np.testing.assert_allclose(study(spoilt, window=3), study(data, window=3))
    assert not np.allclose(study(spoilt, window=4)[0], study(data, window=4)[0])


@pytest.mark.parametrize("case", ["nobody", "all at once", "from the start", "one unit"])
def test_no_number_where_there_is_no_comparison(case):
    data = panel(np.random.default_rng(8), 2, 10)
    if case == "nobody":
        data["unit_mode"][:] = 1.0
    elif case == "all at once":
        data["unit_mode"][:] = (2.0 * (YEARS >= 1995))[:, None]
    elif case == "from the start":
        data["unit_mode"][:] = 3.0
    else:
        data = data.isel(unit=[0])
    assert np.isnan(study(data)).all()


def test_one_kind_of_units():
    data = panel(np.random.default_rng(9), 2, 40, effect=0.1)
    hills = data.isel(unit=slice(0, None, 2))
    np.testing.assert_allclose(study(data, kind="hill"), study(hills))


def test_order_of_dimensions_and_dtype_do_not_matter():
    data = panel(np.random.default_rng(10), 2, 40, effect=0.1)
    turned = data.transpose("unit", "year", "member")
    turned["unit_mode"] = turned["unit_mode"].astype("uint8")
    np.testing.assert_allclose(study(turned), study(data))


def test_two_leading_dimensions_stay_apart():
    one, two = (panel(np.random.default_rng(seed), 3, 20, effect=0.1) for seed in (11, 12))
    both = xr.concat([one, two], "scenario")
    for i, data in enumerate((one, two)):
        np.testing.assert_allclose(np.array(study(both))[:, i], study(data))
