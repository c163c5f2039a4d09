"""Every scenario that ships: in order, complete, sums right, sources named."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from vertikal import io, measures
from vertikal.scenario import (
    changed,
    compile_scenario,
    validate,
    validate_facts,
    validate_margins,
)

SHIPPED = sorted(io.shipped())
FORECASTS = ("argentina", "spain")
"""Scenarios without facts, on purpose: whatever is known of their regions was kept away."""
SCORED = [name for name in SHIPPED if name not in FORECASTS]
HOME = Path(io.__file__).parent.parent / "scenarios"
OPTIONS = {name: measures.load(name).options for name in measures.NAMES}


def table_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(name):
    return table_of(HOME / "kazakhstan" / name)


def tables_of(name):
    return sorted((HOME / name).glob("*.csv"))


def sources_of(name):
    return (HOME / name / "SOURCES.md").read_text(encoding="utf-8")


def facts_of(name):
    return validate_facts(io.read_facts(str(HOME / name / "facts.yaml")), OPTIONS)


@cache
def compiled_of(name):
    return compile_scenario(validate(io.read_scenario(name)))


@pytest.fixture(scope="module")
def kz():
    return compiled_of("kazakhstan")


def test_every_folder_is_listed():
    assert sorted(p.parent.name for p in HOME.glob("*/scenario.yaml")) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_validates_and_compiles(name):
    assert compiled_of(name).spec.title == io.shipped()[name]["title"]


@pytest.mark.parametrize("name", SHIPPED)
def test_index_states_the_years(name):
    spec = compiled_of(name).spec
    assert io.shipped()[name]["years"] == f"{spec.start}-{spec.until}"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_array_is_finite(name):
    compiled = compiled_of(name)
    for key, value in {**compiled.statics, **compiled.inputs}.items():
        assert np.isfinite(np.asarray(value)).all(), key


@pytest.mark.parametrize("name", SHIPPED)
def test_no_structural_parameter_stands_in_the_scenario(name):
    assert "parameters" not in io.read_scenario(name).values


@pytest.mark.parametrize("name", SHIPPED)
def test_samples_stand_for_everybody(name):
    compiled = compiled_of(name)
    units = compiled.labels.units
    samples = compiled.spec.units.samples
    people = units.population * units.weight
    sampled = np.isin(units.kind, [sample.kind for sample in samples])
    hosts = np.isin(units.kind, [kind for sample in samples for kind in sample.below])
    below = np.zeros(len(people))
    inner = units.parent >= 0
    np.add.at(below, units.parent[inner], people[inner])
    assert (units.weight[~sampled] == 1.0).all()
    np.testing.assert_allclose(below[hosts], people[hosts], rtol=1e-9)


# --- facts and margins, or a forecast --------------------------------------------------------


@pytest.mark.parametrize("name", SCORED)
def test_every_fact_has_a_source_and_a_measure_or_a_reason(name):
    for fact in facts_of(name):
        assert fact.source.strip(), fact.id
        assert fact.tolerance.strip(), fact.id
        assert fact.measure or fact.unscored, fact.id


@pytest.mark.parametrize("name", SCORED)
def test_every_fact_gives_its_measure_what_it_requires(name):
    for fact in facts_of(name):
        if fact.measure:
            lacking = set(measures.load(fact.measure).required) - set(fact.options)
            assert not lacking, fact.id


@pytest.mark.parametrize("name", SCORED)
def test_no_unit_is_claimed_that_the_measure_does_not_have(name):
    for fact in facts_of(name):
        if fact.measure and fact.versus != "ratio":
            assert fact.unit == measures.load(fact.measure).unit, fact.id
        elif fact.measure:
            assert fact.unit == "1", fact.id


@pytest.mark.parametrize("name", SCORED)
def test_every_changed_world_is_in_order(name):
    for under in [fact.under for fact in facts_of(name) if fact.under]:
        spec, _ = changed(io.read_scenario(name), under)
        assert spec.title


@pytest.mark.parametrize("name", SCORED)
def test_margins_are_in_order(name):
    raw = io.read_margins(name)
    assert raw is not None
    margins = validate_margins(raw).model_dump(exclude_none=True)
    assert margins, "a null model without margins says nothing"


@pytest.mark.parametrize("name", FORECASTS)
def test_a_forecast_has_nothing_to_be_fitted_to(name):
    assert name in SHIPPED
    assert not (HOME / name / "facts.yaml").exists()
    assert not (HOME / name / "null.yaml").exists()


@pytest.mark.parametrize("name", FORECASTS)
def test_a_forecast_says_so(name):
    assert io.shipped()[name]["title"].endswith(": a forecast")
    assert "is a forecast" in sources_of(name)


# --- sources ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_every_table_has_its_sources(name):
    for path in tables_of(name):
        assert f"## {path.name}" in sources_of(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_column_has_its_sources(name):
    for path in tables_of(name):
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        part = sources_of(name).split(f"## {path.name}")[1].split("\n## ")[0]
        assert [c for c in header if f"`{c}`" not in part] == [], path.name


@pytest.mark.parametrize("name", SHIPPED)
def test_every_kind_of_unit_is_named_in_the_sources(name):
    kinds = {row["kind"] for path in tables_of(name) for row in table_of(path)}
    kinds |= set(compiled_of(name).labels.units.kind)  # sampled and generated ones
    assert sorted(k for k in kinds if f"`{k}`" not in sources_of(name)) == []


# --- Kazakhstan ------------------------------------------------------------------------------


def test_kazakhstan_has_the_published_number_of_units(kz):
    assert tuple(kz.tree.sizes) == (20, 228, 2319)
    assert kz.tree.n_units == 2567


def test_codes_are_unique(kz):
    assert len(set(kz.labels.units.code)) == 2567


def test_regions_have_iso_codes(kz):
    codes = kz.labels.units.code[:20]
    assert codes == tuple(row["code"] for row in rows_of("regions.csv"))
    assert all(len(code) == 5 and code.startswith("KZ-") for code in codes)


def test_published_populations_are_kept(kz):
    published = [float(row["population"]) for row in rows_of("regions.csv")]
    np.testing.assert_array_equal(kz.labels.units.population[:20], published)
    assert sum(published) == 19_765_004


@pytest.mark.parametrize("column", ["population", "adults"])
def test_children_sum_to_their_parent(kz, column):
    units = kz.labels.units
    values = getattr(units, column)
    below = np.zeros(len(values))
    inner = units.parent >= 0
    np.add.at(below, units.parent[inner], values[inner])
    parents = np.unique(units.parent[inner])
    np.testing.assert_allclose(below[parents], values[parents], rtol=1e-9)


def test_townspeople_sum_to_the_region(kz):
    units = kz.labels.units
    towns = units.population * units.urban
    inner = np.flatnonzero(units.tier == 1)
    below = np.zeros(20)
    np.add.at(below, units.parent[inner], towns[inner])
    published = [float(row["urban_population"]) for row in rows_of("regions.csv")]
    np.testing.assert_allclose(below, published, rtol=0.02)


def test_shares_lie_between_zero_and_one(kz):
    units = kz.labels.units
    for name in ("urban", "development", "anonymity", "rent_dependence", "remoteness"):
        values = getattr(units, name)
        assert values.min() >= 0.0, name
        assert values.max() <= 1.0, name


def test_drawn_districts_have_the_published_quartiles(kz):
    units, drawn = kz.labels.units, kz.spec.units.districts
    pooled = units.population[np.isin(units.kind, drawn.kinds)]
    np.testing.assert_allclose(np.quantile(pooled, [0.25, 0.5, 0.75]), drawn.quartiles, rtol=0.15)


def test_every_region_has_its_rural_posts(kz):
    units = kz.labels.units
    region = np.asarray(kz.tree.region_of)
    posts = np.bincount(region[units.tier == 2], minlength=20)
    assert posts.tolist() == [int(row["rural_posts"]) for row in rows_of("regions.csv")]


def test_known_population_of_a_city_is_kept(kz):
    units = kz.labels.units
    at = units.name.index("Rudny")
    assert units.population[at] == 112_078


def test_what_is_drawn_is_drawn_once_and_for_all(kz):
    again = compile_scenario(validate(io.read_scenario("kazakhstan")))
    np.testing.assert_array_equal(again.labels.units.population, kz.labels.units.population)
    assert again.hash == kz.hash


def test_every_region_has_a_tile_of_its_own(kz):
    tiles = [tuple(tile) for tile in kz.labels.units.tile[:20].tolist()]
    assert len(set(tiles)) == 20
    assert min(min(tile) for tile in tiles) >= 0
