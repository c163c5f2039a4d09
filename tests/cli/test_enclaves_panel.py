"""`vertikal enclaves FILE`: panels known and mapped, in words and JSON, and what will not do."""

from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parents[2] / "../shared/data"
MAP = "unit=place,year=year,score=freedom,nation=land"
ENTRY = {
    "unit", "name", "tier", "kind", "from", "to", "low", "high", "years", "share", "nation",
    "as_measured", "opens", "goes_on", "around", "enclosed",
}  # fmt: skip


@pytest.fixture
def panel(tmp_path):
    """A file of six places, 2000 to 2015; Dale is closed from 2003 to 2010."""
    rng = np.random.default_rng(1)
    rows = ["place,year,freedom,land"]
    for k, place in enumerate(("Ford", "Dale", "Mill", "Reed", "Salt", "Sand")):
        for year in range(2000, 2016):
            score = 0.15 if k == 1 and 2003 <= year <= 2010 else 0.8
            rows.append(f"{place},{year},{score + 0.02 * rng.normal():.3f},0.8")
    file = tmp_path / "panel.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_mapped_panel_in_words(command, panel):
    done = command("enclaves", panel, "--map", MAP, "--draws", 50)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Panel: 6 units, 2000 to 2015. Nation's score: column land.")
    assert "Enclaves of 5 years or more: longest spell, 50 draws" in done.out
    row = next(line for line in done.out.splitlines() if line.startswith(" Dale"))
    cells = [c.strip() for c in row.split("  ") if c.strip()]
    assert cells[-5:] == ["100 %", "2003", "2010", "8 (8 to 8)", "8 years"]
    assert " Ford" not in done.out
    assert "Enclaves in the scores as measured, at other thresholds" in done.out
    assert "nan" not in done.out
    assert "fraud" not in done.out.lower()


def test_json_has_its_shape(command, panel):
    said = command("enclaves", panel, "--map", MAP, "--draws", 50, "--json").json
    assert set(said) == {
        "enclaves", "apart", "sensitivity", "error", "panel", "notes", "draws", "lasting", "gap",
        "half", "nation", "agreement",
    }  # fmt: skip
    (entry,) = said["enclaves"]
    assert set(entry) == ENTRY
    assert (entry["unit"], entry["kind"], entry["from"], entry["to"]) == (
        "Dale", "authoritarian", 2003, 2010,
    )  # fmt: skip
    assert entry["low"] <= entry["years"] <= entry["high"]
    assert (said["draws"], said["lasting"], said["gap"], said["half"]) == (50, 5, 0.2, 0.5)


def test_parquet_gives_what_csv_gives(command, panel, tmp_path):
    import polars as pl

    other = tmp_path / "panel.parquet"
    pl.read_csv(panel).write_parquet(other)
    one, two = (
        command("enclaves", f, "--map", MAP, "--draws", 20, "--json") for f in (panel, other)
    )
    assert one.json == two.json


def test_thresholds_may_be_given(command, panel):
    def found(*words):
        return command("enclaves", panel, "--map", MAP, "--draws", 20, "--json", *words).json

    assert found("--lasting", 9)["enclaves"] == []
    assert found("--gap", 0.7)["enclaves"] == []
    assert found("--half", 0.1)["enclaves"] == []


def test_a_scale_may_be_given(command, panel, tmp_path):
    text = panel.read_text()
    rows = [line.split(",") for line in text.splitlines()]
    rows[1:] = [[p, y, str(60 * float(s)), n] for p, y, s, n in rows[1:]]
    other = tmp_path / "hundred.csv"
    other.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    said = command("enclaves", other, "--map", MAP, "--draws", 20).err
    assert "must lie in 0 to 1" in said
    done = command("enclaves", other, "--map", MAP, "--scale", "0,30,60", "--draws", 20, "--json")
    assert [e["unit"] for e in done.json["enclaves"]] == ["Dale"]


def test_scores_of_nations_from_a_table_of_their_own(command, panel, tmp_path):
    text = panel.read_text().replace(",0.8\n", ",Toyland\n").replace(",land\n", ",country\n")
    panel.write_text(text)
    nations = tmp_path / "nations.csv"
    nations.write_text(
        "nation,year,score\n" + "".join(f"Toyland,{y},0.8\n" for y in range(2000, 2016))
    )
    words = "--map", "unit=place,year=year,score=freedom,country=country", "--draws", 20
    done = command("enclaves", panel, *words, "--nation", nations, "--json").json
    assert [(e["unit"], e["nation"]) for e in done["enclaves"]] == [("Dale", "Toyland")]
    assert done["nation"] == "score of nations.csv"
    nations.write_text("nation,year,score\nElsewhere,2000,0.8\n")
    wrong = command("enclaves", panel, *words, "--nation", nations)
    assert wrong.code == 3
    assert "Toyland: has no score in the table of nations" in wrong.err


def test_without_any_score_of_the_nation_it_is_the_mean(command, panel):
    done = command("enclaves", panel, "--map", MAP.rsplit(",", 1)[0], "--draws", 20)
    assert "Nation's score: mean of its units." in done.out


@pytest.mark.parametrize("name", ["picture.png", "picture.svg"])
def test_a_picture_is_drawn(command, panel, name):
    pytest.importorskip("matplotlib")
    assert command("enclaves", panel, "--map", MAP, "--draws", 20, "--figure", name).code == 0
    assert Path(name).stat().st_size > 5000


def test_a_picture_of_nothing_is_one_too(command, panel):
    pytest.importorskip("matplotlib")
    words = "--map", MAP, "--draws", 20, "--lasting", 99, "--figure", "none.png"
    done = command("enclaves", panel, *words)
    assert done.code == 0
    assert "No unit is an enclave for 99 years or more." in done.out
    assert Path("none.png").exists()


BAD = """\
place;year;freedom;land
A;2000;0,5;.7
A;2001;1.4;.7
A;2001;.4;.7
;2002;.4;.7
B;2002.5;.4;1.7
B;soon;x;.7
"""


def test_everything_that_is_wrong_with_a_file_is_said_at_once(command, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(BAD)
    done = command("enclaves", file, "--map", MAP)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        f"{file}: 7 problems\n"
        "  year: row 7: 'soon' is no number\n"
        "  place: row 5: is empty; every row needs a unit\n"
        "  year: row 6: is 2002.5; must be a year, 1700 to 2200\n"
        "  place, year: rows 3, 4: A, 2001 stands there more than once; keep one\n"
        "  freedom: rows 2, 7: '0,5', 'x' are no numbers; write decimals with a full stop\n"
        "  freedom: row 3: is 1.4; must lie in 0 to 1\n"
        "  land: row 6: is 1.7; must lie in 0 to 1\n"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("place,year,freedom,land\n", "has no rows"),
        ("place,year,freedom,land\nA,2000,.5,.7\nB,2000,.5,.7\n", "is 2000 throughout"),
        (
            "place,year,freedom,land\nA,2000,.5,.7\nA,2001,.5,.7,9\n",
            "a row does not fit the header",
        ),
        ("place,year,score,land\nA,2000,.5,.7\nA,2001,.5,.7\n", "freedom: no such column"),
        ("<html><body>place,year</body></html>", "is a web page"),
        ("place,year,freedom,land\nA,2000,.5,.7\n\x00\x01\x02\x03\x04\x05\x06\x07", "no text has"),
    ],
)
def test_files_that_will_not_do(command, tmp_path, content, says):
    file = tmp_path / "bad.csv"
    file.write_text(content)
    done = command("enclaves", file, "--map", MAP)
    assert done.code == 3
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_panel_that_nobody_knows(command, panel):
    done = command("enclaves", panel)
    assert done.code == 3
    assert "is no panel that is known (ised, vdem," in done.err
    assert "Say which is which: --map unit=COLUMN,year=COLUMN,score=COLUMN" in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--map", "unit=place,yeer=year,score=freedom"), "yeer: is nothing that a panel has"),
        (("--map", "unit"), "'unit' is no assignment"),
        (("--map", MAP, "--scale", "1"), "write three numbers"),
        (("--map", MAP, "--scale", "5,1,9"), "must rise or fall"),
        (("--scale", "0,1,2"), "only with --map"),
        (("--source", "isd"), "no panel 'isd' - did you mean 'ised'?"),
        (("--map", MAP, "--nation", "x.csv"), "keep one of them"),
        (("--map", MAP, "--gap", "2"), "gap is 2; must lie between 0 and 1"),
    ],
)
def test_options_that_will_not_do(command, panel, words, says):
    done = command("enclaves", panel, *words)
    assert done.code == 3
    assert says in done.err


@pytest.mark.parametrize(
    ("words", "named"),
    [(("--members", 3), "--members"), (("--set", "a=1", "--without", "x"), "--set, --without")],
)
def test_options_of_a_run_do_not_fit_a_panel(command, panel, words, named):
    done = command("enclaves", panel, "--map", MAP, *words)
    assert done.code == 2
    assert f"{named}: only where a scenario is run; a panel is as it is" in " ".join(
        done.err.replace("│", " ").split()
    )


def test_options_of_a_panel_do_not_fit_a_run(command, dataset):
    done = command("enclaves", dataset, "--gap", 0.1, "--map", "unit=a")
    assert done.code == 2
    assert "--map, --gap: only for a panel of units and years" in " ".join(
        done.err.replace("│", " ").split()
    )


@pytest.fixture
def shared():
    """The folder of the shared data."""
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    return DATA


@pytest.mark.real_data
def test_the_index_of_subnational_democracy(command, shared):
    """What docs/results/enclaves.md says, as measured: no chance in it. The draws are few here."""
    file = shared / "subnational_democracy_ised_perez_sandoval.parquet"
    said = command("enclaves", file, "--draws", 100, "--json").json
    measured = {(e["name"], e["kind"]): e["as_measured"] for e in said["enclaves"]
                if e["enclosed"] and e["as_measured"]}  # fmt: skip
    assert measured == {
        ("San Luis", "authoritarian"): 5, ("Espirito Santo", "authoritarian"): 7,
        ("Flores", "authoritarian"): 9, ("Tacuarembo", "authoritarian"): 10,
        ("Maryland", "authoritarian"): 5, ("Nebraska", "authoritarian"): 8,
        ("North Dakota", "authoritarian"): 6, ("Pernambuco", "authoritarian"): 5,
        ("Baja California", "democratic"): 7, ("Jalisco", "democratic"): 8,
        ("San Luis Potosi", "democratic"): 5, ("Guanajuato", "democratic"): 5,
        ("Nuevo Leon", "democratic"): 5,
    }  # fmt: skip
    assert [(a["nation"], a["from"], a["to"]) for a in said["apart"]] == [
        ("India", 2020, 2021), ("Venezuela", 2004, 2018), ("Venezuela", 2022, 2022),
    ]  # fmt: skip
    lists = {a["name"]: a for a in said["agreement"]}
    assert lists["giraudy_argentina"]["order"] == 1.0
    assert lists["gilley_mexico"]["order"] > 0.85
    assert said["nation"] == "v2x_polyarchy of vdem_subnational_country_year.parquet"


@pytest.mark.real_data
def test_governors_agree_with_the_list_of_states_that_never_alternated(command, shared):
    said = command("enclaves", shared / "mexico_governor_alternation_1985_2023.csv", "--json").json
    (own,) = [a for a in said["agreement"] if a["name"] == "never_alternated_2015"]
    assert (own["precision"], own["recall"]) == (1.0, 1.0)
    assert said["survival"]["never"]["2016"] == 5


@pytest.mark.real_data
def test_nations_with_room_for_enclaves(command, shared):
    file = shared / "vdem_subnational_country_year.parquet"
    done = command("enclaves", file, "--only", "Mexico", "--only", "Sweden", "--json").json
    assert [(e["name"], e["kind"]) for e in done["enclaves"]] == [
        ("Mexico", "authoritarian"), ("Mexico", "democratic"),
    ]  # fmt: skip
    assert done["enclaves"][0]["from"] == 1996  # when the nation crosses the half
    wrong = command("enclaves", file, "--only", "Mexiko")
    assert wrong.code == 2
    assert "did you mean 'Mexico'?" in wrong.err
