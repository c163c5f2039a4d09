"""`vertikal power`: tables, sentences, JSON, a picture, and what it refuses."""

import numpy as np
import pytest
from scipy.stats import binom

from vertikal.instruments import Finding, Instrument


def whole(stations, rng, draws):
    """Stations whose turnout is a whole percentage, as far as their size lets it be."""
    del rng, draws
    goal = np.rint(100 * stations.turnout) / 100
    hit = stations.ballots == np.rint(goal * stations.registered)
    chance = np.minimum(100 / stations.registered, 1.0).mean()
    return Finding(float(hit.sum()), p=float(binom.sf(hit.sum() - 1, len(stations), chance)))


def toss(stations, rng, draws):
    del stations, draws
    return Finding(0.0, p=float(rng.random()))


TOYS = {
    "coin": Instrument("coin", "a coin", "1", ("ballots",), "", "", toss),
    "whole": Instrument("whole", "whole percentages", "1", ("ballots",), "", "", whole),
    "describes": Instrument("describes", "it", "1", (), "", "", whole, alarms=False),
}
FEW = ("--stations", "60", "--amounts", "0.01,0.03", "--repeats", "20", "--kind", "rounded")


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    monkeypatch.setattr("vertikal.instruments.NAMES", tuple(TOYS))
    monkeypatch.setattr("vertikal.experiments._power.load", TOYS.__getitem__)


def test_a_table_and_what_it_means(command):
    done = command("power", *FEW)
    assert done.code == 0, done.err
    said = " ".join(done.out.split())
    assert "Voters: plain. Elections with an alarm (p < 0.05), % of 20." in said
    assert "rounded, 60 stations: at some stations turnout and leader's share are written" in said
    assert "added 0 % 1 % 3 %" in said
    assert "With 60 stations it would be noticed, in four elections of five, from" in said
    assert "% of the stations): whole percentages" in said
    assert "any of them" in said
    assert "describes" not in said


def test_what_was_read_is_kept(command, tmp_path):
    one = command("power", *FEW, "--json")
    kept = sorted((tmp_path / "runs" / "readings").iterdir())
    assert len(kept) == 9  # three amounts: what was added, and what two instruments read
    times = [f.stat().st_mtime_ns for f in kept]
    assert command("power", *FEW, "--json").json == one.json
    assert [f.stat().st_mtime_ns for f in kept] == times


def test_json_has_a_curve_for_each_instrument_and_one_for_all(command):
    done = command("power", *FEW, "--json")
    assert (done.code, done.err) == (0, "")
    assert {k: done.json[k] for k in ("repeats", "alpha", "seed", "draws")} == {
        "repeats": 20, "alpha": 0.05, "seed": 0, "draws": 200,
    }  # fmt: skip
    curves = done.json["curves"]
    assert [c["instrument"] for c in curves] == ["coin", "whole", "any of them"]
    amounts = curves[1]["amounts"]
    assert [a["amount"] for a in amounts] == [0.0, 0.01, 0.03]
    assert amounts[0]["share"] <= 0.25
    assert amounts[-1]["share"] == 1.0
    assert amounts[-1]["added"] == pytest.approx(0.03, abs=0.01)


def test_the_same_seed_gives_the_same_numbers_and_another_others(command):
    one = command("power", *FEW, "--json", "--seed", 1).json["curves"]
    other = command("power", *FEW, "--json", "--seed", 2).json["curves"]
    assert one != other


def test_more_than_can_be_added_is_said(command):
    done = command(
        "power", "--stations", 40, "--kind", "rounded", "--amounts", "0.01,0.5", "--repeats", 3
    )
    assert "50 % of the leader's votes cannot be added in this way." in done.out


def test_honest_elections_of_several_kinds(command):
    done = command("power", "--honest", "--stations", "40", "--repeats", 5)
    assert done.code == 0, done.err
    for name in ("alike", "villages", "mesas", "strongholds"):
        assert name in done.out
    said = " ".join(done.out.split())
    assert "40 stations, p < 0.05, 5 of each" in said
    assert "shows 5 or less; chance adds up to 19 in 39 columns of 40." in said
    rows = command("power", "--honest", "--stations", "40", "--repeats", 5, "--json").json
    assert len(rows["false_alarms"]) == 3 * 8


def test_an_electorate_is_declared_by_name_and_by_setting(command):
    done = command("power", *FEW, "--world", "villages", "--world", "regions=5")
    assert "Voters: villages, regions=5." in " ".join(done.out.split())
    small = command("power", *FEW, "--world", "sizes=300", "--json").json
    assert small != command("power", *FEW, "--json").json


def test_voters_of_a_run(command, toy):
    done = command("power", "--scenario", toy, "--vote", "president_2001", *FEW)
    assert done.code == 0, done.err
    assert "Voters: toy, president_2001." in " ".join(done.out.split())


def test_one_instrument_is_not_pooled(command):
    done = command("power", *FEW, "--only", "whole", "--json")
    assert [c["instrument"] for c in done.json["curves"]] == ["whole"]


def test_a_figure(command, tmp_path):
    picture = tmp_path / "power.png"
    assert command("power", *FEW, "--figure", picture).code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_all_that_is_wrong_is_said_at_once(command):
    done = command(
        "power", "--stations", "10,x", "--amounts", "2", "--kind", "paded", "--only", "hole"
    )
    assert done.code == 3
    said = " ".join(done.err.split())
    assert "10: must be a number from 30 to 200,000" in said
    assert "x: must be a number from 30 to 200,000" in said
    assert "2: must be a number from 0 to 0.9" in said
    assert "paded: no such kind - did you mean 'padded'?" in said
    assert "hole: no such instrument - did you mean 'whole'?" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--world", "vilages"], "did you mean 'villages'?"),
        (["--world", "region=4"], "did you mean 'regions'?"),
        (["--world", "regions=1.5"], "must be a whole number from 1 to 500"),
        (["--world", "sizes=-3"], "must be lognormal, capped, or one number of voters"),
        (["--vote", "president_2001"], "needs a --scenario to take the voters from"),
        (["--only", "describes"], "only describes, and raises no alarm; leave it out"),
    ],
    ids=str,
)
def test_what_will_not_do_is_refused(command, words, says):
    done = command("power", *words)
    assert done.code == 3
    assert says in " ".join(done.err.split())


def test_a_vote_that_the_scenario_has_not_is_refused(command, toy):
    done = command("power", "--scenario", toy, "--vote", "never")
    assert done.code == 3
    assert "no such vote; there are president_2001" in done.err
    done = command("power", "--scenario", toy, "--vote", "president_2001", "--world", "plain")
    assert done.code == 3
    assert "leave out either it or --scenario" in done.err
