"""What a newcomer gets wrong, and what `vertikal check` says of it."""

import numpy as np
import pytest
from typer.testing import CliRunner

from vertikal import measures
from vertikal.cli._app import app
from vertikal.io import read_facts, shipped
from vertikal.lab._chronicle import _delay
from vertikal.plots._overview import _changed, _split
from vertikal.scenario import ScenarioError, validate_facts

FILE, FACTS = "scenario.yaml", "facts.yaml"
OPTIONS = {name: measures.load(name).options for name in measures.NAMES}
SAMPLES = (
    "\n  samples:\n"
    "    - {kind: borough, below: [city], number: 2, people: 9000}\n"
    "    - {kind: village, below: [borough], number: 1, people: 900}\n"
)


@pytest.fixture
def check(folder):
    """What `vertikal check` says of the toy country's files, and whether they are in order."""

    def run(*words):
        done = CliRunner().invoke(app, ["check", str(folder.path), *words])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return run


def facts_error(folder):
    """Everything that is wrong with the toy country's facts."""
    with pytest.raises(ScenarioError) as caught:
        validate_facts(read_facts(str(folder.path / FACTS)), OPTIONS)
    return caught.value.text()


def notes(done):
    assert done.exit_code == 0, done.output
    assert ": in order. " in done.stdout
    return [line for line in done.stdout.splitlines() if line.startswith("note: ")]


def toy_notes():
    return [
        "note: scenario.yaml, line 39: timeline.2000-05-01: 'Before the run' is before the run's "
        "start, 2001: it will not happen",
        "note: facts.yaml, line 46: facts.3.options.start: later_protests: 2010-01 is outside the "
        "run, 2001 to 2005: it cannot be read",
        "note: facts.yaml, line 46: facts.3.options.end: later_protests: 2010-12 is outside the "
        "run, 2001 to 2005: it cannot be read",
    ]


# --- units -----------------------------------------------------------------------------------


def with_samples(folder, old="", new=""):
    text = "\n    count: rural_posts\n"
    return folder.edit(FILE, text, text.rstrip() + SAMPLES.replace(old, new, 1))


def test_samples_that_fit(folder):
    assert tuple(with_samples(folder).compiled().tree.sizes) == (3, 8, 19)


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "says"),
    [
        ("kind: borough", "kind: boruogh", 20, "0.kind",
         "is 'boruogh', which has no entry in offices; did you mean 'borough'?"),
        ("[city]", "[province, citty]", 20, "0.below.1",
         "is 'citty', which has no entry in offices; did you mean 'city'?"),
        ("[borough]", "[city]", 21, "1.below.0",
         "is 'city', which is not one tier above 'village'"),
    ],
)  # fmt: skip
def test_samples_of_a_kind_that_does_not_fit(folder, old, new, line, path, says):
    with_samples(folder, old, new)
    assert folder.error() == (
        f"scenario.yaml: 1 problem\n  line {line}: units.samples.{path}: {says}"
    )


def test_a_misspelt_key_with_a_path_of_years_behind_it(folder):
    folder.edit(FILE, "court_independence: 0.4", "court_independance: {2001: 0.4}")
    assert folder.error() == (
        "scenario.yaml: 2 problems\n"
        "  line 28: institutions.court_independence: is missing; add it\n"
        "  line 29: institutions.court_independance: no such key - did you mean "
        "'court_independence'?"
    )


@pytest.mark.parametrize("key", ["rule", "float", "function-x"])
def test_an_unknown_key_is_named_whatever_it_is(folder, key):
    folder.edit(FILE, "title: A toy country", f"title: A toy country\n{key}: 1")
    assert f"  line 3: {key}: no such key - " in folder.error()


def test_a_table_without_population_is_told_once(folder):
    text = (folder.path / "regions.csv").read_text(encoding="utf-8").splitlines()
    rows = [",".join(c for i, c in enumerate(row.split(",")) if i not in (3, 4)) for row in text]
    folder.write("regions.csv", "\n".join(rows) + "\n")
    assert folder.error() == (
        "regions.csv: 1 problem\n"
        "  line 1: population: column is missing; a unit without a parent needs its number of "
        "people"
    )


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_table_with_another_separator(folder, mark, word):
    text = (folder.path / "regions.csv").read_text(encoding="utf-8")
    folder.write("regions.csv", text.replace(",", mark))
    assert folder.error() == (
        f"regions.csv: 1 problem\n  line 1: columns are separated by {word}; use commas, and a "
        "point in numbers with a part"
    )


# --- dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("2003-13-05", "there is no month 13: write year-month-day, as in 2021-05-24"),
        ("2003-04-31", "that month has no day 31"),
        ("2003-4-3", "write two digits for month and day, as in 2021-05-04"),
    ],
)
def test_a_date_that_no_calendar_has(folder, date, says):
    folder.edit(FILE, "date: 2003-03-02", f'date: "{date}"')
    found = folder.error()
    assert found.endswith(
        f"line 44: timeline.5.date: is {date!r}, a day that no calendar has; {says}"
    )


@pytest.mark.parametrize(
    ("step", "near"),
    [
        ("2002-03-02", "2002-02-28"),
        ("2004-06-07", "2004-06-06"),
        ("2004-01-01", "2004-06-06"),
        ("1999-01-01", "2000-05-01"),
        ("2004-06-07/national_vote", "2004-06-06/national_vote"),
        ("2002-03-01/incident", "2002-02-28/rule"),
    ],
)
def test_the_nearest_date_is_suggested_in_days(check, step, near):
    done = check("--set", f"timeline.{step}=null")
    assert done.exit_code == 3
    assert f"leads nowhere at {step!r} - did you mean {near!r}?" in done.stderr


def test_of_two_events_on_the_nearest_day_one_is_named_with_its_kind(folder, check):
    folder.edit(FILE, "2002-09-01", "2002-02-28")
    done = check("--set", "timeline.2002-03-01=null")
    assert "did you mean '2002-02-28/incident'?" in done.stderr


# --- facts -----------------------------------------------------------------------------------


def test_a_share_in_per_cent(folder):
    folder.edit(FACTS, "observed: 0.6\n    band: [0.0, 1.0]", "observed: 60\n    band: [40, 80]")
    assert facts_error(folder) == (
        "facts.yaml: 2 problems\n"
        "  line 27: facts.2.observed: is 60; shares are written between 0 and 1\n"
        "  line 28: facts.2.band: is [40, 80]; shares are written between 0 and 1"
    )


def test_a_ratio_with_the_same_unit_may_be_large(folder):
    old = "measure: national_turnout\n    options: {vote: president_2001}"
    folder.edit(FACTS, "observed: 0.6\n    band: [0.0, 1.0]", "observed: 60\n    band: [40, 80]")
    folder.edit(FACTS, old, "measure: suits_peak_ratio")
    assert validate_facts(read_facts(str(folder.path / FACTS)), OPTIONS)


@pytest.mark.parametrize("month", ["2001-13", "2001-00", "January 2001", "2001-1"])
def test_a_month_that_is_none(folder, month):
    folder.edit(FACTS, "start: 2010-01", f"start: {month}")
    assert facts_error(folder) == (
        "facts.yaml: 1 problem\n"
        f"  line 46: facts.3.options.start: is {month!r}, which is no month; write it as 2021-06"
    )


def test_what_cannot_be_read_is_noted_and_passes(check):
    assert notes(check()) == toy_notes()


def test_a_vote_that_the_run_does_not_have_is_noted(folder, check):
    folder.edit(FACTS, "vote: parliament_2004", "vote: parliament_2005")
    assert (
        "note: facts.yaml, line 24: facts.1.options.vote: impossible_turnout: 'parliament_2005' is "
        "no vote of the run: it cannot be read; did you mean 'parliament_2004'?"
    ) in notes(check())


def test_a_fact_is_held_against_the_world_it_names(folder, check):
    text = "options: {vote: parliament_2004}"
    folder.edit(FACTS, text, f"{text}\n    under: {{timeline.2004-06-06: null}}")
    assert any("impossible_turnout: 'parliament_2004' is no vote" in n for n in notes(check()))


def test_an_event_after_the_end_is_noted(folder, check):
    folder.edit(FILE, "date: 2003-03-02", "date: 2033-03-02")
    assert (
        "note: scenario.yaml, line 44: timeline.2033-03-02: 'A pilot' is after the run's end, "
        "2005: it will not happen"
    ) in notes(check())


def test_history_that_the_model_uses_is_not_noted(folder, check):
    folder.edit(
        FILE,
        "event: shock, size: 1.0, title: Before",
        "event: government, leaning: 0.1, title: Before",
    )
    folder.edit(FILE, "date: 2003-03-02", "date: 1993-03-02")
    assert notes(check()) == toy_notes()[1:]


def test_json_keeps_its_shape_and_notes_go_elsewhere(folder, check):
    done = check("--json")
    assert done.stdout == f'{{"scenario": "{folder.path}", "problems": []}}\n'
    assert done.stderr.splitlines() == toy_notes()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_ships_is_read_as_a_whole(name):
    done = CliRunner().invoke(app, ["check", name])
    assert (notes(done), done.stderr) == ([], "")


# --- words for what was run ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ((), 0),
        (("title=A, b and it's c",), 1),
        (('timeline.+=[{"date": "2027-01-01", "title": "A, b=1"}, {"size": 1}]', "until=2030"), 2),
        (("timeline.+={date: 2027-06-13, event: shock, size: 1, title: It's, x}", "start=2001"), 2),
        (("timeline.2016-04-24/rule.burden=0.1", "institutions.openness={2001: 0.1, 2002: 0.2}",
          "parameters.heads_are_rotated.rate=0.5"), 3),
    ],
)  # fmt: skip
def test_changes_are_counted_not_commas(changes, count):
    assert _split(", ".join(changes)) == list(changes)
    assert len(changes) == count


@pytest.mark.parametrize(
    ("changes", "without", "says"),
    [
        ("", "", ""),
        ("until=2030", "", "with until=2030"),
        ("until=2030", "heads_are_rotated", "with until=2030, without heads_are_rotated"),
        (f"timeline.+={{a: 1, b: 2, c: 3, title: {'x' * 60}}}", "", "with 1 change"),
        ("", ", ".join(["heads_are_rotated"] * 5), "without 5 mechanisms"),
    ],
)
def test_title_of_the_overview(changes, without, says):
    assert _changed(changes, without) == says


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (20, "by 20 days"),
        (61, "by 2 months"),
        (700, "by 23 months"),
        (1100, "by 3 years"),
        (3600, "by 10 years"),
        (182 * 30.4, "for good"),
        (np.inf, "for good"),
    ],
)
def test_how_long_a_ministry_slows_down(days, says):
    assert _delay(days) == says
