"""Measures of enclaves, of elections kept, of alternation and of regimes find what was planted."""

import numpy as np
import pytest
import xarray as xr

from vertikal import measures
from vertikal.fields import Mode, Origin
from vertikal.measures import _alternation, _units
from vertikal.measures._correlation import mean_ranks

FIRST, YEARS = 2000, 12


def make(units=4, years=YEARS, weight=None, members=2):
    """Towns that elect nobody, a region of nonsense, and a nation at 0.3."""
    shape = (members, years, units + 1)
    months = np.datetime64(f"{FIRST}-01", "M") + np.arange(12 * years)
    names = ("mode", "origin", "direct_elections", "contest", "honesty", "autonomy")
    data = xr.Dataset(
        {f"unit_{name}": (("member", "year", "unit"), np.zeros(shape)) for name in names},
        {
            "time": months.astype("datetime64[ns]"),
            "year": FIRST + np.arange(years),
            "tier": ["region", "district"],
            "unit": ["R", *(f"R/{k}" for k in range(units))],
            "unit_tier": ("unit", ["region"] + ["district"] * units),
            "unit_kind": ("unit", ["province"] + ["town", "county"] * (units // 2)),
            "unit_weight": ("unit", [7.0, *(weight or [1.0] * units)]),
            "unit_rent_dependence": ("unit", [9.0, *np.linspace(0.0, 1.0, units)]),
        },
    )
    for x in data.data_vars.values():
        x.values[:, :, 0] = 3.0
    data["openness"] = ("member", "time"), np.full((members, 12 * years), 0.3)
    data["restored"] = ("member", "time", "tier"), np.zeros((members, 12 * years, 2))
    return data


def plant(data, name, unit, values, first=FIRST):
    """Put values into a town from a year on, in all members."""
    at = first - FIRST
    data[f"unit_{name}"].values[:, at : at + len(values), unit + 1] = values


def ruled(data, unit, score, first, last):
    """Let a town elect its head from one year to another, with this score."""
    n = last - first + 1
    plant(data, "mode", unit, [Mode.OPEN] * n, first)
    plant(data, "direct_elections", unit, [2.0] * n, first)
    for name in ("contest", "honesty", "autonomy"):
        plant(data, name, unit, [score] * n, first)


def nation(data, year, openness):
    """Set the nation's openness in December of a year; in other months there is nonsense."""
    at = 12 * (year - FIRST)
    data["openness"].values[:, at : at + 12] = 0.9 if openness < 0.5 else 0.1
    data["openness"].values[:, at + 11] = openness


def read(data, name, tier="district", **options):
    values = measures.load(name)(data, tier=tier, **options).values
    assert np.array_equal(values[0], values[1], equal_nan=True)
    return values[0]


def test_codes_are_those_of_the_vocabulary():
    assert _units.ELECTED == Mode.FILTERED
    assert _alternation.OUTSIDER == Origin.OUTSIDER


# --- enclaves --------------------------------------------------------------------------------


@pytest.fixture
def towns():
    """Town 0 free 2002 to 2008, town 1 for four years only, town 2 to the end, town 3 never."""
    data = make()
    for year in range(FIRST, FIRST + YEARS):
        nation(data, year, 0.3)
    ruled(data, 0, 0.8, 2002, 2008)
    ruled(data, 1, 0.8, 2003, 2006)
    ruled(data, 2, 0.5, 2007, 2011)
    ruled(data, 3, 0.49, 2000, 2011)
    return data


def test_enclaves_in_a_year(towns):
    count = [read(towns, "enclave_count", which="democratic", year=y) for y in range(2001, 2010)]
    assert count == [0, 1, 1, 1, 1, 1, 2, 2, 1]
    assert read(towns, "enclave_count", which="democratic", year=2004, lasting=4) == 2
    assert read(towns, "enclave_count", which="democratic", year=2004, lasting=8) == 0
    assert read(towns, "enclave_count", which="authoritarian", year=2004) == 0


def test_how_long_enclaves_last(towns):
    assert read(towns, "enclave_duration", which="democratic") == 6.0
    np.testing.assert_allclose(
        read(towns, "enclave_duration", which="democratic", lasting=4), 16 / 3
    )
    assert np.isnan(read(towns, "enclave_duration", which="authoritarian"))


def test_enclaves_that_outlast_some_years(towns):
    def share(year, until, **more):
        return read(
            towns, "enclave_survival", which="democratic", year=year, until=until, **more
        ).tolist()

    assert share(2007, 2008) == 1.0  # towns 0 and 2
    assert share(2007, 2011) == 0.5  # town 0 has gone
    assert share(2004, 2008, lasting=4) == 0.5  # town 1 has gone
    assert np.isnan(share(2001, 2008))  # there was none
    with pytest.raises(measures.MeasureError, match="until is 2003; must not be before year"):
        share(2004, 2003)


def test_authoritarian_enclaves_in_a_free_nation(towns):
    for year in range(2006, 2012):
        nation(towns, year, 0.7)
    assert read(towns, "enclave_count", which="authoritarian", year=2008) == 3  # all but town 0
    assert read(towns, "enclave_count", which="democratic", year=2008) == 0
    assert read(towns, "enclave_duration", which="authoritarian", lasting=6) == 6.0


def test_the_nation_is_read_in_december(towns):
    towns["openness"].values[:, 11::12] = 0.75
    assert read(towns, "enclave_count", which="democratic", year=2004) == 0
    months = np.flatnonzero(np.arange(12 * YEARS) != 12 * 3 + 11)
    with pytest.raises(measures.MeasureError, match="lacks the national openness of December 2003"):
        read(towns.isel(time=months), "enclave_count", which="democratic", year=2004)


# --- elections kept and lost -----------------------------------------------------------------


def test_who_elects():
    data = make(weight=[1.0, 2.0, 3.0, 4.0])
    plant(data, "mode", 0, [Mode.FILTERED, Mode.OPEN, Mode.INDIRECT])
    plant(data, "mode", 3, [Mode.OPEN])
    found = [read(data, "elected_share", year=year) for year in (2000, 2001, 2002)]
    np.testing.assert_allclose(found, [0.5, 0.1, 0.0])
    np.testing.assert_allclose(read(data, "elected_share", year=2000, kind="town"), 0.25)


def test_waves_of_abolition():
    """Calm 2001 to 2004: one loss in 15 town-years; wave 2005 and 2006: two in five."""
    data = make()
    for unit, last in enumerate((2002, 2004, 2005, 2011)):
        ruled(data, unit, 0.5, FIRST, last)
    found = read(data, "abolition_wave_ratio", waves=[[2005, 2006]], calm=[[2001, 2004]])
    np.testing.assert_allclose(found, (2 / (3 + 2)) / (1 / (4 + 4 + 4 + 3)))
    parts = read(data, "abolition_wave_ratio", waves=[[2006, 2006], [2005, 2005]],
                 calm=[[2001, 2002], [2003, 2004]])  # fmt: skip
    assert parts == found
    assert np.isnan(read(data, "abolition_wave_ratio", waves=[[2005, 2006]], calm=[[2001, 2002]]))


@pytest.mark.parametrize(
    ("waves", "says"),
    [
        ([2005, 2006], "waves is [2005, 2006]; must be a list of periods, e.g. [[2014, 2015]]"),
        ([], "waves is []; must be a list of periods, e.g. [[2014, 2015]]"),
        ([[2006, 2005]], "waves has [2006, 2005]; the last year must not lie before the first"),
        ([[2000, 2001]], "waves is 2000; must lie in 2001 to 2011, since changes show against the "
         "year before"),
    ],
)  # fmt: skip
def test_periods_that_will_not_do(waves, says):
    with pytest.raises(measures.MeasureError) as caught:
        read(make(), "abolition_wave_ratio", waves=waves, calm=[[2003, 2004]])
    assert str(caught.value) == says


def test_restorations():
    data = make()
    data["restored"].values[:, [5, 30], 1] = 1, 2
    data["restored"].values[:, 40, 0] = 9
    assert read(data, "restorations") == 3
    assert read(data, "restorations", start="2002-01") == 2
    assert read(data, "restorations", end="2001-12") == 1


# --- alternation -----------------------------------------------------------------------------

OUT = int(Origin.OUTSIDER)


@pytest.fixture
def states():
    """Elections in 2002, 2005, 2008 and 2011.

    Town 0 alternates in 2005, and the camp comes back in 2008; town 1 alternates in 2008; town 2
    never does, and does not vote after 2005; town 3 is an outsider's before the first election.
    """
    data = make()
    for unit in range(4):
        dates = (2002, 2005) if unit == 2 else (2002, 2005, 2008, 2011)
        held = [1 + sum(year >= d for d in dates) for year in range(FIRST, FIRST + YEARS)]
        plant(data, "direct_elections", unit, held)
    plant(data, "origin", 0, [OUT] * 3, 2005)
    plant(data, "origin", 1, [OUT] * 4, 2008)
    plant(data, "origin", 3, [OUT] * 12)
    return data


def test_never_alternated(states):
    found = [read(states, "never_alternated_share", year=y) for y in (2000, 2005, 2008, 2011)]
    assert found == [0.75, 0.5, 0.25, 0.25]
    assert read(states, "never_alternated_share", year=2011, kind="county") == 0.0
    states["unit_weight"].values[3] = 5.0
    assert read(states, "never_alternated_share", year=2011) == 5 / 8


def test_hazard_of_first_alternation(states):
    def hazard(first, last):
        return read(states, "alternation_hazard", first_year=first, last_year=last)

    assert hazard(2001, 2004) == 0.0
    assert hazard(2005, 2007) == 1 / 3
    assert hazard(2008, 2011) == 1.0  # town 1 alone is left, and votes
    np.testing.assert_allclose(hazard(2001, 2011), 2 / 7)
    assert np.isnan(hazard(2006, 2007))
    with pytest.raises(measures.MeasureError, match="first_year is 2000; must lie in 2001 to 2011"):
        hazard(2000, 2004)


def test_an_outsider_without_an_election_is_no_alternation_by_election(states):
    plant(states, "origin", 2, [OUT] * 5, 2007)
    found = read(states, "alternation_hazard", first_year=2006, last_year=2011)
    assert found == 1.0
    found = read(states, "survival_by_election", k=3, from_year=2001)
    assert found == 0.0  # of town 1; town 2 leaves the count after its second election


def test_survival_by_election(states):
    """Three at risk at the first, one of three lost at the second, one of one at the third."""
    found = [read(states, "survival_by_election", k=k, from_year=2001) for k in (1, 2, 3, 4)]
    np.testing.assert_allclose(found, [1.0, 2 / 3, 0.0, 0.0])
    later = [read(states, "survival_by_election", k=k, from_year=2003) for k in (1, 2)]
    np.testing.assert_allclose(later, [2 / 3, 0.0])


def test_survival_is_not_known_beyond_the_last_election(states):
    states["unit_origin"].values[:] = 0
    assert read(states, "survival_by_election", k=4, from_year=2001) == 1.0
    assert np.isnan(read(states, "survival_by_election", k=5, from_year=2001))
    assert np.isnan(read(states, "survival_by_election", k=10**9, from_year=2001))


def test_survival_equals_the_table_made_by_hand():
    """Against a plain loop over units, with elections at random dates."""
    rng = np.random.default_rng(5)
    data = make(units=40)
    held = rng.random((YEARS, 40)) < 0.4
    outside = rng.random((YEARS, 40)) < 0.25
    origin = np.zeros((YEARS, 40))
    for t in range(1, YEARS):  # heads change in elections only
        origin[t] = np.where(held[t], OUT * outside[t], origin[t - 1])
    data["unit_direct_elections"].values[:, :, 1:] = np.cumsum(held, 0)
    data["unit_origin"].values[:, :, 1:] = origin
    at_risk, lost = np.zeros(20), np.zeros(20)
    for unit in range(40):
        j = 0
        for t in range(3, YEARS):
            if (origin[:t, unit] == OUT).any():
                break
            if held[t, unit]:
                j += 1
                at_risk[j] += 1
                lost[j] += origin[t, unit] == OUT
    expected = np.cumprod(1.0 - lost[1:4] / at_risk[1:4])
    found = [read(data, "survival_by_election", k=k, from_year=2003) for k in (1, 2, 3)]
    np.testing.assert_allclose(found, expected)
    pooled = read(data, "alternation_hazard", first_year=2003, last_year=2011)
    np.testing.assert_allclose(pooled, lost.sum() / at_risk.sum())


def test_the_camp_comes_back(states):
    found = [read(states, "return_share", year=y) for y in (2005, 2007, 2008, 2011)]
    np.testing.assert_allclose(found, [0.0, 0.0, 1 / 3, 1 / 3])
    plant(states, "origin", 3, [0] * 12)
    assert np.isnan(read(states, "return_share", year=2004))


# --- over units ------------------------------------------------------------------------------


def test_ranks_share_ties():
    x = xr.DataArray([[0.3, 0.0, 0.0, 0.9], [5.0, 5.0, 5.0, 5.0]], dims=("member", "unit"))
    assert mean_ranks(x).values.tolist() == [[2.0, 0.5, 0.5, 3.0], [1.5, 1.5, 1.5, 1.5]]


@pytest.fixture
def scored():
    """Scores of four towns in 2003 and 2009; nobody votes in 2000."""
    data = make(weight=[1.0, 1.0, 1.0, 3.0])
    for year, scores in ((2003, (0.1, 0.2, 0.3, 0.9)), (2009, (0.5, 0.4, 0.8, 0.4))):
        for unit, score in enumerate(scores):
            ruled(data, unit, score, year, year)
    return data


def test_rank_stability(scored):
    """Two towns share the lowest rank of 2009."""
    expected = np.corrcoef([0, 1, 2, 3], [2, 0.5, 3, 0.5])[0, 1]
    found = read(scored, "regime_rank_stability", first_year=2003, last_year=2009)
    np.testing.assert_allclose(found, expected)
    same = read(scored, "regime_rank_stability", first_year=2003, last_year=2003)
    np.testing.assert_allclose(same, 1.0)
    assert np.isnan(read(scored, "regime_rank_stability", first_year=2000, last_year=2009))


def test_rent_and_regime(scored):
    rent, score = np.array([0.0, 1, 2, 3, 3, 3]) / 3, np.array([0.1, 0.2, 0.3, 0.9, 0.9, 0.9])
    found = read(scored, "regime_rent_correlation", year=2003)
    np.testing.assert_allclose(found, np.corrcoef(rent, score)[0, 1])
    assert np.isnan(read(scored, "regime_rent_correlation", year=2000))
    for unit, share in enumerate((0.9, 0.8, 0.7, 0.1)):
        scored["unit_rent_dependence"].values[unit + 1] = share
    np.testing.assert_allclose(read(scored, "regime_rent_correlation", year=2003), -1.0)


def test_spread_of_regimes(scored):
    found = read(scored, "regime_spread", year=2003)
    np.testing.assert_allclose(found, np.std([0.1, 0.2, 0.3, 0.9, 0.9, 0.9]))
    assert read(scored, "regime_spread", year=2000) == 0.0
    np.testing.assert_allclose(read(scored, "regime_spread", year=2003, kind="town"), 0.1)
