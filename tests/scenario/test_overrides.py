"""`--set path=value`: what a path may lead to, and what stays as it was."""

import pytest

from vertikal.io import parse_value, read_scenario
from vertikal.scenario import (
    RawScenario,
    ScenarioError,
    changed,
    overridden,
    validate,
    validate_facts,
)


def replaced(folder, **changes):
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    return overridden(read_scenario(str(folder.path)), paths)[0]


def spec_with(folder, *sets):
    """The toy country as `--set` makes it."""
    return changed(read_scenario(str(folder.path)), dict(map(assignment, sets)))[0]


def said_of(folder, *sets):
    """What a user reads of `--set`, line by line."""
    with pytest.raises(ScenarioError) as caught:
        spec_with(folder, *sets)
    return caught.value.text().splitlines()


def assignment(text):
    path, _, value = text.partition("=")
    return path, parse_value(value)


def test_override_of_a_nested_value(folder):
    spec = validate(replaced(folder, institutions__court_independence=0.9))
    assert spec.institutions.court_independence == 0.9
    assert spec.institutions.candidate_filter == 0.4


def test_override_within_a_list(folder):
    spec = validate(replaced(folder, timeline__1__date=parse_value("2003-07-09")))
    assert spec.timeline[1].date.isoformat() == "2003-07-09"
    assert spec.timeline[0].date.isoformat() == "2000-05-01"


def test_override_of_one_year_of_a_path(folder):
    spec = validate(replaced(folder, institutions__regional_veto__2005=0.1))
    assert spec.institutions.regional_veto == {2001: 0.0, 2005: 0.1}


def test_override_leaves_the_file_as_it_was(folder):
    raw = read_scenario(str(folder.path))
    overridden(raw, {"timeline.1.title": "Another"})
    assert raw.values["timeline"][1]["title"] == "First vote"


def test_overrides_to_unknown_paths_are_all_reported(folder):
    with pytest.raises(ScenarioError) as caught:
        replaced(
            folder,
            institutions__court_independance=1,
            timeline__99__date=1,
            title__short=1,
            nonsense=1,
        )
    assert caught.value.text() == (
        "--set: 4 problems\n"
        "  timeline.99.date: leads nowhere at '99' - allowed: 0 to 6, 2000-05-01/shock, "
        "2001-04-01/national_vote, 2001-12-31/shock, 2002-02-28/rule, 2002-09-01/incident, "
        "2003-03-02/reform, 2004-06-06/national_vote\n"
        "  title.short: leads nowhere at 'short' - allowed: (nothing stands below this value)\n"
        "  institutions.court_independance: leads nowhere at 'court_independance' - "
        "did you mean 'court_independence'?\n"
        "  nonsense: leads nowhere at 'nonsense' - allowed: title, country, start, until, units, "
        "offices, institutions, timeline"
    )


def titles(folder, **changes):
    return [event.title for event in validate(replaced(folder, **changes)).timeline]


def test_a_dated_event_is_found_by_its_date(folder):
    raw = read_scenario(str(folder.path))
    spec = validate(overridden(raw, {"timeline.2002-02-28.burden": 0.1})[0])
    assert spec.timeline[3].model_dump()["burden"] == 0.1


def test_two_events_of_one_day_are_told_apart_by_their_kind(folder):
    folder.edit("scenario.yaml", "2001-12-31, event: shock", "2002-02-28, event: shock")
    raw = read_scenario(str(folder.path))
    spec = validate(overridden(raw, {"timeline.2002-02-28/shock.size": 0.1})[0])
    assert spec.timeline[2].model_dump()["size"] == 0.1
    with pytest.raises(ScenarioError) as caught:
        overridden(raw, {"timeline.2002-02-28.size": 0.1})
    assert caught.value.text().endswith(
        "timeline.2002-02-28.size: 2002-02-28 is more than one entry; "
        "write 2002-02-28/shock or 2002-02-28/rule, or the number"
    )


def test_null_leaves_an_event_out_and_the_numbers_of_the_others_stay(folder):
    spec = validate(replaced(folder, timeline__1=None, timeline__2=None, timeline__3__burden=0.2))
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
        validate(replaced(folder, timeline__0=None))
    assert "line 43: timeline.3.where: is 'TY-3/Read'" in caught.value.text()


SHOCK = "{date: 2003-07-01, event: shock, size: 1, title: A}"
TOO_BIG = "{date: 2003-07-01, event: shock, size: 99, title: A}"


@pytest.mark.parametrize(
    ("sets", "says"),
    [
        (["timeline.2003-03-02.share=7"], "timeline.2003-03-02.share: is 7; must be at most 1.0"),
        (
            ["timeline.0=null", "timeline.2003-03-02/reform.share=7"],
            "timeline.2003-03-02/reform.share: is 7; must be at most 1.0",
        ),
        (["timeline.0=null", "timeline.5.share=7"], "timeline.5.share: is 7; must be at most 1.0"),
        ([f"timeline.+={TOO_BIG}"], "timeline.+.size: is 99; must be at most 10.0"),
        (
            ["timeline.0=null", f"timeline.+=[{SHOCK}, {TOO_BIG}]"],
            "timeline.+.1.size: is 99; must be at most 10.0",
        ),
        (["units.districts.kinds.+=twn"],
         "units.districts.kinds.+: is 'twn', which no unit is; did you mean 'town'?"),
    ],
)  # fmt: skip
def test_a_bad_value_is_blamed_on_the_path_that_was_written(folder, sets, says):
    assert said_of(folder, *sets) == ["--set: 1 problem", f"  {says}"]


@pytest.mark.parametrize(
    ("sets", "says"),
    [
        (
            ["timeline.2002-02-28.event=rul"],
            "timeline.2002-02-28: event is 'rul'; did you mean 'rule'?",
        ),
        (
            ["timeline.2001-12-31.event=incident", "timeline.2001-12-31.title=A"],
            "timeline.2001-12-31.where: is missing; add it",
        ),
        (["start=2010"], "until: is 2005; must not lie before start (2010)"),
        (
            ["units.districts.quartiles.0=null"],
            "units.districts.quartiles: is [40000, 80000]; list should have at least 3 items "
            "after validation, not 2",
        ),
    ],
)
def test_what_a_change_brings_elsewhere_is_blamed_on_it_too(folder, sets, says):
    assert said_of(folder, *sets) == ["--set: 1 problem", f"  {says}"]


def test_what_the_file_brings_by_itself_keeps_its_line(folder):
    folder.edit("scenario.yaml", "where: TY-3/Reed", "where: TY-3/Read")
    folder.edit("scenario.yaml", "event: rule", "event: rul")
    line = folder.line("scenario.yaml", "TY-3/Read")
    assert said_of(folder, "timeline.0=null", "timeline.2002-02-28.title=A", "until=99999") == [
        "--set: 1 problem",
        "  until: is 99999; must be at most 2200",
        "scenario.yaml: 2 problems",
        f"  line {line - 1}: timeline.2: event is 'rul'; did you mean 'rule'?",
        f"  line {line}: timeline.3.where: is 'TY-3/Read', which is no unit; "
        "did you mean 'TY-3/Reed'?",
    ]


def test_a_value_that_two_changes_set_is_blamed_on_the_last(folder):
    assert said_of(folder, "timeline.0.size=20", "timeline.2000-05-01.size=30")[1:] == [
        "  timeline.2000-05-01.size: is 30; must be at most 10.0"
    ]


def test_it_is_said_where_each_change_ends_up(folder):
    changes = {
        "timeline.0": None,
        "timeline.2001-12-31.size": 1.0,
        "timeline.+": [{"title": "A"}, {"title": "B"}],
        "institutions.regional_veto.2003": 0.1,
    }
    _, places = overridden(read_scenario(str(folder.path)), changes)
    assert places == {
        "timeline.2001-12-31.size": ("timeline", 1, "size"),
        "timeline.+.0": ("timeline", 6),
        "timeline.+.1": ("timeline", 7),
        "institutions.regional_veto.2003": ("institutions", "regional_veto", 2003),
    }


def test_a_key_that_the_file_does_not_write_can_be_set(folder):
    spec = spec_with(
        folder,
        "offices.town.on_reform_agenda=false",
        "units.adults_per_resident=0.5",
        "timeline.2003-03-02.all_at_once=true",
    )
    assert not spec.offices["town"].on_reform_agenda
    assert spec.units.adults_per_resident == 0.5
    assert spec.timeline[5].model_dump()["all_at_once"]


def test_a_further_year_of_a_path_is_a_number_as_in_the_file(folder):
    raw = replaced(folder, institutions__regional_veto__2003=0.3)
    assert raw.values["institutions"]["regional_veto"] == {2001: 0.0, 2005: 0.4, 2003: 0.3}
    assert validate(raw).institutions.regional_veto == {2001: 0.0, 2005: 0.4, 2003: 0.3}


def test_an_office_can_be_added_and_then_changed(folder):
    spec = spec_with(
        folder, "offices.hamlet={tier: village, selection: open}", "offices.hamlet.term_years=5"
    )
    assert spec.offices["hamlet"].term_years == 5


def test_an_event_can_become_one_of_another_kind_in_any_order(folder):
    """The key is one of the kind that the event has after all changes."""
    sets = ["timeline.2000-05-01.level=1", "timeline.2000-05-01.event=recentralisation"]
    for order in (sets, sets[::-1]):
        count, misfit = said_of(folder, *order)
        assert count == "--set: 1 problem"
        assert misfit.startswith("  timeline.2000-05-01.size: no such key - ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("offices.town.on_reform_agnda=false",
         "leads nowhere at 'on_reform_agnda' - did you mean 'on_reform_agenda'?"),
        ("offices.tovn.term_years=3", "leads nowhere at 'tovn' - did you mean 'town'?"),
        ("timeline.2002-02-28.burdn=1", "leads nowhere at 'burdn' - did you mean 'burden'?"),
        ("timeline.2002-02-28.size=1", "leads nowhere at 'size' - allowed: date, title, source, "
         "event, burden, priority"),
        ("institutions.regional_veto.20x7=1", "is '20x7'; must be a whole number"),
        ("institutions.regional_veto.1066=1", "is 1066; must be at least 1900"),
        ("institutions.regional_veto.2003=3", "is 3; must be at most 1.0"),
        ("rows=[]", "leads nowhere at 'rows' - allowed: title, country, start, until, units, "
         "offices, institutions, timeline"),
        ("units.samples.0.number=3", "leads nowhere at 'samples', which is not written; set it as "
         "a whole: units.samples=[{kind: ..., below: ..., number: ..., people: ..., ...}]"),
        ("offices.+={tier: region}", "leads nowhere at '+', which adds to a list, and here are "
         "keys; write a key instead"),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_is_refused(folder, text, says):
    assert said_of(folder, text) == ["--set: 1 problem", f"  {text.partition('=')[0]}: {says}"]


AN_EVENT = "{date: ..., title: ..., event: ..., ...}"


@pytest.mark.parametrize(
    ("sets", "says"),
    [
        (["timeline.+=[]"], "is an empty list, which adds nothing; write an entry, or a list of "
         "several"),
        (["timeline.+=5"], f"is 5; must be keys with values: write {AN_EVENT}"),
        (["timeline.+=null"], f"is None; must be keys with values: write {AN_EVENT}"),
        (["timeline.0=text"], f"is 'text'; must be keys with values: write {AN_EVENT}"),
        (["timeline.+.date=2002-01-01"], "`+` adds an entry as a whole, and nothing can follow "
         f"it; write timeline.+={AN_EVENT}"),
        (["timeline.1=null", "timeline.2001-04-01.vote=referendum"], "is left out by "
         "timeline.1=null, and what is left out cannot be changed; write only one of the two"),
        (["timeline.2001-04-01=null", "timeline.1=null", "timeline.1=5"], "is left out by "
         "timeline.2001-04-01=null, and what is left out cannot be changed; write only one of "
         "the two"),
        (["timeline=[]", "timeline.0.size=1"],
         "leads nowhere at '0' - allowed: +, since the list is empty"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_made_says_why_and_what_to_do(folder, sets, says):
    path = sets[-1].partition("=")[0]
    assert said_of(folder, *sets) == ["--set: 1 problem", f"  {path}: {says}"]


def test_a_bad_entry_among_several_is_told_by_its_number(folder):
    assert said_of(folder, f"timeline.+=[{SHOCK}, 5]") == [
        "--set: 1 problem",
        f"  timeline.+.1: is 5; must be keys with values: write {AN_EVENT}",
    ]


def test_a_fact_blames_the_change_in_its_world_by_the_path_that_was_written(folder):
    under = {"timeline.0": None, "timeline.2003-03-02.share": 7, "timeline.+": [{"event": "rul"}]}
    fact = {
        "id": "a", "quantity": "", "observed": "", "band": [0, 1], "unit": "1", "period": "",
        "source": "", "grade": "A", "tolerance": "", "measure": "m", "under": under,
    }  # fmt: skip
    facts = RawScenario("facts.yaml", {"facts": [fact]}, {})
    toy = read_scenario(str(folder.path))
    with pytest.raises(ScenarioError) as caught:
        validate_facts(facts, {"m": ()}, make=lambda changes: changed(toy, changes))
    assert {p.path for p in caught.value.problems} == {
        "facts.0.under.timeline.2003-03-02.share",
        "facts.0.under.timeline.+",
    }


def test_what_is_left_out_twice_is_left_out(folder):
    spec = spec_with(folder, "timeline.0=null", "timeline.2000-05-01=null")
    assert len(spec.timeline) == 6
