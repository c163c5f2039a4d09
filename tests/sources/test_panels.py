"""Panels: what is recognised, how columns become scores, everything wrong at once, by row."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vertikal.sources import SourceError
from vertikal.sources.panels import (
    KNOWN,
    NAMED,
    PLAIN_NATIONS,
    VDEM,
    NationPanel,
    ScorePanel,
    WinnerPanel,
    columns_of,
    mapped,
    nation_panel,
    nation_scores,
    recognised,
    score_panel,
    winner_panel,
)

DATA = Path(__file__).parents[2] / "../shared/data"
BASIC = {"unit": "u", "year": "y", "score": "s"}
each = pytest.mark.parametrize("source", KNOWN, ids=lambda s: s.name)


def plain(**columns):
    """A panel of two units and three years, with columns replaced or added."""
    values = {"u": ["A"] * 3 + ["B"] * 3, "y": [2000, 2001, 2002] * 2, "s": [0.1] * 3 + [0.8] * 3}
    return pl.DataFrame({**values, **columns})


def scores_of(name):
    """A known panel of scores."""
    source = NAMED[name]
    assert isinstance(source, ScorePanel)
    return source


def winners_of(name):
    """A known panel of winners."""
    source = NAMED[name]
    assert isinstance(source, WinnerPanel)
    return source


def problems(table, source, *more):
    """What is said of a table, as `path: says`."""
    with pytest.raises(SourceError) as caught:
        score_panel(table, source, *more)
    return [f"{m.path}: {m.says}" for m in caught.value.misfits]


@each
def test_a_known_panel_says_what_it_is_and_what_it_does_not_see(source):
    assert NAMED[source.name] is source
    assert source.title
    assert source.blind.endswith(".")
    assert source.refs


@each
def test_a_known_panel_is_recognised_by_its_columns_whatever_else_there_is(source):
    assert recognised([*columns_of(source), "something else"]) is source


@each
def test_a_panel_that_lacks_a_column_is_not_recognised(source):
    assert recognised(columns_of(source)[1:]) is not source


def test_scores_go_straight_through_zero_half_and_one():
    table = plain(s=[0, 15, 30, 45, 60, 90])
    data = score_panel(table, mapped(BASIC, (0.0, 30.0, 60.0)))
    assert data["latent"].values.T.ravel() == pytest.approx([0, 0.25, 0.5, 0.75, 1.0, 1.5])
    assert data["score"].values.T.ravel() == pytest.approx([0, 0.25, 0.5, 0.75, 1.0, 1.0])


def test_a_scale_may_fall():
    data = score_panel(plain(s=[7, 4, 1, 7, 4, 1]), mapped(BASIC, (7.0, 4.0, 1.0)))
    assert data["score"].values[:, 0] == pytest.approx([0.0, 0.5, 1.0])


def test_both_sides_of_half_may_have_their_own_slope():
    data = score_panel(plain(s=[0, 10, 20, 60, 100, 140]), mapped(BASIC, (0.0, 20.0, 100.0)))
    assert data["latent"].values.T.ravel() == pytest.approx([0, 0.25, 0.5, 0.75, 1.0, 1.25])


def test_the_weakest_yardstick_counts():
    ised = scores_of("ised")
    table = pl.DataFrame(
        {
            "statecode": [1, 1, 1], "state_name": ["X"] * 3, "country_name": ["Mexico"] * 3,
            "year": [2000, 2001, 2002], "ised": [1.0, None, 1.0],
            "competition_i": [30.0, 60.0, 60.0], "participation_i": [40.0, 10.0, 40.0],
            "ised_i": [12.0, 6.0, 2.5],
        }
    )  # fmt: skip
    data = score_panel(table, ised)
    assert data["score"].values[:, 0] == pytest.approx([0.5, 0.5, 0.25])
    assert data["measured"].values[:, 0].tolist() == [True, False, True]


def test_a_gap_stays_a_gap_and_units_are_told_apart_by_nation():
    table = plain(c=["N"] * 3 + ["M"] * 3, u=["A"] * 6, y=[2000, 2001, 2003, 2000, 2001, 2002])
    data = score_panel(table, mapped({**BASIC, "country": "c"}))
    assert data["year"].values.tolist() == [2000, 2001, 2002, 2003]
    assert data["unit"].values.tolist() == ["M/A", "N/A"]
    assert np.isnan(data["score"].values[2, 1])
    assert np.isnan(data["score"].values[3, 0])


def test_a_measurement_stands_until_the_next_but_not_for_ever():
    table = pl.DataFrame({"region": ["A"] * 2, "year": [2000, 2008], "ur_share": [40.0, 90.0]})
    data = score_panel(table, scores_of("russia_assemblies"))
    assert data["score"].values[:, 0] == pytest.approx(
        [1.0] * 5 + [np.nan] * 3 + [10 / 60], nan_ok=True
    )


def test_scores_of_nations_are_looked_up_by_name_and_year():
    source = mapped({**BASIC, "country": "c"})
    table = plain(c=["N"] * 3 + ["M"] * 3)
    nations = {("N", 2000): 0.3, ("N", 2001): 0.4, ("M", 2000): 0.9}
    data = score_panel(table, source, nations)
    assert data["national"].values[:, 0] == pytest.approx([0.9, np.nan, np.nan], nan_ok=True)
    assert data["national"].values[:, 1] == pytest.approx([0.3, 0.4, np.nan], nan_ok=True)
    assert problems(table, source, {("n", 2000): 0.3}) == [
        f"{name}: has no score in the table of nations; spell it as that table does, or map nation="
        for name in ("M", "N")
    ]


def test_an_interval_becomes_a_standard_deviation():
    columns = {**BASIC, "low": "a", "high": "b"}
    data = score_panel(plain(a=[0.1] * 6, b=[0.1 + 2 * 1.96 * 0.05] * 6), mapped(columns))
    assert data["error"].values == pytest.approx(np.full((3, 2), 0.05), rel=1e-3)


def test_empty_cells_and_the_usual_marks_are_no_scores():
    data = score_panel(plain(s=["0.1", "", "NA", "nan", ".", "0.5"]), mapped(BASIC))
    assert np.isfinite(data["score"].values).sum() == 2


def test_all_problems_are_said_at_once_with_their_rows():
    table = pl.DataFrame(
        {
            "u": ["A", "A", "A", "", "B", "B"],
            "y": ["2000", "2001", "2001", "2002", "2002.5", "soon"],
            "s": ["0,5", "1.4", "0.4", "0.4", "0.4", "x"],
        }
    )
    assert problems(table, mapped(BASIC)) == [
        "y: row 7: 'soon' is no number",
        "u: row 5: is empty; every row needs a unit",
        "y: row 6: is 2002.5; must be a year, 1700 to 2200",
        "u, y: rows 3, 4: A, 2001 stands there more than once; keep one",
        "s: rows 2, 7: '0,5', 'x' are no numbers; write decimals with a full stop",
        "s: row 3: is 1.4; must lie in 0 to 1",
    ]


def test_many_rows_are_counted_not_listed():
    table = pl.DataFrame({"u": ["A"] * 9, "y": range(2000, 2009), "s": [7.0] * 9})
    assert problems(table, mapped(BASIC)) == [
        "s: rows 2, 3, 4, 5, 6 and 4 more: is 7; must lie in 0 to 1"
    ]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (pl.DataFrame({"u": [], "y": [], "s": []}), ": has no rows"),
        (plain(y=[2000] * 6, u=list("ABCDEF")),
         "y: is 2000 throughout; what lasts needs two years or more"),
        (plain(y=[99, 2001, 2002] * 2), "y: rows 2, 5: is 99; must be a year, 1700 to 2200"),
        (plain(y=[None, 2001, 2002] * 2), "y: rows 2, 5: is empty; every row needs a year"),
        (plain().drop("s"), "s: no such column"),
    ],
)  # fmt: skip
def test_tables_that_will_not_do(table, says):
    assert problems(table, mapped(BASIC)) == [says]


def test_a_column_that_is_missing_comes_with_those_that_are_there():
    with pytest.raises(SourceError) as caught:
        score_panel(plain(), mapped({**BASIC, "score": "S"}))
    (misfit,) = caught.value.misfits
    assert (misfit.found, misfit.allowed) == ("S", ("u", "y", "s"))


@pytest.mark.parametrize(
    ("columns", "scale", "paths"),
    [
        ({"unit": "u"}, None, ["year", "score"]),
        ({**BASIC, "colour": "c"}, None, ["colour"]),
        ({**BASIC, "low": "a"}, None, ["low, high"]),
        (BASIC, (0.0, 0.0, 1.0), ["scale"]),
        (BASIC, (0.0, 2.0, 1.0), ["scale"]),
    ],
)
def test_mappings_that_will_not_do(columns, scale, paths):
    with pytest.raises(SourceError) as caught:
        mapped(columns, scale)
    assert [m.path for m in caught.value.misfits] == paths


WON = pl.DataFrame(
    {
        "state": ["oax", "oax", "oax", "bc", "bc", "xx"],
        "year": [1992, 1998, 2004, 1989, 1995, 1998],
        "winner_party": ["pri", "pan", "pri", "pan", "pan", "pri"],
    }
)


def test_winners_come_in_the_terms_of_a_run():
    data = winner_panel(WON, winners_of("mexico_governors"))
    years = data["year"].values.tolist()
    assert years[0] == 1988  # a change shows against the year before
    by_name = {str(n): k for k, n in enumerate(data["unit_name"].values)}
    assert set(by_name) == {"Oaxaca", "Baja California", "xx"}
    oax, bc = by_name["Oaxaca"], by_name["Baja California"]
    origin = data["unit_origin"].values
    assert [origin[years.index(y), oax] for y in (1988, 1997, 1998, 2003, 2004)] == [0, 0, 3, 3, 0]
    assert data["unit_direct_elections"].values[-1].tolist() == [2, 3, 1]
    assert origin[0, bc] == 0
    assert origin[1, bc] == 3


def test_a_unit_is_free_from_its_first_alternation_on():
    data = winner_panel(WON, winners_of("mexico_governors"))
    years = data["year"].values
    score = data["score"].sel(unit="oax").values
    assert np.isnan(score[years < 1992]).all()
    assert (score[(years >= 1992) & (years < 1998)] == 0.0).all()
    assert (score[(years >= 1998)] == 1.0).all()  # the old party's return undoes nothing


def test_a_result_stands_for_a_term_where_the_table_ends_earlier_for_a_unit():
    data = winner_panel(WON, winners_of("mexico_governors"))
    seen = np.isfinite(data["score"].sel(unit="bc").values)
    assert data["year"].values[seen].tolist() == list(range(1989, 2001))


def test_unsettled_elections_are_no_wins():
    table = pl.DataFrame(
        {"emm": ["ags-07.001", "ags-08.001"], "mun": ["X"] * 2, "yr": [1989, 1992],
         "win.current": ["pri", "litigio"]}
    )  # fmt: skip
    data = winner_panel(table, winners_of("mexico_mayors"))
    assert data["unit"].values.tolist() == ["ags-001"]
    assert data["unit_direct_elections"].values.max() == 1


def test_nations_and_what_experts_say():
    table = pl.DataFrame(
        {
            "vdem_country_name": ["N", "N", None], "year": [2000, 2001, 2000],
            "v2x_polyarchy": [0.3, None, 0.5], "snlsff_0": [6, 0, 1], "snlsff_1": [2, 0, 1],
            "snlsff_2": [0, 0, 1],
        }
    )  # fmt: skip
    assert nation_scores(table, VDEM) == {("N", 2000): 0.3}
    data = nation_panel(table, VDEM)
    assert data["experts"].values[0, 0] == pytest.approx([0.75, 0.25, 0.0])
    assert np.isnan(data["experts"].values[1, 0]).all()


def test_a_plain_table_of_nations_is_checked_too():
    table = pl.DataFrame({"nation": ["N", "N"], "year": [2000, 2000], "score": [0.3, 30.0]})
    with pytest.raises(SourceError) as caught:
        nation_scores(table, PLAIN_NATIONS)
    assert [m.says for m in caught.value.misfits] == [
        "row 3: is 30.0; must lie in 0 to 1",
        "rows 2, 3: N, 2000 stands there more than once; keep one",
    ]


FILES = {
    "ised": ("subnational_democracy_ised_perez_sandoval.parquet", 237, 1977, 2022),
    "vdem": ("vdem_subnational_country_year.parquet", 183, 1900, 2024),
    "mexico_governors": ("mexico_governor_alternation_1985_2023.csv", 30, 1984, 2023),
    "mexico_mayors": ("mexico_municipal_incumbents_1988_2024.parquet", 2047, 1985, 2019),
    "mexico_municipal_votes": ("mexico_municipal_votes_1997_2023.parquet", 2047, 1997, 2019),
    "russia_assemblies": ("russia_regional_assembly_elections_2000_2021.csv", 90, 2000, 2021),
}


def read(name):
    """A file of the shared data, as a table."""
    path = DATA / FILES[name][0]
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False)
    return pl.read_parquet(path)


@pytest.mark.real_data
@pytest.mark.parametrize("name", FILES)
def test_the_shared_files_are_read_whole(name):
    table = read(name)
    source = recognised(table.columns)
    assert source is NAMED[name]
    assert source is not None
    if isinstance(source, NationPanel):
        data = nation_panel(table, source)
    elif isinstance(source, WinnerPanel):
        data = winner_panel(table, source)
    else:
        data = score_panel(table, source)
    years = data["year"].values
    assert (data.sizes["unit"], int(years[0]), int(years[-1])) == FILES[name][1:]
    assert (data["score"].fillna(0.0).values >= 0.0).all()
    assert (data["score"].fillna(0.0).values <= 1.0).all()


@pytest.mark.real_data
def test_lists_of_the_literature_are_spelled_as_the_panels_spell():
    ised = read("ised")
    names = set(zip(ised["country_name"], ised["state_name"], strict=True))
    source = scores_of("ised")
    assert [
        (x.name, u) for x in source.listings for u in x.units if (x.nation, u) not in names
    ] == []
    governors = winners_of("mexico_governors")
    states = set(governors.names.values())
    assert [u for x in governors.listings for u in x.units if u not in states] == []
    assert {n for _, n in names if _ == "Mexico"} == states
