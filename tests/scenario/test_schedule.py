"""Institutional paths and dated events, month by month."""

import numpy as np
import pytest

START = 2001


def months(values):
    """One value a month, years joined."""
    values = np.asarray(values)
    return values.reshape((-1, *values.shape[2:]))


@pytest.fixture
def inputs(folder):
    return {name: months(values) for name, values in folder.compiled().inputs.items()}


def at(year, month):
    return 12 * (year - START) + month - 1


def test_every_input_has_a_value_a_month(inputs):
    assert {len(values) for values in inputs.values()} == {60}


def test_constant_institution(inputs):
    np.testing.assert_allclose(inputs["court_independence"], 0.4, rtol=1e-6)


def test_path_is_linear_between_its_years(inputs):
    """0 at the start of 2001 and 0.4 at the start of 2005, a tenth a year, read at mid-month."""
    expected = np.minimum(0.1 * (np.arange(60) + 0.5) / 12.0, 0.4)
    np.testing.assert_allclose(inputs["regional_veto"], expected, atol=1e-6)


def test_path_is_constant_before_and_after(inputs):
    freedom = inputs["media_freedom"]
    np.testing.assert_allclose(freedom[: at(2002, 1)], 0.3, rtol=1e-6)
    np.testing.assert_allclose(freedom[at(2003, 1) :], 0.5, rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "year", "month", "value"),
    [
        ("national_shock", 2001, 12, 0.5),
        ("rule_burden", 2002, 2, 0.8),
        ("rule_priority", 2002, 2, 0.7),
        ("reform_ordered", 2003, 3, 1.0),
    ],
)
def test_event_lands_in_its_month_and_nowhere_else(inputs, name, year, month, value):
    expected = np.zeros(60, np.float32)
    expected[at(year, month)] = value
    np.testing.assert_allclose(inputs[name], expected)


def test_national_votes_land_in_their_months(inputs):
    assert np.flatnonzero(inputs["national_vote"]).tolist() == [at(2001, 4), at(2004, 6)]


def test_only_a_presidential_vote_is_followed_by_a_handover(inputs):
    assert np.flatnonzero(inputs["handover"]).tolist() == [at(2001, 5)]


def test_incident_lands_in_its_unit(folder):
    compiled = folder.compiled()
    shock = months(compiled.inputs["local_shock"])
    ((month, place),) = np.argwhere(shock).tolist()
    assert month == at(2002, 9)
    assert compiled.labels.units.code[place].startswith("TY-3/Reed")
    assert shock.max() == 30.0


def test_reform_lands_at_its_tier(inputs):
    assert np.argwhere(inputs["pilot_share"]).tolist() == [[at(2003, 3), 1]]


def test_events_of_a_month_add_up(folder):
    folder.edit("scenario.yaml", "date: 2000-05-01", "date: 2001-12-01")
    shock = months(folder.compiled().inputs["national_shock"])
    assert shock[at(2001, 12)] == pytest.approx(1.5)


@pytest.mark.parametrize("until", [2001, 2003, 2005])
def test_a_shorter_run_has_the_same_months(folder, until):
    whole, part = folder.compiled().inputs, folder.compiled(until=until).inputs
    for name, values in part.items():
        assert len(values) == until - START + 1
        np.testing.assert_array_equal(values, whole[name][: len(values)], err_msg=name)


def test_votes_are_labelled(folder):
    votes = folder.compiled().labels.votes
    assert votes == (
        ("president_2001", "president", at(2001, 4)),
        ("parliament_2004", "parliament", at(2004, 6)),
    )


def test_two_votes_of_a_kind_in_a_year_have_different_names(folder):
    folder.edit("scenario.yaml", "2004-06-06, event: national_vote, vote: parliament",
                "2001-06-06, event: national_vote, vote: president")  # fmt: skip
    names = [name for name, _, _ in folder.compiled().labels.votes]
    assert len(set(names)) == 2


def test_hash_says_what_is_meant_not_how_it_is_written(folder):
    before = folder.compiled().hash
    text = (folder.path / "scenario.yaml").read_text(encoding="utf-8")
    folder.write("scenario.yaml", "# a comment\n" + text.replace("start: 2001", "start:    2001"))
    assert folder.compiled().hash == before
    folder.edit("scenario.yaml", "observation: 0.2", "observation: 0.21")
    assert folder.compiled().hash != before
