"""Measures of elections, autonomy and pilots in single units find what was planted."""

import numpy as np
import pytest
import xarray as xr

from vertikal import measures


def read(data, name, **options):
    return measures.load(name)(data, tier="village", **options).values


def villages(weight=(1.0, 1.0, 1.0, 1.0), years=6, members=2):
    """Four villages, two of each kind, and a region that must not count."""
    shape = (members, years, 5)
    names = (
        "mode", "direct_elections", "autonomy", "in_pilot", "popular_service", "mandate_service",
        "neutral_service",
    )  # fmt: skip
    data = xr.Dataset(
        {f"unit_{name}": (("member", "year", "unit"), np.zeros(shape)) for name in names},
        {
            "year": 2001 + np.arange(years),
            "unit": ["R", "R/1", "R/2", "R/3", "R/4"],
            "unit_tier": ("unit", ["region"] + ["village"] * 4),
            "unit_kind": ("unit", ["province", "hill", "hill", "plain", "plain"]),
            "unit_weight": ("unit", [1.0, *weight]),
            "unit_remoteness": ("unit", [0.5, 0.1, 0.2, 0.3, 0.4]),
            "unit_development": ("unit", [0.5, 0.4, 0.3, 0.2, 0.1]),
            "unit_anonymity": ("unit", [0.5, 0.1, 0.1, 0.1, 0.1]),
        },
    )
    for x in data.data_vars.values():
        x.values[:, :, 0] = 2.0  # nonsense in the region
    return data


def rows(data, name, values):
    """Put values `(year, village)` into all members."""
    data[f"unit_{name}"].values[:, :, 1:] = values


STEPS = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0], [2, 1, 1, 0],
                  [2, 2, 1, 1]], float)  # fmt: skip
"""First elections in 2003, 2004, 2005 and 2006."""


def test_share_that_has_voted():
    data = villages()
    rows(data, "direct_elections", STEPS)
    assert read(data, "first_election_share", year=2002).tolist() == [0.0, 0.0]
    assert read(data, "first_election_share", year=2004).tolist() == [0.5, 0.5]
    assert read(data, "first_election_share", year=2004, kind="hill").tolist() == [1.0, 1.0]


def test_units_count_by_what_they_stand_for():
    data = villages(weight=(6.0, 1.0, 1.0, 2.0))
    rows(data, "direct_elections", STEPS)
    np.testing.assert_allclose(read(data, "first_election_share", year=2003), 0.6)
    bare = data.drop_vars("unit_weight")
    np.testing.assert_allclose(read(bare, "first_election_share", year=2003), 0.25)


def test_texts_may_be_stored_as_zarr_stores_them():
    data = villages()
    rows(data, "direct_elections", STEPS)
    for name in ("unit_tier", "unit_kind"):
        data[name] = data[name].astype(np.dtypes.StringDType())
    assert read(data, "first_election_share", year=2004, kind="hill").tolist() == [1.0, 1.0]


def test_rise_of_coverage_is_interpolated():
    """0, 1/4, 1/2, 3/4, 1 at the ends of 2002 to 2006: 10 % in 2002.4, 90 % in 2005.6."""
    data = villages()
    rows(data, "direct_elections", STEPS)
    np.testing.assert_allclose(read(data, "coverage_rise_years"), 3.2)
    data["unit_direct_elections"].values[1, -1, 4] = 0.0
    np.testing.assert_allclose(read(data, "coverage_rise_years"), [3.2, np.nan])
    data["unit_direct_elections"].values[0, :, 1] = 1.0
    assert np.isnan(read(data, "coverage_rise_years")).all()


def test_a_share_that_stops_at_nine_tenths_gets_there():
    data = villages(weight=(1 / 3, 1.0, 5 / 3, 1 / 3))  # in floats a little less than 9/10
    rows(data, "direct_elections", [[0, 0, 0, 0]] * 5 + [[1, 1, 1, 0]])
    np.testing.assert_allclose(read(data, "coverage_rise_years"), 8 / 9)


def test_autonomy_falls_from_the_peak_of_those_who_elect():
    """Means over who elects: 0.4, 0.8, 0.6, then nobody; who does not elect has 1."""
    data = villages()
    mode = np.zeros((6, 4))
    mode[1, 0] = mode[2, :2] = mode[3, :2] = 2.0
    autonomy = np.ones((6, 4))
    autonomy[1, 0], autonomy[2, :2], autonomy[3, :2] = 0.4, (0.9, 0.7), (0.8, 0.4)
    rows(data, "mode", mode)
    rows(data, "autonomy", autonomy)
    np.testing.assert_allclose(read(data, "autonomy_fall"), 0.25)
    assert np.isnan(read(data, "autonomy_fall", kind="plain")).all()


def test_the_share_that_elects_falls():
    data = villages(weight=(1.0, 1.0, 1.0, 5.0))
    mode = np.zeros((6, 4))
    mode[2, 3], mode[3], mode[4, 1], mode[5] = 3.0, 3.0, 1.0, (2.0, 2.0, 0.0, 1.0)
    rows(data, "mode", mode)
    np.testing.assert_allclose(read(data, "elected_fall"), 0.75)


def falling_in(years):
    """Autonomy that stands at 0.8 until it falls to 0.39 in the given year; None: never."""
    return np.array(
        [[0.39 if y and year >= y else 0.8 for y in years] for year in range(2001, 2007)]
    )


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2003, 2004, 2005, 2006), 1.0),
        ((None, 2006, 2005, 2004), -1.0),
        ((2003, 2005, 2005, 2003), 0.0),
        ((2003, 2003, 2003, 2003), np.nan),
    ],
)
def test_remoteness_and_the_year_of_the_fall(years, expected):
    data = villages()
    rows(data, "mode", [[0, 0, 0, 0]] * 5 + [[2, 2, 2, 2]])
    rows(data, "autonomy", falling_in(years))
    np.testing.assert_allclose(read(data, "autonomy_remoteness"), expected, atol=1e-12)


def test_only_units_that_ever_elect_have_a_year():
    data = villages()
    rows(data, "mode", [[2, 2, 2, 0]] * 2 + [[0, 0, 0, 0]] * 4)
    rows(data, "autonomy", falling_in((2003, 2004, 2005, 2002)))
    np.testing.assert_allclose(read(data, "autonomy_remoteness"), 1.0)


def test_autonomy_just_above_half_of_its_peak_has_not_fallen():
    """The first village's peak is 0.8; falling from 0.7 to 0.41 does not count, to 0.3 does."""
    data = villages()
    rows(data, "mode", [[2, 2, 2, 2]] * 6)
    values = falling_in((None, 2003, 2003, 2003))
    values[:, 0] = 0.8, 0.7, 0.41, 0.41, 0.41, 0.3
    rows(data, "autonomy", values)
    x, y = np.array([0.1, 0.2, 0.3, 0.4]), np.array([2006, 2003, 2003, 2003])
    np.testing.assert_allclose(read(data, "autonomy_remoteness"), np.corrcoef(x, y)[0, 1])


def test_correlation_goes_by_weight():
    data = villages(weight=(1.0, 2.0, 1.0, 3.0))
    rows(data, "mode", [[2, 2, 2, 2]] * 6)
    rows(data, "autonomy", falling_in((2005, 2003, 2006, 2004)))
    again = [0, 1, 1, 2, 3, 3, 3]
    x, y = np.array([0.1, 0.2, 0.3, 0.4])[again], np.array([2005, 2003, 2006, 2004])[again]
    np.testing.assert_allclose(read(data, "autonomy_remoteness"), np.corrcoef(x, y)[0, 1])


def pilots(*chosen):
    """A village in the pilot of 2003 in each member; None: no pilot."""
    data = villages(members=len(chosen))
    for member, village in enumerate(chosen):
        if village is not None:
            data["unit_in_pilot"].values[member, 2, village] = 1.0
    return data


def test_share_of_histories_with_a_developed_pilot():
    """Development falls from 0.4 to 0.1: the first two lie above the mean. One has no pilot."""
    data = pilots(1, 2, 3, 4, 1, None)
    options = {"attribute": "development", "year": 2003}
    found = measures.load("pilot_selection_share")(data, tier="village", **options)
    assert found.dims == ()
    np.testing.assert_allclose(found, 3 / 5)
    alone = data.isel(member=2, drop=True)
    assert read(alone, "pilot_selection_share", **options) == 0.0
    assert np.isnan(read(data, "pilot_selection_share", attribute="development", year=2004))
    assert read(data, "pilot_selection_share", attribute="anonymity", year=2003) == 0.0


def test_the_share_does_not_care_what_members_are_called():
    data = pilots(1, 2, 3).rename(member="election")
    found = read(data, "pilot_selection_share", attribute="development", year=2003)
    np.testing.assert_allclose(found, 2 / 3)


def test_balance_of_a_pilot():
    """Remoteness 0.1 to 0.4, standard deviation sqrt(0.0125); village 4 against 0.2."""
    data = pilots(4, 1, None)
    found = read(data, "pilot_balance", attribute="remoteness", year=2003)
    np.testing.assert_allclose(found, [0.2 / 0.0125**0.5, 0.2 / 0.0125**0.5, np.nan])


def test_balance_goes_by_weight():
    data = pilots(4)
    data["unit_weight"].values[1:] = 1.0, 2.0, 1.0, 3.0
    remoteness = np.array([0.1, 0.2, 0.2, 0.3, 0.4, 0.4, 0.4])
    found = read(data, "pilot_balance", attribute="remoteness", year=2003)
    np.testing.assert_allclose(found, (0.4 - 0.2) / remoteness.std())


def test_difference_in_differences():
    """All rise by 0.2 between 2002 and 2003, the pilot by 0.5; what comes after 2004 is ignored.

    The pilot ends within a year; who was in it is still compared.
    """
    data = villages()
    data["unit_in_pilot"].values[:, 2, 1] = 1.0
    service = np.tile([0.1, 0.3, 0.5, 0.7], (6, 1))
    service[2:] += 0.2
    service[2:, 0] += 0.3
    service[4:] = 9.0
    rows(data, "neutral_service", service)
    found = read(data, "service_did", service="neutral", before=2002, after=2004)
    np.testing.assert_allclose(found, 0.3)
    unseen = read(data, "service_did", service="neutral", before=2003, after=2004)
    assert np.isnan(unseen).all()  # nobody is in a pilot at the end of 2004
    with pytest.raises(measures.MeasureError, match="after must be the later"):
        read(data, "service_did", service="neutral", before=2004, after=2004)


WRONG = [
    (
        "first_election_share",
        {"year": 1999},
        "year is 1999; the dataset has the years 2001 to 2006",
    ),
    (
        "first_election_share",
        {"year": 2003, "kind": "swamp"},
        "kind of village is 'swamp'; must be one of hill, plain",
    ),
    (
        "pilot_balance",
        {"attribute": "age", "year": 2003},
        "attribute is 'age'; must be one of development, anonymity, remoteness",
    ),
    (
        "event_study_t",
        {"service": "tea"},
        "service is 'tea'; must be one of popular, mandate, neutral",
    ),
    (
        "event_study_t",
        {"service": "popular", "window": 0},
        "window is 0; must be a whole number of years, 1 or more",
    ),
]


@pytest.mark.parametrize(("name", "options", "says"), WRONG)
def test_wrong_options_are_told_what_is_allowed(name, options, says):
    with pytest.raises(measures.MeasureError) as caught:
        read(villages(), name, **options)
    assert str(caught.value) == says


def test_a_service_that_was_not_observed_is_named():
    data = villages().drop_vars("unit_popular_service")
    with pytest.raises(measures.MeasureError, match="lacks unit_popular_service"):
        read(data, "event_study_t", service="popular")
