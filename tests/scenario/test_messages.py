"""What a user reads when the input will not do, word for word."""

import pytest

from vertikal.io import read_scenario, shipped
from vertikal.scenario import ScenarioError, parameters_with

FILE = "scenario.yaml"


def test_the_toy_is_in_order(folder):
    assert tuple(folder.compiled().tree.sizes) == (3, 8, 17)


def test_misspelt_key(folder):
    folder.edit(FILE, "court_independence", "court_independance")
    assert folder.error() == (
        "scenario.yaml: 2 problems\n"
        "  line 28: institutions.court_independence: is missing; add it\n"
        "  line 29: institutions.court_independance: no such key - did you mean "
        "'court_independence'?"
    )


def test_misspelt_key_of_an_event(folder):
    folder.edit(FILE, "burden: 0.8", "burdn: 0.8")
    assert "  line 42: timeline.3.burdn: no such key - did you mean 'burden'?" in folder.error()


def test_misspelt_event(folder):
    folder.edit(FILE, "event: rule", "event: rul")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n  line 42: timeline.3: event is 'rul'; did you mean 'rule'?"
    )


def test_value_out_of_bounds(folder):
    folder.edit(FILE, "openness: 0.3", "openness: 1.4")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n  line 35: institutions.openness: is 1.4; must be at most 1.0"
    )


def test_value_out_of_bounds_where_a_path_is_allowed_too(folder):
    folder.edit(FILE, "court_independence: 0.4", "court_independence: 1.4")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 29: institutions.court_independence: is 1.4; must be at most 1.0"
    )


def test_value_of_a_path_out_of_bounds(folder):
    folder.edit(FILE, "2005: 0.4", "2005: 1.4")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 30: institutions.regional_veto.2005: is 1.4; must be at most 1.0"
    )


def test_path_without_years(folder):
    folder.edit(FILE, "{2002: 0.3, 2003: 0.5}", "{}")
    assert "line 33: institutions.media_freedom: " in folder.error()


def test_value_of_the_wrong_kind(folder):
    folder.edit(FILE, "pilot_selection: 1.0", "pilot_selection: high")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 36: institutions.pilot_selection: is 'high'; must be a number"
    )


def test_unknown_region_in_the_timeline(folder):
    folder.edit(FILE, "TY-3/Reed", "TY-3/Read")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 43: timeline.4.where: is 'TY-3/Read', which is no unit; did you mean 'TY-3/Reed'?"
    )


def test_unknown_capital(folder):
    folder.edit(FILE, "capital: TY-1", "capital: TY-9")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 9: units.capital: is 'TY-9', which is no unit; did you mean 'TY-3'?"
    )


def test_cycle_in_a_single_table(folder):
    folder.edit(FILE, "[regions.csv, districts.csv]", "[units.csv]")
    folder.edit(FILE, "where: TY-3/Reed", "where: TY-1")
    folder.write(
        "units.csv",
        "code,parent,name,kind,rural_posts\n"
        "TY-1,,Port,city,0\n"
        "A,C,Aa,county,\n"
        "B,A,Bb,village,\n"
        "C,B,Cc,city,\n",
    )
    error = folder.error()
    for line in (
        "  line 3: parent: 'A' is its own ancestor (A > C > B > A); break the cycle",
        "  line 4: parent: 'B' is its own ancestor (B > A > C > B); break the cycle",
        "  line 5: parent: 'C' is its own ancestor (C > B > A > C); break the cycle",
    ):
        assert line in error.splitlines()


def test_missing_column(folder):
    folder.edit("districts.csv", "kind", "knd")
    assert folder.error().startswith(
        "districts.csv: 2 problems\n"
        "  line 1: kind: column is missing; found: parent, name, knd, seat, population\n"
        "  line 1: knd: no such column - did you mean 'kind'?"
    )


def test_population_with_a_space(folder):
    folder.edit("districts.csv", "350000", "350 000")
    assert folder.error() == (
        "districts.csv: 1 problem\n"
        "  line 2: population: is '350 000'; must be a number: write digits only, without spaces "
        "or thousands separators"
    )


def test_a_bad_cell_is_not_blamed_on_others(folder):
    folder.edit("regions.csv", "500000", "500 000")
    assert folder.error() == (
        "regions.csv: 1 problem\n"
        "  line 3: population: is '500 000'; must be a number: write digits only, without spaces "
        "or thousands separators"
    )


def test_population_with_a_comma_that_the_table_takes_for_a_cell(folder):
    folder.edit("districts.csv", "TY-2,Dale,county,,", "TY-2,Dale,county,,12,345")
    assert "districts.csv: 1 problem\n  line 6: " in folder.error()


@pytest.mark.parametrize("value", ["nan", "inf", "1e400"])
def test_population_that_is_no_number(folder, value):
    folder.edit("districts.csv", "350000", value)
    assert "  line 2: population: " in folder.error()


@pytest.mark.parametrize("value", ["nan", "inf", "-9", "9.5", "many"])
def test_number_of_localities_that_cannot_be(folder, value):
    folder.edit("regions.csv", "300000,9", f"300000,{value}")
    assert "  line 3: rural_posts: " in folder.error()


def test_more_townspeople_than_people(folder):
    folder.edit("regions.csv", "300000,9", "900000,9")
    assert "regions.csv: 1 problem\n  line 3: urban_population: " in folder.error()


def test_districts_with_more_people_than_their_region(folder):
    folder.edit("districts.csv", "350000", "950000")
    assert "regions.csv: 1 problem\n  line 2: population: " in folder.error()


@pytest.mark.parametrize("value", ["no", "false", "true", "kz", "KAZ"])
def test_country_must_be_two_letters(folder, value):
    shown = {"false": "False", "true": "True"}.get(value, repr(value))
    folder.edit(FILE, "country: TY", f"country: {value}")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        f"  line 3: country: is {shown}; must be two capital letters, as in ISO 3166-1: KZ"
    )


def test_norway_is_a_country(folder):
    assert folder.edit(FILE, "country: TY", "country: NO").spec().country == "NO"


def test_duplicate_codes(folder):
    folder.edit("districts.csv", "TY-1,Right Bank", "TY-1,Left Bank")
    assert folder.error() == (
        "districts.csv: 1 problem\n"
        "  line 3: code: 'TY-1/Left Bank' stands already in line 2; codes must differ"
    )


def test_duplicate_codes_in_two_tables_name_the_other_table(folder):
    folder.edit("districts.csv", "parent,name", "code,parent,name")
    text = (folder.path / "districts.csv").read_text(encoding="utf-8")
    folder.write("districts.csv", text.replace("\nTY-", "\n,TY-"))
    folder.edit("districts.csv", ",TY-1,Left Bank", "TY-2,TY-1,Left Bank")
    assert "regions.csv" in folder.error(), "line 3 of which table?"


def test_unknown_parent(folder):
    folder.edit("districts.csv", "TY-3,Sand", "TY-33,Sand")
    assert folder.error() == (
        "districts.csv: 1 problem\n"
        "  line 9: parent: is 'TY-33', which is no unit; did you mean 'TY-3'?"
    )


def test_kind_without_an_office(folder):
    folder.edit("districts.csv", "Right Bank,borough", "Right Bank,burough")
    assert folder.error() == (
        "districts.csv: 1 problem\n"
        "  line 3: kind: is 'burough', which has no entry in offices; did you mean 'borough'?"
    )


def test_district_without_a_region(folder):
    folder.edit("districts.csv", "TY-2,Ford", ",Ford")
    assert (
        "  line 5: parent: is empty, but a county is of tier district; name the unit above"
        in folder.error().splitlines()
    )


@pytest.mark.parametrize(
    ("key", "old", "new", "near"),
    [
        ("kind", "kind: village", "kind: vilage", "village"),
        ("below", "below: county", "below: conty", "county"),
    ],
)
def test_generated_localities_that_fit_nothing(folder, key, old, new, near):
    line = folder.line(FILE, old)
    folder.edit(FILE, old, new)
    error = folder.error()
    assert f"  line {line}: units.localities.{key}: " in error
    assert repr(near) in error


def test_drawn_districts_of_a_kind_that_is_not_there(folder):
    folder.edit(FILE, "kinds: [county]", "kinds: [conty]")
    assert "  line 11: units.districts.kinds" in folder.error()


def test_generated_localities_at_the_wrong_tier(folder):
    folder.edit(FILE, "village: {tier: locality", "village: {tier: region")
    assert "scenario.yaml: 1 problem\n  line " in folder.error()


def test_missing_table(folder):
    (folder.path / "districts.csv").unlink()
    assert (
        "  line 8: units.tables: districts.csv: cannot be read (No such file or directory); "
        "put it beside scenario.yaml"
    ) in folder.error().splitlines()


def test_no_yaml(folder):
    folder.edit(FILE, "city: {tier: region,", "city: {tier: region")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n  line 21: is no YAML here: expected ',' or '}', but got ':'"
    )


def test_tab_in_yaml(folder):
    folder.edit(FILE, "  capital", "\tcapital")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 9: is no YAML here: found character '\\t' that cannot start any token"
    )


def test_control_character_in_yaml(folder):
    folder.edit(FILE, "A toy country\n", "A \x07 toy country\n")
    assert folder.error().startswith("scenario.yaml: 1 problem\n  line 2: ")


def test_date_that_does_not_exist(folder):
    folder.edit(FILE, "2002-02-28", "2002-02-30")
    error = folder.error()
    assert error.startswith("scenario.yaml: 1 problem\n")
    assert "line 42" in error


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "- a\n- b\n", "just text\n"])
def test_file_without_keys(folder, text):
    folder.write(FILE, text)
    assert folder.error() == (
        "scenario.yaml: 1 problem\n  line 1: must hold keys with values at its top level"
    )


def test_key_that_stands_twice(folder):
    folder.edit(FILE, "start: 2001", "start: 2001\nstart: 2002")
    assert folder.error().startswith(
        'scenario.yaml: 1 problem\n  line 5: is no YAML here: found duplicate key "start"'
    )


def test_end_before_start_has_a_line(folder):
    folder.edit(FILE, "until: 2005", "until: 1999")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n  line 5: until: is 1999; must not lie before start (2001)"
    )


def test_quantiles_that_fall(folder):
    folder.edit(FILE, "[20000, 40000, 80000]", "[20000, 4000, 80000]")
    assert folder.error() == (
        "scenario.yaml: 1 problem\n"
        "  line 10: units.districts: quantiles must rise from least to most; "
        "found [5000.0, 20000.0, 4000.0, 80000.0, 200000.0]"
    )


def test_all_problems_at_once_each_with_its_line(folder):
    folder.edit(FILE, "country: TY", "country: ty")
    folder.edit(FILE, "filtered, term_years: 2", "filtered, term_years: 20")
    folder.edit(FILE, "where: TY-3/Reed", "where: TY-3/Read")
    folder.edit("districts.csv", "350000", "350'000")
    folder.edit("districts.csv", "TY-3,Sand", "TY-33,Sand")
    assert folder.error() == (
        "districts.csv: 2 problems\n"
        '  line 2: population: is "350\'000"; must be a number: write digits only, without spaces '
        "or thousands separators\n"
        "  line 9: parent: is 'TY-33', which is no unit; did you mean 'TY-3'?\n"
        "scenario.yaml: 3 problems\n"
        "  line 3: country: is 'ty'; must be two capital letters, as in ISO 3166-1: KZ\n"
        "  line 26: offices.village.term_years: is 20; must be at most 12.0\n"
        "  line 43: timeline.4.where: is 'TY-3/Read', which is no unit; did you mean 'TY-3/Reed'?"
    )


def test_no_such_scenario(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        read_scenario(str(tmp_path / "kazakstan"))
    assert caught.value.text() == (
        f"{tmp_path}/kazakstan: 1 problem\n"
        f"  no such file, and no scenario of that name ships; shipped: {', '.join(shipped())}"
    )


def test_structural_parameters_out_of_bounds_or_unknown_are_all_reported():
    with pytest.raises(ScenarioError) as caught:
        parameters_with(
            {
                "heads_are_rotated.rate": -1.0,
                "heads_are_rotated.rat": 1.0,
                "heads_are_rotatd.rate": 1.0,
            }
        )
    assert caught.value.text().splitlines()[2:] == [
        "  parameters.heads_are_rotated.rat: no such parameter - did you mean 'rate'?",
        "  parameters.heads_are_rotatd.rate: no such mechanism - did you mean 'heads_are_rotated'?",
    ]
    first = caught.value.text().splitlines()[1]
    assert first.startswith("  parameters.heads_are_rotated.rate: is -1; must lie in 0.1 to ")
    assert first.endswith("[1/yr]")


@pytest.mark.parametrize("value", [True, "much", None, [0.1], float("nan")])
def test_structural_parameter_that_is_no_number(value):
    with pytest.raises(ScenarioError, match=r"parameters\.heads_are_rotated\.rate: is "):
        parameters_with({"heads_are_rotated.rate": value})


def test_structural_parameter_within_bounds():
    vector = parameters_with({"heads_are_rotated.rate": 0.5})
    assert getattr(vector["heads_are_rotated"], "rate") == 0.5  # noqa: B009
