"""`--set path=value`: what a path may lead to, and what stays as it was."""

import pytest

from vertikal.io import parse_value, read_scenario
from vertikal.scenario import ScenarioError, overridden, validate


def changed(folder, **changes):
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    return overridden(read_scenario(str(folder.path)), paths)


def test_override_of_a_nested_value(folder):
    spec = validate(changed(folder, institutions__court_independence=0.9))
    assert spec.institutions.court_independence == 0.9
    assert spec.institutions.candidate_filter == 0.4


def test_override_within_a_list(folder):
    spec = validate(changed(folder, timeline__1__date=parse_value("2003-07-09")))
    assert spec.timeline[1].date.isoformat() == "2003-07-09"
    assert spec.timeline[0].date.isoformat() == "2000-05-01"


def test_override_of_one_year_of_a_path(folder):
    spec = validate(changed(folder, institutions__regional_veto__2005=0.1))
    assert spec.institutions.regional_veto == {2001: 0.0, 2005: 0.1}


def test_override_leaves_the_file_as_it_was(folder):
    raw = read_scenario(str(folder.path))
    overridden(raw, {"timeline.1.title": "Another"})
    assert raw.values["timeline"][1]["title"] == "First vote"


def test_overrides_to_unknown_paths_are_all_reported(folder):
    with pytest.raises(ScenarioError) as caught:
        changed(
            folder,
            institutions__court_independance=1,
            timeline__99__date=1,
            title__short=1,
            nonsense=1,
        )
    assert caught.value.text() == (
        "--set: 4 problems\n"
        "  institutions.court_independance: leads nowhere at 'court_independance' - "
        "did you mean 'court_independence'?\n"
        "  timeline.99.date: leads nowhere at '99' - allowed: 0 to 6, 2000-05-01/shock, "
        "2001-04-01/national_vote, 2001-12-31/shock, 2002-02-28/rule, 2002-09-01/incident, "
        "2003-03-02/reform, 2004-06-06/national_vote\n"
        "  title.short: leads nowhere at 'short' - allowed: (nothing stands below this value)\n"
        "  nonsense: leads nowhere at 'nonsense' - allowed: title, country, start, until, units, "
        "offices, institutions, timeline"
    )


def titles(folder, **changes):
    return [event.title for event in validate(changed(folder, **changes)).timeline]


def test_a_dated_event_is_found_by_its_date(folder):
    raw = read_scenario(str(folder.path))
    spec = validate(overridden(raw, {"timeline.2002-02-28.burden": 0.1}))
    assert spec.timeline[3].model_dump()["burden"] == 0.1


def test_two_events_of_one_day_are_told_apart_by_their_kind(folder):
    folder.edit("scenario.yaml", "2001-12-31, event: shock", "2002-02-28, event: shock")
    raw = read_scenario(str(folder.path))
    spec = validate(overridden(raw, {"timeline.2002-02-28/shock.size": 0.1}))
    assert spec.timeline[2].model_dump()["size"] == 0.1
    with pytest.raises(ScenarioError) as caught:
        overridden(raw, {"timeline.2002-02-28.size": 0.1})
    assert caught.value.text().endswith(
        "timeline.2002-02-28.size: 2002-02-28 is more than one entry; "
        "write 2002-02-28/shock or 2002-02-28/rule, or the number"
    )


def test_null_leaves_an_event_out_and_the_numbers_of_the_others_stay(folder):
    spec = validate(changed(folder, timeline__1=None, timeline__2=None, timeline__3__burden=0.2))
    assert [e.title for e in spec.timeline][:2] == ["Before the run", "A burdensome rule"]
    assert spec.timeline[1].model_dump()["burden"] == 0.2


def test_plus_adds_one_event_or_several(folder):
    vote = {"event": "national_vote", "vote": "parliament", "title": "A further vote"}
    one = {**vote, "date": "2003-07-01"}
    two = [one, {**vote, "date": "2005-07-01"}]
    before = titles(folder)
    assert sorted(titles(folder, **{"timeline__+": one})) == sorted([*before, "A further vote"])
    assert len(titles(folder, **{"timeline__+": two})) == len(before) + 2


def test_problems_keep_their_lines_where_an_event_before_them_is_left_out(folder):
    folder.edit("scenario.yaml", "where: TY-3/Reed", "where: TY-3/Read")
    with pytest.raises(ScenarioError) as caught:
        validate(changed(folder, timeline__0=None))
    assert "line 43: timeline.3.where: is 'TY-3/Read'" in caught.value.text()
