"""Cubes: the page's numbers are the run's, and equal worlds differ by nothing."""

import json

import numpy as np
import pytest

from vertikal.experiments._quantities import UNIT_QUANTITIES, quantities
from vertikal.io import open_dataset
from vertikal.web._cubes import Cube, pack, quantiles
from vertikal.web._runs import NoSuch


def unpack(content):
    """Header and `(series, place, time)`, as the page reads them."""
    line, _, body = content.partition(b"\n")
    head = json.loads(line)
    if head["kind"] == "f4":
        values = np.frombuffer(body, "<f4").astype(float)
    else:
        packed = np.frombuffer(body, "<u2")
        values = np.where(packed == head["missing"], np.nan, head["low"] + packed * head["step"])
    return head, values.reshape(len(head["series"]), head["places"], len(head["times"]))


@pytest.fixture
def data(runs, names):
    return runs.data(names[0])


def test_quantiles_are_those_of_numpy_without_what_is_missing():
    values = np.random.default_rng(0).normal(size=(3, 5, 31)).astype(np.float32)
    values[0, 0, :7] = np.nan
    values[1, 1] = np.nan
    found = quantiles(values, (0.05, 0.5, 0.95))
    rest = np.ones((3, 5), bool)
    rest[1, 1] = False
    expected = np.nanquantile(values[rest], [0.05, 0.5, 0.95], axis=-1)
    np.testing.assert_allclose(found[:, rest], expected, rtol=1e-5, atol=1e-6)
    assert np.isnan(found[:, 1, 1]).all()


def test_packing_keeps_five_digits_and_what_is_missing():
    values = np.linspace(-2.0, 7.0, 24, dtype=np.float32).reshape(2, 3, 4)
    values[0, 1, 2] = np.nan
    head, back = unpack(pack(Cube(("a", "b"), values, (0, 1, 2, 3), (0.0, 1.0))))
    assert head["series"] == ["a", "b"]
    np.testing.assert_allclose(back, values, atol=9.0 / 65534)


def test_a_quantity_is_that_of_the_dataset(runs, names, data):
    head, values = unpack(runs.cube(names[0], "activism"))
    assert head["places"] == 1 + data.sizes["region"]
    expected = np.quantile(data["activism"].values, 0.5, axis=0).T
    np.testing.assert_allclose(values[head["series"].index("q50"), 1:], expected, atol=1e-4)
    third = data["activism"].values[3].T
    np.testing.assert_allclose(values[head["series"].index("h3"), 1:], third, atol=1e-4)


def test_elected_heads_are_those_that_the_measure_reads(runs, names, data):
    from vertikal import measures

    head, values = unpack(runs.cube(names[0], "elected_locality"))
    at = head["times"].index(12 * (2024 - 2013) + 11)
    expected = measures.load("elected_share")(data, tier="locality", year=2024)
    median = values[head["series"].index("q50"), 0, at]
    assert median == pytest.approx(float(expected.median()), abs=1e-4)


def test_national_turnout_is_that_which_the_measure_reads(runs, names, data):
    from vertikal import measures

    head, values = unpack(runs.cube(names[0], "turnout"))
    vote = list(data["vote"].values).index("president_2022")
    expected = measures.load("national_turnout")(data, vote="president_2022")
    median = values[head["series"].index("q50"), 0, vote]
    assert median == pytest.approx(float(expected.median()), abs=1e-4)


def test_regions_without_such_posts_have_no_value(runs, names, data):
    head, values = unpack(runs.cube(names[0], "elected_locality"))
    astana = 1 + list(data["region"].values).index("KZ-71")
    assert np.isnan(values[:, astana]).all()
    assert head["scale"] == [0.0, 1.0]


def test_a_world_differs_from_itself_by_exactly_nothing(runs, names):
    _, values = unpack(runs.difference(names[0], names[0], "grievance"))
    assert (values[np.isfinite(values)] == 0.0).all()


def test_a_difference_is_taken_history_by_history(runs, names, data):
    head, values = unpack(runs.difference(*names, "shunned"))
    other = open_dataset(runs._found[names[1]][0])

    def share(run):
        years = run.sizes["year"]
        part, whole = (
            run[v].values.astype(float).sum(-1).reshape(len(run["member"]), years, 12).sum(-1)
            for v in ("shunned", "disliked")
        )
        return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)

    expected = np.nanmean(share(other) - share(data), axis=0)
    np.testing.assert_allclose(values[head["series"].index("mean"), 0], expected, atol=1e-5)


def test_runs_of_other_seeds_are_not_subtracted(runs, names, monkeypatch):
    true = runs.data
    changed = {names[1]: 7}

    def data(run):
        found = true(run)
        return found.assign_attrs(seed=changed.get(run, 0))

    monkeypatch.setattr(runs, "data", data)
    with pytest.raises(NoSuch, match="other seeds"):
        runs.difference(*names, "trust")


def test_every_quantity_can_be_packed_and_has_its_words(runs, names, data):
    for quantity in quantities(data):
        head, values = unpack(runs.cube(names[0], quantity.id))
        assert np.isfinite(values).any(), quantity.id
        assert quantity.doc.endswith("."), quantity.id
        assert head["scale"][0] < head["scale"][1], quantity.id


@pytest.mark.parametrize("name", UNIT_QUANTITIES)
def test_units_below_the_regions_have_their_means(runs, names, data, name):
    head, values = unpack(runs.unit_cube(names[0], name))
    below = data["unit_tier"].values != "region"
    stored = data["unit_mode"].values >= 2 if name == "elected" else data[f"unit_{name}"].values
    expected = stored[..., below].astype(float).mean(0).T
    np.testing.assert_allclose(values[head["series"].index("mean")], expected, atol=1e-4)
