"""What every measure has to do, before its author tests it."""

import inspect
from pathlib import Path

import numpy as np
import pytest

from vertikal import measures
from vertikal.fields import FIELDS
from vertikal.io import read_scenario
from vertikal.lab import Request, describe
from vertikal.scenario import compile_scenario, default_parameters, validate

OPTIONS = {
    "tier": "district",
    "vote": "president_2020",
    "votes": ["president_2020", "parliament_2021"],
    "region": "D",
    "regions": ["D"],
    "kind": "province",
    "at": "2021-06",
    "early": ["2020-01", "2020-06"],
    "late": ["2020-07", "2021-12"],
    "start": "2020-03",
    "end": "2021-03",
    "year": 2021,
    "service": "popular",
    "attribute": "remoteness",
    "before": 2020,
    "after": 2021,
    "first": ["2020-01", "2020-06"],
    "second": ["2020-07", "2021-12"],
    "which": "democratic",
    "of": "activism",
    "state": "narrative",
    "until": 2021,
    "lasting": 1,
    "k": 1,
    "from_year": 2021,
    "first_year": 2021,
    "first_tenure": 1,
    "last_tenure": 9,
    "last_year": 2021,
    "waves": [[2021, 2021]],
    "calm": [[2021, 2021]],
}
LOADED = [measures.load(name) for name in measures.NAMES]
every_measure = pytest.mark.parametrize("measure", LOADED, ids=measures.NAMES)
OVER_MEMBERS = ("pilot_selection_share", "crisis_rate")
"""Measures of how often something happens over members, with no such dimension left."""
each_history = pytest.mark.parametrize(
    "measure", [m for m in LOADED if m.name not in OVER_MEMBERS], ids=lambda m: m.name
)
with_period = pytest.mark.parametrize(
    "measure", [m for m in LOADED if {"start", "end"} <= set(m.options)], ids=lambda m: m.name
)


def options_of(measure):
    """A value for every option the measure requires, and for two that have a default."""
    kind = inspect.signature(measure.read).parameters.get("kind")
    named = {"kind"} if kind is not None and kind.default is not None else set()
    named |= {"lasting"} & set(measure.options)
    return {k: v for k, v in OPTIONS.items() if k in measure.required or k in named}


@pytest.fixture(scope="module")
def described():
    """Names of what a run's dataset has."""
    compiled = compile_scenario(validate(read_scenario("kazakhstan")), until=2013)
    made = describe(Request("kazakhstan", compiled, default_parameters(), 1, 0))
    return {**made.coordinates, **made.variables}


HISTORY = {
    "unit_mode": (0.0, 3.0, 0.0),
    "unit_direct_elections": (0.0, 1.0, 2.0),
    "unit_in_pilot": (0.0, 1.0, 0.0),
    "unit_autonomy": (0.8, 0.7, 0.6),
}
"""Yearly variables that need a before and an after: first year; odd and even units thereafter."""


def busy(make, leading="member", n=3):
    """A dataset in which a little of everything happens."""
    rng = np.random.default_rng(7)
    data = make(leading, n)
    for name, x in data.data_vars.items():
        data[name] = x.dims, rng.integers(1, 4, x.shape).astype(float)
    data["national_turnout"] = data["national_turnout"].dims, rng.uniform(0.3, 0.9, (n, 24, 4))
    for name in ("national_honest", "leader_honest"):
        data[name] = data[name].dims, rng.uniform(0.3, 0.7, (n, 24, 4))
    for name in ("stations_padded", "stations_made_up"):  # two regions padded, two made up as well
        data[name] = data[name].dims, rng.uniform(0.3, 0.5, (n, 24, 4))
    data["stations_made_up"][..., :2] = 0.0
    for name, (first, odd, even) in HISTORY.items():
        data[name][:, 0], data[name][:, 1, ::2], data[name][:, 1, 1::2] = first, even, odd
    data["unit_autonomy"][:, 1, 3::4] = 0.3
    data["unit_mode"][:, 0, 4], data["unit_mode"][:, 1, 4] = 3.0, 0.0  # it loses its election
    data["openness"] = data["openness"] / 10.0
    data["unit_direct_elections"][:, 1, 5] = 2.0  # and one has elected its head twice
    return data


def test_every_file_is_registered():
    here = Path(measures.__file__).parent
    assert {p.stem for p in here.glob("[!_]*.py")} == set(measures.NAMES)


@every_measure
def test_is_named_as_its_file_and_its_function(measure):
    assert measure.name == measure.read.__name__
    assert measure.read.__module__ == f"vertikal.measures.{measure.name}"
    assert measure.unit
    assert measure.label


@every_measure
def test_needs_what_a_run_has(measure, described):
    assert [name for name in measure.needs if name not in described] == []


@every_measure
def test_needs_fields_of_the_vocabulary_or_of_the_record(measure, described):
    assert all(name in FIELDS or name in described for name in measure.needs)


@every_measure
def test_documents_every_option_and_what_comes_back(measure):
    text = inspect.getdoc(measure.read) or ""
    assert "Returns\n-------" in text
    before = text.split("Returns\n-------")[0].split("Parameters\n----------")[1]
    named = {word.strip() for line in before.splitlines() if not line.startswith(" ")
             for word in line.split(",")}  # fmt: skip
    assert set(measure.options) <= named


@every_measure
def test_its_first_line_is_that_of_its_file(measure):
    module = inspect.getmodule(measure.read)
    assert (module.__doc__ or "").splitlines()[0] == (measure.read.__doc__ or "").splitlines()[0]


@every_measure
def test_docstring_has_a_blank_line_before_its_sections(measure):
    lines = (inspect.getdoc(measure.read) or "").splitlines()
    assert lines[lines.index("Parameters") - 1] == ""


@every_measure
def test_says_nothing_where_nothing_happened(measure, make):
    """Nothing happened: 0 or NaN, no warning (warnings are errors here)."""
    values = measure(make(), **options_of(measure)).values
    allowed = {"longest_tenure": 1.5, "never_alternated_share": 1.0, "survival_by_years": 1.0}.get(
        measure.name, 0.0
    )
    assert np.all(np.isnan(values) | (values == allowed) | (values == 0.0))


@each_history
def test_keeps_the_members_and_nothing_else(measure, make):
    result = measure(busy(make), **options_of(measure))
    assert result.dims == ("member",)
    assert result.sizes["member"] == 3
    assert result.name == measure.name
    assert np.issubdtype(result.dtype, np.number)


@every_measure
def test_is_finite_where_everything_happened(measure, make):
    assert np.isfinite(measure(busy(make), **options_of(measure)).values).all()


@each_history
def test_does_not_care_what_the_other_dimensions_are_called(measure, make):
    options = options_of(measure)
    simulated = measure(busy(make), **options)
    observed = measure(busy(make, "election"), **options)
    assert observed.dims == ("election",)
    np.testing.assert_array_equal(simulated.values, observed.values)


@each_history
def test_reads_one_observed_history_without_any_such_dimension(measure, make):
    options = options_of(measure)
    data = busy(make)
    alone = measure(data.isel(member=1, drop=True), **options)
    assert alone.dims == ()
    np.testing.assert_allclose(alone.values, measure(data, **options).values[1])


@each_history
def test_does_not_care_how_members_are_ordered(measure, make):
    options = options_of(measure)
    data = busy(make)
    turned = measure(data.isel(member=[2, 0, 1]), **options)
    np.testing.assert_array_equal(turned.values, measure(data, **options).values[[2, 0, 1]])


@every_measure
def test_leaves_the_data_as_they_are(measure, make):
    data = busy(make)
    before = data.copy(deep=True)
    measure(data, **options_of(measure))
    assert data.identical(before)


@every_measure
@pytest.mark.parametrize("dtype", ["uint8", "int16"])
def test_small_integers_do_not_overflow(measure, dtype, make):
    """A run stores counts in a byte or two; sums must not wrap."""
    data = busy(make)
    for name, x in data.data_vars.items():
        if name != "national_turnout" and not name.startswith("case"):
            data[name] = x * 0 + 100.0
    small = data.copy()
    for name, x in data.data_vars.items():
        if name != "national_turnout" and not name.startswith("case"):
            small[name] = x.astype(dtype)
    options = options_of(measure)
    np.testing.assert_allclose(measure(small, **options), measure(data, **options), rtol=1e-6)


@every_measure
def test_says_what_the_dataset_lacks(measure, make):
    lacking = make().drop_vars(measure.needs[0])
    with pytest.raises(measures.MeasureError, match=measure.needs[0]) as caught:
        measure(lacking, **options_of(measure))
    assert str(caught.value) == f"{measure.name}: the dataset lacks {measure.needs[0]}"


@every_measure
def test_refuses_options_it_does_not_know(measure, make):
    with pytest.raises(measures.MeasureError, match="takes no colour; takes "):
        measure(make(), **options_of(measure), colour="red")


@pytest.mark.parametrize("measure", [m for m in LOADED if m.required], ids=lambda m: m.name)
def test_says_which_option_is_missing(measure, make):
    with pytest.raises(measures.MeasureError) as caught:
        measure(make())
    assert str(caught.value) == f"{measure.name}: needs {', '.join(measure.required)}"


@with_period
def test_a_period_outside_the_data_is_an_error(measure, make):
    options = {**options_of(measure), "start": "2030-01", "end": "2030-12"}
    with pytest.raises(measures.MeasureError, match="not all of"):
        measure(make(), **options)


@with_period
def test_a_period_that_is_none_is_an_error(measure, make):
    with pytest.raises(measures.MeasureError):
        measure(make(), **{**options_of(measure), "start": "soon", "end": "later"})


WRONG = {
    "tier": "planet", "vote": "none", "votes": ["none"], "region": "Z", "regions": ["Z"],
    "kind": "planet", "how": "by lot", "at": "soon", "early": ["soon", "later"],
    "late": ["soon", "later"], "year": 1066, "service": "tea", "attribute": "colour",
    "before": "soon", "after": 1066, "first": "2020", "second": ["2020-01"], "by": "nobody",
    "window": 0, "which": "odd", "lasting": 0, "k": 0, "from_year": 1066, "first_year": 1066,
    "first_tenure": 0, "last_tenure": 0,
    "last_year": 1066, "waves": [[2021]], "calm": "soon",
}  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "option"),
    [(m, o) for m in LOADED for o in m.options if o in WRONG],
    ids=lambda x: x if isinstance(x, str) else x.name,
)
def test_an_option_that_fits_nothing_is_an_error_with_a_message(measure, option, make):
    with pytest.raises(measures.MeasureError):
        measure(make(), **{**options_of(measure), option: WRONG[option]})
