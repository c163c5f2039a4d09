"""`vertikal enclaves`: saved runs and scenarios, words, one JSON object, what will not do."""

from pathlib import Path

import pytest

ENTRY = {"unit", "name", "tier", "kind", "from", "to", "low", "high", "years", "share"}


def test_a_saved_run_in_words(command, dataset):
    done = command("enclaves", dataset)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("Enclaves of 5 years or more: median and 90 % band of 6 histories")
    for tier in ("region", "district", "locality"):
        assert f"\n {tier} " in done.out
    assert "A spell counts as long as it is seen." in done.out
    assert "nan" not in done.out


def test_the_places_that_are_most_often_enclaves_are_named(command, dataset):
    listed = command("enclaves", dataset, "--lasting", 1, "--json").json["enclaves"]
    done = command("enclaves", dataset, "--lasting", 1)
    above, title, below = done.out.partition(f"Most often enclaves, 10 of {len(listed)}: ")
    assert title, done.out
    assert "at the peak" in above
    rows = [line.split("  ") for line in below.splitlines() if " %  " in line]
    assert len(rows) == 10
    often = sorted(listed, key=lambda entry: -entry["share"])[:10]
    for row, entry in zip(rows, often, strict=True):
        cells = [cell.strip() for cell in row if cell.strip()]
        share = f"{100 * entry['share']:.0f} %"
        assert cells == [
            entry["name"], entry["tier"], entry["kind"], share, str(entry["from"]), str(entry["to"])
        ]  # fmt: skip


def test_json_has_its_shape(command, dataset):
    said = command("enclaves", dataset, "--lasting", 1, "--json").json
    assert set(said) == {"enclaves", "tiers", "members", "lasting"}
    assert (said["members"], said["lasting"]) == (6, 1)
    assert [(t["tier"], t["kind"]) for t in said["tiers"]] == [
        (tier, kind)
        for tier in ("region", "district", "locality")
        for kind in ("democratic", "authoritarian")
    ]
    assert said["enclaves"], "the toy country's villages elect in an unfree nation"
    for entry in said["enclaves"]:
        assert set(entry) == ENTRY
        assert 2001 <= entry["from"] <= entry["to"] <= 2005
        assert 1 <= entry["low"] <= entry["years"] <= entry["high"] <= 5
        assert 0.1 <= entry["share"] <= 1.0


def test_what_lasts_longer_is_rarer(command, dataset):
    def listed(years):
        said = command("enclaves", dataset, "--lasting", years, "--json").json
        return {(e["unit"], e["kind"]) for e in said["enclaves"]}

    assert len(listed(5)) < len(listed(1))


def test_no_enclave_at_all_is_said(command, dataset):
    done = command("enclaves", dataset, "--lasting", 99)
    assert "No unit is in a lasting enclave in any history." in done.out
    assert "Most often" not in done.out


def test_a_scenario_is_run_once_and_kept(command, toy, kept):
    before = sorted(Path("runs").iterdir())
    done = command("enclaves", toy, "--members", 4, "--json")
    assert done.code == 0
    assert done.json["members"] == 4
    assert sorted(Path("runs").iterdir()) == before  # the run that `score --members 4` has made


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--members", 3), "--members"),
        (("--seed", 1, "--set", "a=1"), "--seed, --set"),
        (("--without", "x"), "--without"),
    ],
)
def test_options_of_a_run_do_not_fit_a_saved_one(command, dataset, words, named):
    done = command("enclaves", dataset, *words)
    assert done.code == 2
    assert f"{named}: only where a scenario is run" in " ".join(done.err.split())


def test_lasting_less_than_a_year(command, dataset):
    assert command("enclaves", dataset, "--lasting", 0).code == 2


@pytest.mark.parametrize("name", ["none.zarr", "none.zip"])
def test_no_such_dataset(command, name):
    done = command("enclaves", name)
    assert (done.code, done.out) == (3, "")
    assert (
        done.err == f"{name}: no such dataset; make one with `vertikal run SCENARIO --out PATH`\n"
    )


def test_no_such_scenario(command):
    done = command("enclaves", "kazakstan")
    assert done.code == 3
    assert done.err.startswith("kazakstan: 1 problem\n  no such file, and no scenario")
